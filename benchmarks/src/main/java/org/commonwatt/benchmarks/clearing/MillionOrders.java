package org.commonwatt.benchmarks.clearing;

import java.util.Locale;
import org.commonwatt.core.coupled.ClearingCase;
import org.commonwatt.core.coupled.ClearingResult;
import org.commonwatt.core.coupled.CoupledAuction;

/** One area with a million orders against a tick histogram, and against sorting and merging. */
final class MillionOrders {
  private static final int ORDERS = 1_000_000;
  private static final int TICKS = 10_000;
  private static final long TICK = 100;
  private static final double SECONDS = 3;

  private MillionOrders() {}

  static void run() {
    System.out.printf(
        "1,000,000 orders, one area, ms: processor median (elapsed median)%n%n"
            + "| prices | auction | histogram | with fills | sort and merge | auction / histogram,"
            + " / with fills | auction / sort |%n|---|---|---|---|---|---|---|%n");
    OneAreaBook onGrid = OneAreaBook.random(1, ORDERS, TICKS, TICK);
    OneAreaResult crossing = TickHistogram.clear(onGrid, TICKS, TICK);
    Timing ours = ours(onGrid, crossing);
    check(crossing.equals(SortMerge.clear(onGrid)));
    Timing sort = Timing.of(SECONDS, () -> SortMerge.clear(onGrid));
    Timing histogram = Timing.of(SECONDS, () -> TickHistogram.clear(onGrid, TICKS, TICK));
    Timing filling =
        Timing.of(
            SECONDS, () -> TickHistogram.fills(onGrid, TickHistogram.clear(onGrid, TICKS, TICK)));
    System.out.printf(
        Locale.ROOT,
        "| 10,000 ticks | %s | %s | %s | %s | %.1f, %.1f | %.2f |%n",
        text(ours),
        text(histogram),
        text(filling),
        text(sort),
        ours.cpuMicros() / histogram.cpuMicros(),
        ours.cpuMicros() / filling.cpuMicros(),
        ours.cpuMicros() / sort.cpuMicros());
    offGrid();
  }

  private static void offGrid() {
    OneAreaBook offGrid = OneAreaBook.random(2, ORDERS, Integer.MAX_VALUE, 1);
    Timing ours = ours(offGrid, SortMerge.clear(offGrid));
    Timing sort = Timing.of(SECONDS, () -> SortMerge.clear(offGrid));
    System.out.printf(
        Locale.ROOT,
        "| any | %s | | | %s | | %.2f |%n",
        text(ours),
        text(sort),
        ours.cpuMicros() / sort.cpuMicros());
  }

  private static Timing ours(OneAreaBook book, OneAreaResult expected) {
    ClearingCase input = book.toCase();
    ClearingResult result = (ClearingResult) CoupledAuction.clear(input);
    check(expected.equals(OneAreaResult.of(result)));
    long[] fills = TickHistogram.fills(book, expected);
    for (int i = 0; i < fills.length; i++) {
      check(fills[i] == result.fillWh(i));
    }
    return Timing.of(SECONDS, () -> CoupledAuction.clear(input));
  }

  private static void check(boolean same) {
    if (!same) {
      throw new IllegalStateException("a peer's result differs from ours");
    }
  }

  private static String text(Timing timing) {
    return String.format(
        Locale.ROOT, "%.1f (%.1f)", timing.cpuMicros() / 1e3, timing.wallMicros() / 1e3);
  }
}
