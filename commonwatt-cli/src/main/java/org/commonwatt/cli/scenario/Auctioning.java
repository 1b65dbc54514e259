package org.commonwatt.cli.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.commonwatt.model.Command.BidStorage;
import org.commonwatt.model.Command.OfferStorage;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageOffer;

/** Stations that offer, and plants that bid, in the auctions of a day. */
final class Auctioning {
  /** Of bids so many want their energy back as a whole or nothing, hundredths. */
  private static final int LINKED = 50;

  /** A linked release gives back what is left of the round trip, and a little less, ppm. */
  private static final long RELEASED_PPM = 820_000;

  private static final int RELEASE_SLOTS = 8;
  private static final long MILLION = 1_000_000;

  private final ScenarioMarket market;
  private final SplittableRandom random;

  Auctioning(ScenarioMarket market, SplittableRandom random) {
    this.market = market;
    this.random = random;
  }

  /** A station offers all that it has free in a window, at one price. */
  void offer(Station station, Today today, int windowSlot) {
    long price = 180_000 + random.nextInt(60_000);
    StorageOffer.Step step = new StorageOffer.Step(price, station.size().slotWh());
    market.apply(
        new OfferStorage(
            station.size().unit(),
            new StorageOffer(
                station.size().unit(),
                today.at(windowSlot),
                Collections.nCopies(QinghaiRules.WINDOW_SLOTS, step),
                2 * station.size().energyWh())));
  }

  /**
   * A plant bids what it expects to be curtailed of it in a window, but no more than it wants to
   * have stored; nothing if it expects nothing.
   *
   * @param expectedWh of each slot of the window
   */
  void bid(String plant, List<Long> expectedWh, Today today, int windowSlot) {
    long limit = 150_000 + random.nextInt(250_000);
    long wanted = 1_000L * (800 + random.nextInt(2_000));
    boolean linked = random.nextInt(100) < LINKED;
    List<Long> surplus = linked ? shareOf(expectedWh, wanted) : expectedWh;
    long sum = surplus.stream().mapToLong(Long::longValue).sum();
    if (sum < QinghaiRules.LEAST_BID_WH) {
      return;
    }
    long release = sum * RELEASED_PPM / MILLION / RELEASE_SLOTS;
    market.apply(
        new BidStorage(
            plant,
            new StorageBid(
                plant,
                QinghaiRules.AREA,
                today.at(windowSlot),
                limit,
                surplus,
                linked ? sum : Math.min(sum, wanted),
                linked ? today.at(DaySteps.EVENING) : 0,
                linked ? Collections.nCopies(RELEASE_SLOTS, release) : List.of())));
  }

  /** The first slots of what is expected, until enough is wanted. */
  private static List<Long> shareOf(List<Long> expectedWh, long wanted) {
    List<Long> share = new ArrayList<>();
    long left = wanted;
    for (long wh : expectedWh) {
      long taken = Math.min(wh, left);
      share.add(taken);
      left -= taken;
    }
    return share;
  }
}
