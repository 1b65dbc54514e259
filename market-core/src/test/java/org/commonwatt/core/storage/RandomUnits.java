package org.commonwatt.core.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.core.storage.StorageUnit.Rating;
import org.commonwatt.core.storage.StorageUnit.Stock;

/** Small units and commitments, drawn from a seed. */
final class RandomUnits {
  private static final int[] WHOLE = {1_000_000, 800_000, 640_000, 500_000};
  private static final int[] ANY = {1_000_000, 900_000, 948_683, 700_001};
  private static final String[] OWNERS = {"ada", "bo", "station"};

  private final Random random;
  private final boolean whole;
  private final int mostWh;
  private int ids;

  /**
   * Draws small things.
   *
   * @param whole whether a discharged Wh removes whole µWh
   * @param mostWh what an option may have in a slot
   */
  RandomUnits(long seed, boolean whole, int mostWh) {
    random = new Random(seed);
    this.whole = whole;
    this.mostWh = mostWh;
  }

  StorageUnit unit(int slots) {
    int first = 1 + random.nextInt(slots);
    Horizon horizon = Horizon.ofDays(60, first, slots - first);
    if (random.nextInt(4) == 0) {
      horizon = horizon.with(window(slots), random.nextInt(3) * 500_000);
    }
    long usable = 1 + random.nextInt(6 * mostWh);
    long reserve = random.nextInt(3) == 0 ? random.nextInt((int) usable + 1) / 3 : 0;
    long stored = reserve + random.nextInt((int) (usable - reserve) + 1);
    SortedMap<String, Long> lots = new TreeMap<>();
    long rest = stored;
    for (String owner : OWNERS) {
      long lot = random.nextInt((int) rest + 1);
      lots.put(owner, lot);
      rest -= lot;
    }
    long cycles = random.nextInt(3) == 0 ? random.nextInt(2_000_001) : StorageUnit.NO_CYCLE_LIMIT;
    Rating rating =
        new Rating(
            random.nextInt(4 * mostWh),
            random.nextInt(4 * mostWh),
            usable,
            reserve,
            efficiency(),
            cycles);
    return new StorageUnit("u", "A", rating, horizon, new Stock(stored, lots));
  }

  private Efficiency efficiency() {
    int[] from = whole ? WHOLE : ANY;
    int charge = whole ? ANY[random.nextInt(ANY.length)] : from[random.nextInt(from.length)];
    return new Efficiency(charge, from[random.nextInt(from.length)]);
  }

  private Window window(int slots) {
    int from = random.nextInt(slots);
    return new Window(from, from + 1 + random.nextInt(slots - from));
  }

  /** A commitment of a kind from 0 on: charge service, release, firm schedule, lease. */
  Commitment commitment(int slots, int kind) {
    String id = "c" + ids++;
    String owner = OWNERS[random.nextInt(OWNERS.length)];
    Window window = window(slots);
    long energy = 1 + random.nextInt(2 * mostWh);
    long slot = 1 + random.nextInt(mostWh);
    if (kind == 0) {
      return new ChargeService(id, owner, window, energy, slot);
    }
    if (kind == 1) {
      return new Release(id, owner, window, energy, slot);
    }
    if (kind == 2) {
      List<Long> schedule = new ArrayList<>();
      int sign = random.nextInt(3) - 1;
      for (int s = 0; s < window.slots(); s++) {
        long wh = random.nextInt(mostWh + 1);
        schedule.add(sign == 0 ? wh - mostWh / 2 : sign * wh);
      }
      return new FirmSchedule(id, owner, window.from(), schedule);
    }
    long start = random.nextInt(3) == 0 ? random.nextInt((int) energy + 1) : 0;
    long discharge = random.nextInt(mostWh + 1);
    return new Lease(id, owner, window, new Lease.Share(energy, slot, discharge, start));
  }

  Commitment commitment(int slots) {
    return commitment(slots, random.nextInt(4));
  }

  /** A use drawn at random, mostly of all or nothing. */
  Use.Wish wish(int commitments, int slots) {
    long[][] wishes = new long[commitments][slots];
    for (long[] row : wishes) {
      int mood = random.nextInt(4);
      for (int s = 0; s < slots; s++) {
        row[s] =
            switch (mood) {
              case 0 -> 0;
              case 1 -> mostWh;
              case 2 -> random.nextBoolean() ? mostWh : -mostWh;
              default -> random.nextInt(2 * mostWh + 1) - mostWh;
            };
      }
    }
    return (c, s) -> wishes[c][s];
  }
}
