package org.commonwatt.benchmarks.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.core.storage.Horizon;
import org.commonwatt.core.storage.StorageBook;
import org.commonwatt.core.storage.StorageUnit;
import org.commonwatt.core.storage.StorageUnit.Rating;
import org.commonwatt.core.storage.StorageUnit.Stock;
import org.commonwatt.core.storage.Window;
import org.commonwatt.core.storage.auction.ServiceLink;
import org.commonwatt.core.storage.auction.ServiceOffer;
import org.commonwatt.core.storage.auction.ServiceOffer.Step;
import org.commonwatt.core.storage.auction.StorageAuctionCase;
import org.commonwatt.core.storage.auction.SurplusBid;
import org.commonwatt.core.storage.auction.SurplusBid.Bidder;
import org.commonwatt.core.storage.auction.SurplusBid.LinkedRelease;
import org.commonwatt.core.storage.auction.SurplusBid.Surplus;

/**
 * Auctions of a day of 96 quarter-hours: four areas in a ring, stations of 1 to 10 MW and two hours
 * of it, and plants with more surplus around noon than can be stored, for 8 to 32 quarter-hours.
 */
final class SunnyDays {
  private static final int SLOTS = 96;
  private static final int AREAS = 4;

  private final Random random;
  private final int units;

  private SunnyDays(long seed, int units) {
    random = new Random(seed);
    this.units = units;
  }

  /**
   * Draws an auction.
   *
   * @param linked how many of the bids want some of their energy back in the evening
   */
  static StorageAuctionCase auction(long seed, int bids, int units, int linked) {
    SunnyDays day = new SunnyDays(seed, units);
    List<String> areas = new ArrayList<>();
    List<ServiceLink> links = new ArrayList<>();
    for (int a = 0; a < AREAS; a++) {
      areas.add("A" + a);
      List<Long> most = Collections.nCopies(SLOTS, 500_000L + day.random.nextInt(1_500_000));
      links.add(new ServiceLink("A" + a, "A" + (a + 1) % AREAS, 5_000, most, most));
    }
    List<ServiceOffer> offers = new ArrayList<>();
    for (int u = 0; u < units; u++) {
      offers.add(day.offer(u));
    }
    List<SurplusBid> drawn = new ArrayList<>();
    for (int b = 0; b < bids; b++) {
      drawn.add(day.bid(b, b < linked, bids));
    }
    return new StorageAuctionCase(new Window(0, SLOTS), areas, links, offers, drawn);
  }

  private String area() {
    return "A" + random.nextInt(AREAS);
  }

  private ServiceOffer offer(int u) {
    long watts = 1_000_000L + random.nextInt(9_000_000);
    Efficiency efficiency = new Efficiency(920_000 + random.nextInt(40_000), 930_000);
    Rating rating = new Rating(watts, watts, 2 * watts, watts / 10, efficiency, 1_200_000);
    Stock stock = new Stock(watts / 2, new TreeMap<>());
    StorageUnit unit = new StorageUnit("u" + u, area(), rating, Horizon.ofDays(15, SLOTS), stock);
    Step step = new Step(100_000 + random.nextInt(150_000), StorageUnit.MOST);
    return new ServiceOffer(
        "o" + u, new StorageBook(unit), Collections.nCopies(SLOTS, step), StorageUnit.MOST);
  }

  private SurplusBid bid(int b, boolean isLinked, int bids) {
    List<Long> surplus = new ArrayList<>(Collections.nCopies(SLOTS, 0L));
    int slots = 8 + random.nextInt(25);
    int from = 28 + random.nextInt(36 - slots);
    int share = 12_000_000 / bids * units / 20; // so that units stay scarce in larger auctions
    long sum = 0;
    for (int s = from; s < from + slots; s++) {
      long wh = 1L + random.nextInt(share);
      surplus.set(s, wh);
      sum += wh;
    }
    LinkedRelease release = null;
    if (isLinked) {
      List<Long> evening = Collections.nCopies(8, sum * 7 / 80); // 70 % of it
      release = new LinkedRelease(72 + random.nextInt(10), evening);
    }
    Bidder bidder = new Bidder("b" + b, "p" + b, area(), b);
    return new SurplusBid(
        bidder, 120_000 + random.nextInt(280_000), new Surplus(surplus, sum), release);
  }

  /** The auction as in {@code docs/formats/storage-auction.md}. */
  static ObjectNode json(StorageAuctionCase input) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", "day").put("slotMinutes", 15).put("fromSlot", 0).put("slots", SLOTS);
    json.putArray("slotsOfDay").add(SLOTS);
    input.areas().forEach(json.putArray("areas")::add);
    ArrayNode links = json.putArray("links");
    for (ServiceLink link : input.links()) {
      ObjectNode one = links.addObject().put("from", link.from()).put("to", link.to());
      one.put("feeMicroPerKwh", link.feeMicroPerKwh());
      link.forwardWh().forEach(one.putArray("forwardWh")::add);
      link.backwardWh().forEach(one.putArray("backwardWh")::add);
    }
    ArrayNode units = json.putArray("units");
    input.offers().forEach(offer -> add(offer, units.addObject()));
    ArrayNode bids = json.putArray("bids");
    input.bids().forEach(bid -> add(bid, bids.addObject()));
    return json;
  }

  private static void add(ServiceOffer offer, ObjectNode json) {
    StorageUnit unit = offer.book().unit();
    Rating rating = unit.rating();
    json.put("id", unit.id()).put("owner", offer.owner()).put("area", unit.area());
    json.put("chargeW", rating.chargeW()).put("dischargeW", rating.dischargeW());
    json.put("usableWh", rating.usableWh()).put("reserveWh", rating.reserveWh());
    json.put("storedWh", unit.stock().storedWh());
    json.put("chargeEfficiencyPpm", rating.efficiency().chargePpm());
    json.put("dischargeEfficiencyPpm", rating.efficiency().dischargePpm());
    json.put("dailyCyclesPpm", rating.dailyCyclesPpm());
    ArrayNode prices = json.putArray("priceMicroPerKwh");
    offer.slots().forEach(step -> prices.add(step.priceMicroPerKwh()));
  }

  private static void add(SurplusBid bid, ObjectNode json) {
    Bidder bidder = bid.bidder();
    json.put("id", bidder.id()).put("participant", bidder.participant());
    json.put("area", bidder.area()).put("time", bidder.time());
    json.put("limitMicroPerKwh", bid.limitMicroPerKwh());
    bid.surplus().slotWh().forEach(json.putArray("surplusWh")::add);
    LinkedRelease release = bid.release();
    if (release != null) {
      ObjectNode out = json.putObject("release").put("fromSlot", release.from());
      release.slotWh().forEach(out.putArray("wh")::add);
    }
  }
}
