package org.commonwatt.core.storage.auction;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.core.storage.FirmSchedule;
import org.commonwatt.core.storage.Window;
import org.commonwatt.core.storage.auction.SurplusBid.LinkedRelease;

/**
 * An auction in one order, whatever the order of its lists: areas and units by id, links by their
 * ends, bids by time and id.
 */
final class Ordered {
  final Window window;
  final int slots;
  final List<String> areas;
  final List<ServiceLink> links;
  final List<ServiceOffer> offers;
  final List<SurplusBid> bids;
  final List<Integer> linked = new ArrayList<>(); // bids with a release
  private final Map<String, Integer> areaNumbers = new HashMap<>();

  Ordered(StorageAuctionCase input) {
    window = input.window();
    slots = window.slots();
    areas = input.areas().stream().sorted().toList();
    links =
        input.links().stream()
            .sorted(Comparator.comparing(ServiceLink::from).thenComparing(ServiceLink::to))
            .toList();
    offers = input.offers().stream().sorted(Comparator.comparing(ServiceOffer::unit)).toList();
    bids =
        input.bids().stream()
            .sorted(
                Comparator.comparingLong((SurplusBid bid) -> bid.bidder().time())
                    .thenComparing(SurplusBid::id))
            .toList();
    for (int a = 0; a < areas.size(); a++) {
      areaNumbers.put(areas.get(a), a);
    }
    for (int b = 0; b < bids.size(); b++) {
      if (bids.get(b).release() != null) {
        linked.add(b);
      }
    }
  }

  /** The number of an area. */
  int area(String id) {
    return requireNonNull(areaNumbers.get(id));
  }

  int areaOfBid(int bid) {
    return area(bids.get(bid).bidder().area());
  }

  int areaOfUnit(int unit) {
    return area(offers.get(unit).book().unit().area());
  }

  /** What a bid has at most in a slot of the auction, Wh. */
  long surplusWh(int bid, int slot) {
    return bids.get(bid).surplus().slotWh().get(slot);
  }

  /** What a unit asks for in a slot of the auction, µ/kWh. */
  long askedMicroPerKwh(int unit, int slot) {
    return offers.get(unit).slots().get(slot).priceMicroPerKwh();
  }

  /** What a linked bid's unit is committed to. */
  FirmSchedule schedule(int bid, ServiceOffer unit) {
    SurplusBid one = bids.get(bid);
    LinkedRelease release = requireNonNull(one.release());
    int to = Math.max(window.to(), release.from() + release.slotWh().size());
    List<Long> injection = new ArrayList<>();
    for (int s = window.from(); s < to; s++) {
      long charged = window.has(s) ? surplusWh(bid, s - window.from()) : 0;
      injection.add(release.wh(s) - charged);
    }
    return trimmed(one, unit, injection);
  }

  /**
   * A bid's schedule in a unit, from the auction's first slot on, without rests at its ends, as the
   * unit's horizon numbers slots.
   */
  FirmSchedule trimmed(SurplusBid bid, ServiceOffer unit, List<Long> injectionWh) {
    int from = 0;
    int to = injectionWh.size();
    while (from < to - 1 && injectionWh.get(from) == 0) {
      from++;
    }
    while (to > from + 1 && injectionWh.get(to - 1) == 0) {
      to--;
    }
    return new FirmSchedule(
        bid.id(),
        bid.bidder().participant(),
        unit.own(window.from() + from),
        injectionWh.subList(from, to));
  }
}
