package org.commonwatt.benchmarks.storage;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.core.storage.ChargeService;
import org.commonwatt.core.storage.Commitment;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.core.storage.FirmSchedule;
import org.commonwatt.core.storage.Horizon;
import org.commonwatt.core.storage.Lease;
import org.commonwatt.core.storage.Release;
import org.commonwatt.core.storage.StorageBook;
import org.commonwatt.core.storage.StorageRefusal;
import org.commonwatt.core.storage.StorageUnit;
import org.commonwatt.core.storage.StorageUnit.Rating;
import org.commonwatt.core.storage.StorageUnit.Stock;
import org.commonwatt.core.storage.Window;

/**
 * How long a unit of 82 MW and 164 MWh takes to answer to a commitment in a week of quarter-hours,
 * while it has so many: processor time of the asking thread. Half of what is asked is small and
 * mostly fits, the other half is large and breaks a limit.
 */
final class Feasibility {
  private static final int[] COUNTS = {100, 1_000, 10_000};
  private static final int SLOTS = 672;
  private static final int PLANTS = 366;
  private static final int ASKED = 3_000;
  private static final int WARM = 3_000;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Feasibility() {}

  static void run() {
    System.out.printf(
        "| commitments | taken, µs: median, p99, p99.9 | refused, µs: median, p99, p99.9"
            + " | in a conflict, median | heap, MB |%n|---|---|---|---|---|%n");
    for (int count : COUNTS) {
      measure(count);
    }
  }

  private static StorageUnit unit() {
    SortedMap<String, Long> lots = new TreeMap<>();
    for (int plant = 0; plant < PLANTS; plant++) {
      lots.put("plant" + plant, 100_000L);
    }
    Rating rating =
        new Rating(
            82_000_000,
            82_000_000,
            164_000_000,
            5_000_000,
            new Efficiency(910_000, 903_000),
            1_500_000);
    Horizon week = Horizon.ofDays(15, 96, 96, 96, 96, 96, 96, 96);
    return new StorageUnit("u", "A", rating, week, new Stock(60_000_000, lots));
  }

  private static void measure(int count) {
    long before = usedHeap();
    StorageBook book = new StorageBook(unit());
    Random random = new Random(20261130);
    firm(book);
    int has = book.commitments().size();
    for (int i = 0; has < count; i++) {
      has += book.commit(small(random, "c" + i, count)) == null ? 1 : 0;
    }
    long heap = usedHeap() - before;
    List<Long> taken = new ArrayList<>();
    List<Long> refused = new ArrayList<>();
    List<Integer> conflicts = new ArrayList<>();
    for (int i = 0; i < WARM + ASKED; i++) {
      Commitment one = i % 2 == 0 ? small(random, "n" + i, count) : large(random, "n" + i);
      long start = THREADS.getCurrentThreadCpuTime();
      StorageRefusal refusal = book.commit(one);
      long nanos = THREADS.getCurrentThreadCpuTime() - start;
      if (refusal == null) {
        book.withdraw(one.id());
      }
      if (i >= WARM) {
        (refusal == null ? taken : refused).add(nanos);
        if (refusal != null) {
          conflicts.add(refusal.conflicts().size());
        }
      }
    }
    Collections.sort(conflicts);
    System.out.printf(
        Locale.ROOT,
        "| %d | %s | %s | %d | %.1f |%n",
        count,
        percentiles(taken),
        percentiles(refused),
        conflicts.get(conflicts.size() / 2),
        heap / 1e6);
  }

  /** The station charges at noon and discharges in the evening, day by day. */
  private static void firm(StorageBook book) {
    List<Long> day = new ArrayList<>(Collections.nCopies(SLOTS, 0L));
    for (int d = 0; d < 7; d++) {
      for (int s = 0; s < 8; s++) {
        day.set(d * 96 + 46 + s, -2_000_000L);
        day.set(d * 96 + 74 + s, 1_600_000L);
      }
    }
    StorageRefusal refusal = book.commit(new FirmSchedule("station", "station", 0, day));
    if (refusal != null) {
      throw new IllegalStateException(refusal.message());
    }
  }

  /** Something of which a week takes as many as there are to be. */
  private static Commitment small(Random random, String id, int count) {
    String owner = "plant" + random.nextInt(PLANTS);
    int from = random.nextInt(SLOTS - 40);
    Window window = new Window(from, from + 4 + random.nextInt(28));
    long wh = Math.max(1, 30_000_000 / count);
    int kind = random.nextInt(20);
    if (kind < 12) {
      return new ChargeService(id, owner, window, 1 + random.nextInt((int) wh), wh);
    }
    if (kind < 18) {
      return new Release(id, owner, window, 1 + random.nextInt((int) wh), wh);
    }
    if (kind == 18) {
      return new FirmSchedule(id, owner, from, Collections.nCopies(4, -wh / 8));
    }
    Lease.Share share = new Lease.Share(Math.max(1, wh / 2), wh / 8, wh / 8, 0);
    return new Lease(id, owner, new Window(from, from + 36), share);
  }

  /** Something that no unit of the size can take beside others. */
  private static Commitment large(Random random, String id) {
    int from = random.nextInt(SLOTS - 40);
    Window window = new Window(from, from + 20);
    return new ChargeService(id, "plant1", window, 150_000_000, 8_000_000);
  }

  private static String percentiles(List<Long> nanos) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "%.1f, %.1f, %.1f",
        sorted[sorted.length / 2] / 1e3,
        sorted[sorted.length * 99 / 100] / 1e3,
        sorted[(int) (sorted.length * 999L / 1_000)] / 1e3);
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
