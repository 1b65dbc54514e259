package org.commonwatt.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageOffer;

/** Offers and bids of storage auctions, mostly as they should be. */
final class RandomStorageAuctions {
  private static final long HOUR = 3_600_000;

  private final Random random;
  private final List<String> homes;
  private final int slotMinutes;
  private final List<Event.StorageBidPlaced> placed = new ArrayList<>();
  private final List<Event.StorageOffered> offered = new ArrayList<>();

  RandomStorageAuctions(long seed, List<String> homes, int slotMinutes) {
    this.random = new Random(seed);
    this.homes = homes;
    this.slotMinutes = slotMinutes;
  }

  /** Windows of an hour, seldom of half of it or without a gate. */
  static StorageAuctionRules rules(int number, Areas areas, int slotMinutes) {
    int slots = 60 / slotMinutes;
    return new StorageAuctionRules(
        number % 5 == 4 && slots % 2 == 0 ? slots / 2 : slots,
        600,
        number % 3 * 5,
        1 + number % 2 * 20,
        20,
        areas.links().stream()
            .map(
                link -> new StorageAuctionRules.Share(link.from(), link.to(), 300, number % 2 * 99))
            .toList());
  }

  boolean isNext() {
    return random.nextInt(3) == 0;
  }

  /** Remembers what can be taken back. */
  void see(Event event) {
    if (event instanceof Event.StorageBidPlaced bid) {
      placed.add(bid);
    } else if (event instanceof Event.StorageOffered offer) {
      offered.add(offer);
    }
  }

  /**
   * An offer, a bid, or that one is taken back.
   *
   * @param unit one of the units
   * @param owner its owner
   * @param area where a home is that may bid
   */
  Command next(long clock, String unit, String owner, UnaryOperator<String> area) {
    long window = Math.floorDiv(clock, HOUR) * HOUR + HOUR * (oneIn(15) ? -1 : 1 + some(2));
    window += oneIn(20) ? slotMinutes * 60_000L : 0;
    if (oneIn(12) && !placed.isEmpty()) {
      Event.StorageBidPlaced one = placed.get(some(placed.size()));
      String by = oneIn(5) ? owner : one.participant();
      return new Command.WithdrawStorageBid(by, one.bid().bid(), one.bid().windowMillis());
    } else if (oneIn(15) && !offered.isEmpty()) {
      Event.StorageOffered one = offered.get(some(offered.size()));
      String by = oneIn(5) ? homes.get(2) : one.participant();
      return new Command.WithdrawStorageOffer(by, one.offer().unit(), one.offer().windowMillis());
    } else if (oneIn(3)) {
      return new Command.OfferStorage(oneIn(15) ? homes.get(2) : owner, offer(unit, window));
    }
    String home = homes.get(oneIn(6) ? some(2) : 2 + some(homes.size() - 2));
    return new Command.BidStorage(
        oneIn(20) ? "stranger" : home, bid(oneIn(20) ? "nowhere" : area.apply(home), window));
  }

  private StorageOffer offer(String unit, long window) {
    List<StorageOffer.Step> steps = new ArrayList<>();
    for (int s = 0; s < slots(); s++) {
      steps.add(new StorageOffer.Step(price(), oneIn(40) ? -1 : oneIn(5) ? 0 : some(900)));
    }
    return new StorageOffer(unit, window, steps, oneIn(20) ? 0 : 1 + some(2_000));
  }

  private StorageBid bid(String area, long window) {
    List<Long> surplus = new ArrayList<>();
    for (int s = 0; s < slots(); s++) {
      surplus.add(oneIn(60) ? -1L : oneIn(4) ? 0L : (long) some(400));
    }
    long sum = surplus.stream().mapToLong(Long::longValue).sum();
    boolean linked = oneIn(3);
    long release = window + HOUR + slotMinutes * 60_000L * (oneIn(15) ? -99 : some(3));
    return new StorageBid(
        oneIn(30) ? "no id!" : "bid-" + some(60),
        area,
        window,
        price() + (oneIn(8) ? 0 : 60_000),
        surplus,
        linked || oneIn(2) ? sum : 1 + some(500),
        linked ? release : 0,
        linked ? List.of(sum / 3, sum / 4) : List.of());
  }

  private int slots() {
    return 60 / slotMinutes + (oneIn(40) ? 1 : 0);
  }

  private long price() {
    return oneIn(40) ? 300_000_000_000L : (some(12) - 2) * 10_000L;
  }

  private int some(int below) {
    return random.nextInt(Math.max(1, below));
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }
}
