package org.commonwatt.benchmarks.clearing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.commonwatt.benchmarks.clearing.Timing.Sample;
import org.commonwatt.core.coupled.MultiSlotAuction;
import org.commonwatt.core.coupled.MultiSlotCase;
import org.commonwatt.core.coupled.MultiSlotResult;

/** Days of 96 slots with block orders: time, what was proven in it, and HiGHS beside. */
final class Blocks {
  private static final int ORDERS_OF_SLOT = 2_000;
  private static final int[] COUNTS = {0, 50, 100, 200, 400, 800};
  private static final int NODES = 1_000_000;
  private static final long STEPS = 50_000_000;
  private static final int ROUNDS = 5;
  private static final int DAYS = 5;
  private static final String SCRIPT = "benchmarks/src/main/python/highs_blocks.py";

  private Blocks() {}

  /**
   * Measures.
   *
   * @param python a Python with the packages of {@code benchmarks/src/main/python}; empty: no HiGHS
   */
  static void run(String python) throws IOException, InterruptedException {
    System.out.printf(
        "| blocks | day | processor, ms | elapsed, ms | gap, ppm | accepted, paradoxically rejected"
            + " | HiGHS processor, ms | HiGHS welfare above ours, ppm |%n|---|---|---|---|---|---|---|---|%n");
    repeat(BlockDays.toCase(BlockDays.day(0, ORDERS_OF_SLOT, 200), NODES, STEPS)); // warms up
    for (int blocks : COUNTS) {
      for (int day = 1; day <= DAYS; day++) {
        measure(day, blocks, python);
      }
    }
  }

  private static void measure(int day, int blocks, String python)
      throws IOException, InterruptedException {
    JsonNode tree = BlockDays.day(day, ORDERS_OF_SLOT, blocks);
    MultiSlotCase input = BlockDays.toCase(tree, NODES, STEPS);
    Timing timing = Timing.of(repeat(input));
    MultiSlotResult result = (MultiSlotResult) MultiSlotAuction.clear(input);
    int accepted = 0;
    for (int b = 0; b < input.blockCount(); b++) {
      accepted += result.blockFillWh(b, 0) > 0 ? 1 : 0;
    }
    String peer = python.isEmpty() || day > 1 ? "" : highs(tree, python, result);
    System.out.printf(
        Locale.ROOT,
        "| %d | %d | %.0f | %.0f | %s | %d, %d | %s |%n",
        blocks,
        day,
        timing.cpuMicros() / 1e3,
        timing.wallMicros() / 1e3,
        result.gapPpm(),
        accepted,
        result.paradoxicallyRejected().size(),
        peer.isEmpty() ? "– | –" : peer);
  }

  private static List<Sample> repeat(MultiSlotCase input) {
    List<Sample> samples = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      samples.add(Timing.once(() -> MultiSlotAuction.clear(input)));
    }
    return samples;
  }

  /** Solves the same day without prices, which bounds our welfare from above. */
  private static String highs(JsonNode day, String python, MultiSlotResult ours)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("day", ".jsonl");
    try {
      Files.writeString(file, day + "\n");
      Process process =
          new ProcessBuilder(python, SCRIPT, file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("HiGHS failed");
      }
      JsonNode found = new ObjectMapper().readTree(line);
      double welfare = ours.welfareNano().doubleValue();
      double above = (found.path("welfareNano").asDouble() / welfare - 1) * 1e6;
      double most = (found.path("boundNano").asDouble() / welfare - 1) * 1e6;
      if (most < -1) {
        throw new IllegalStateException("a solver bounds welfare " + -most + " ppm below ours");
      }
      return String.format(
          Locale.ROOT, "%.0f | %.1f", found.path("cpuMicros").asDouble() / 1e3, above);
    } finally {
      Files.delete(file);
    }
  }
}
