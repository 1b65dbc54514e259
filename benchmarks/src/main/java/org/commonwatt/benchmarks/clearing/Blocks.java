package org.commonwatt.benchmarks.clearing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.commonwatt.benchmarks.clearing.Timing.Sample;
import org.commonwatt.core.coupled.MultiSlotAuction;
import org.commonwatt.core.coupled.MultiSlotCase;
import org.commonwatt.core.coupled.MultiSlotResult;

/** Days with block orders. */
final class Blocks {
  private Blocks() {}

  static void run(long work) {
    System.out.println(
        "| blocks | seed | processor, ms | elapsed, ms | optimality | gap, ppm | accepted | paradoxically rejected |\n|---|---|---|---|---|---|---|---|");
    for (int blocks : new int[] {200, 200, 0, 50, 100, 200, 400}) {
      for (long seed = 1; seed <= 3; seed++) {
        ObjectNode day = BlockDays.day(seed, 2_000, blocks);
        MultiSlotCase input = BlockDays.toCase(day, 100_000, work);
        MultiSlotResult[] result = new MultiSlotResult[1];
        Sample once =
            Timing.once(() -> result[0] = (MultiSlotResult) MultiSlotAuction.clear(input));
        int accepted = 0;
        for (int b = 0; b < blocks; b++) {
          accepted += result[0].blockFillWh(b, 0) > 0 ? 1 : 0;
        }
        System.out.printf(
            Locale.ROOT,
            "| %d | %d | %.0f | %.0f | %s | %s | %d | %d |%n",
            blocks,
            seed,
            once.cpuMicros() / 1e3,
            once.wallMicros() / 1e3,
            result[0].isOptimal() ? "optimal" : "gap",
            result[0].gapPpm(),
            accepted,
            result[0].paradoxicallyRejected().size());
      }
    }
  }
}
