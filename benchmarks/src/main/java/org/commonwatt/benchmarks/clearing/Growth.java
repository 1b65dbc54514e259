package org.commonwatt.benchmarks.clearing;

import java.util.Locale;
import java.util.Random;
import org.commonwatt.core.coupled.CaseBuilder;
import org.commonwatt.core.coupled.CaseLink;
import org.commonwatt.core.coupled.CaseOrder;
import org.commonwatt.core.coupled.ClearingCase;
import org.commonwatt.core.coupled.ClearingRules;
import org.commonwatt.core.coupled.CoupledAuction;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** How the time to clear grows with orders, areas and links. */
final class Growth {
  private static final double SECONDS = 1;
  private static final int PRICES = 10_000;
  private static final long TICK = 100;
  private static final int MOST_WH = 10_000;

  private Growth() {}

  static void run() {
    System.out.printf(
        "| orders | owners | areas | links | processor, ms | p99 | elapsed, ms"
            + " |%n|---|---|---|---|---|---|---|%n");
    for (int orders = 1_000; orders <= 1_000_000; orders *= 10) {
      measure(orders, 1, 0);
      measure(orders, 7, 10);
    }
    for (int areas = 1; areas <= 64; areas *= 2) {
      measure(20_000, areas, areas == 1 ? 0 : 2 * areas);
    }
    measure(20_000, 64, 64); // 128 links are above
    measure(20_000, 64, 256);
    for (int orders = 1_000; orders <= 1_000_000; orders *= 10) {
      measure(orders, 5, 1, 0);
      measure(orders, 500, 1, 0);
    }
  }

  private static void measure(int orders, int areas, int links) {
    measure(orders, orders, areas, links);
  }

  private static void measure(int orders, int owners, int areas, int links) {
    ClearingCase input = random(new Random(7), new Size(orders, owners), areas, links);
    Timing timing = Timing.of(SECONDS, () -> CoupledAuction.clear(input));
    System.out.printf(
        Locale.ROOT,
        "| %,d | %s | %d | %d | %.2f | %.2f | %.2f |%n",
        orders,
        owners == orders ? "each another" : Integer.toString(owners),
        areas,
        links,
        timing.cpuMicros() / 1e3,
        timing.cpuP99Micros() / 1e3,
        timing.wallMicros() / 1e3);
  }

  /**
   * A random case: a ring of areas with random links across, whose limits are about a tenth of what
   * an area trades, half of them with a fee; each area has a price level of its own.
   */
  static ClearingCase random(long seed, int orders, int areas, int links) {
    return random(new Random(seed), new Size(orders, orders), areas, links);
  }

  /** How many orders there are, and how many owners share them in turn. */
  private record Size(int orders, int owners) {
    @Nullable String owner(int order) {
      return owners == orders ? null : "p" + order % owners;
    }
  }

  private static ClearingCase random(Random random, Size size, int areas, int links) {
    CaseBuilder builder = new CaseBuilder(ClearingRules.DEFAULT);
    for (int a = 0; a < areas; a++) {
      builder.area("A" + a);
    }
    int most = (int) ((long) size.orders() / areas * MOST_WH / 20) + 1;
    for (int l = 0; l < links; l++) {
      int from = l < areas ? l : random.nextInt(areas);
      int to = (from + (l < areas ? 1 : 1 + random.nextInt(areas - 1))) % areas;
      long fee = random.nextBoolean() ? 10 * TICK : 0;
      builder.link(
          new CaseLink("A" + from, "A" + to, -random.nextInt(most), random.nextInt(most), fee));
    }
    for (int i = 0; i < size.orders(); i++) {
      int area = random.nextInt(areas);
      int level = area * 31 % 13 * PRICES / 60;
      long price = (level + random.nextInt(PRICES)) * TICK;
      Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
      long energy = 1L + random.nextInt(MOST_WH);
      builder.order(
          new CaseOrder(
              "o" + i, "A" + area, side, price, energy, (long) i, size.owner(i), false, 0));
    }
    return builder.build();
  }
}
