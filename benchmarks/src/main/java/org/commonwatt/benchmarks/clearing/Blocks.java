package org.commonwatt.benchmarks.clearing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.commonwatt.benchmarks.clearing.Timing.Sample;
import org.commonwatt.core.coupled.MultiSlotAuction;
import org.commonwatt.core.coupled.MultiSlotCase;
import org.commonwatt.core.coupled.MultiSlotResult;

/** Days of 96 slots with block orders: time, and what was proven in it. */
final class Blocks {
  private static final int ORDERS_OF_SLOT = 2_000;
  private static final int NODES = 1_000_000;
  private static final long STEPS = 50_000_000;
  private static final int ROUNDS = 5;
  private static final long DAYS = 5;

  private Blocks() {}

  static void run() {
    System.out.printf(
        "| blocks | day | processor, ms | elapsed, ms | optimality | gap, ppm | accepted"
            + " | paradoxically rejected |%n|---|---|---|---|---|---|---|---|%n");
    repeat(BlockDays.toCase(BlockDays.day(0, ORDERS_OF_SLOT, 200), NODES, STEPS)); // warms up
    for (int blocks : new int[] {0, 50, 100, 200, 400, 800}) {
      for (long seed = 1; seed <= DAYS; seed++) {
        measure(seed, blocks);
      }
    }
  }

  private static void measure(long seed, int blocks) {
    MultiSlotCase input =
        BlockDays.toCase(BlockDays.day(seed, ORDERS_OF_SLOT, blocks), NODES, STEPS);
    Timing timing = Timing.of(repeat(input));
    MultiSlotResult result = (MultiSlotResult) MultiSlotAuction.clear(input);
    int accepted = 0;
    for (int b = 0; b < input.blockCount(); b++) {
      accepted += result.blockFillWh(b, 0) > 0 ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "| %d | %d | %.0f | %.0f | %s | %s | %d | %d |%n",
        blocks,
        seed,
        timing.cpuMicros() / 1e3,
        timing.wallMicros() / 1e3,
        result.isOptimal() ? "optimal" : "gap",
        result.gapPpm(),
        accepted,
        result.paradoxicallyRejected().size());
  }

  private static List<Sample> repeat(MultiSlotCase input) {
    List<Sample> samples = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      samples.add(Timing.once(() -> MultiSlotAuction.clear(input)));
    }
    return samples;
  }
}
