package org.commonwatt.core.storage.auction;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.commonwatt.core.storage.ChargeService;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.core.storage.FirmSchedule;
import org.commonwatt.core.storage.Horizon;
import org.commonwatt.core.storage.Release;
import org.commonwatt.core.storage.StorageBook;
import org.commonwatt.core.storage.StorageUnit;
import org.commonwatt.core.storage.StorageUnit.Rating;
import org.commonwatt.core.storage.StorageUnit.Stock;
import org.commonwatt.core.storage.Window;
import org.commonwatt.core.storage.auction.ServiceOffer.Step;
import org.commonwatt.core.storage.auction.SurplusBid.Bidder;
import org.commonwatt.core.storage.auction.SurplusBid.LinkedRelease;
import org.commonwatt.core.storage.auction.SurplusBid.Surplus;

/** Auctions drawn from a seed: two areas, and units that have commitments already. */
final class RandomAuctions {
  private static final int[] PPM = {1_000_000, 1_000_000, 800_000, 500_000, 700_001};

  private final Random random;
  private final int slots;
  private final int mostWh;
  private final int mostPrice;
  private boolean committed = true;

  RandomAuctions(long seed, int slots, int mostWh, int mostPrice) {
    random = new Random(seed);
    this.slots = slots;
    this.mostWh = mostWh;
    this.mostPrice = mostPrice;
  }

  /** Draws units without commitments. */
  RandomAuctions free() {
    committed = false;
    return this;
  }

  /** An auction; its bids with a release are among the first ones. */
  StorageAuctionCase auction(int units, int bids, int linked) {
    List<ServiceOffer> offers = new ArrayList<>();
    for (int u = 0; u < units; u++) {
      offers.add(offer(u));
    }
    List<SurplusBid> drawn = new ArrayList<>();
    for (int b = 0; b < bids; b++) {
      drawn.add(bid(b, b < linked));
    }
    long fee = random.nextInt(2);
    ServiceLink link = new ServiceLink("A", "B", fee, energies(mostWh), energies(mostWh));
    return new StorageAuctionCase(
        new Window(1, 1 + slots), List.of("A", "B"), List.of(link), offers, drawn);
  }

  private List<Long> energies(int most) {
    List<Long> wh = new ArrayList<>();
    for (int s = 0; s < slots; s++) {
      wh.add((long) random.nextInt(most + 1));
    }
    return wh;
  }

  private String area() {
    return random.nextInt(3) == 0 ? "B" : "A";
  }

  private ServiceOffer offer(int number) {
    Efficiency efficiency =
        new Efficiency(PPM[random.nextInt(PPM.length)], PPM[random.nextInt(PPM.length)]);
    long usable = 1L + random.nextInt(slots * mostWh);
    long stored = random.nextInt((int) usable + 1) / 2;
    long cycles = random.nextInt(3) == 0 ? random.nextInt(2_000_001) : StorageUnit.NO_CYCLE_LIMIT;
    Rating rating =
        new Rating(random.nextInt(3 * mostWh), 2L * mostWh, usable, 0, efficiency, cycles);
    Stock stock = new Stock(stored, new TreeMap<>());
    StorageUnit unit =
        new StorageUnit("u" + number, area(), rating, Horizon.ofDays(60, slots + 3), stock);
    StorageBook book = new StorageBook(unit);
    if (committed) {
      commit(book);
    }
    List<Step> steps = new ArrayList<>();
    for (int s = 0; s < slots; s++) {
      steps.add(new Step(random.nextInt(mostPrice), random.nextInt(mostWh + 2)));
    }
    return new ServiceOffer(
        "o" + number,
        book,
        steps,
        random.nextInt(4) == 0 ? random.nextInt(slots * mostWh + 1) : 100);
  }

  /** Something that was sold before, if the unit can keep it. */
  private void commit(StorageBook book) {
    int from = random.nextInt(slots + 2);
    Window window = new Window(from, from + 1);
    switch (random.nextInt(6)) {
      case 0 -> book.commit(new ChargeService("x", "ada", window, 1 + random.nextInt(2), 1));
      case 1 -> book.commit(new FirmSchedule("x", "ada", from, List.of(-1L)));
      case 2 -> book.commit(new FirmSchedule("x", "ada", 0, List.of(-2L, 0L, 1L)));
      case 3 -> book.commit(new Release("x", "ada", window, 1, 1));
      default -> {}
    }
  }

  private SurplusBid bid(int number, boolean linked) {
    List<Long> surplus = energies(mostWh);
    if (linked) {
      surplus.set(0, 1 + surplus.get(0));
    }
    long sum = surplus.stream().mapToLong(Long::longValue).sum();
    long energy = linked || random.nextBoolean() ? sum : random.nextInt((int) sum + 1);
    LinkedRelease release = null;
    if (linked) {
      long half = Math.max(1, sum / 2 - random.nextInt(3));
      int from = 1 + slots;
      for (int s = slots - 1; s >= 1 && surplus.get(s) == 0; s--) {
        from = 1 + s; // as soon as the charge has ended
      }
      release = new LinkedRelease(from + random.nextInt(1 + slots + 2 - from), List.of(half));
    }
    Bidder bidder = new Bidder("b" + number, "p" + number, area(), random.nextInt(3));
    return new SurplusBid(
        bidder,
        (linked ? 3 : 1) + random.nextInt(mostPrice),
        new Surplus(surplus, energy),
        release);
  }
}
