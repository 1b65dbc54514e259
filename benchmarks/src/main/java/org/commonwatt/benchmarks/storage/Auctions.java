package org.commonwatt.benchmarks.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.commonwatt.core.storage.auction.AuctionResult;
import org.commonwatt.core.storage.auction.StorageAuction;
import org.commonwatt.core.storage.auction.StorageAuctionCase;

/**
 * How long an auction of storage services takes, how it grows, and what HiGHS needs for the same
 * cases as mixed integer programs: processor time of the clearing thread, and of the solver's run.
 */
final class Auctions {
  private static final int[][] CASES = {
    {100, 5, 0},
    {200, 10, 0},
    {400, 20, 0},
    {800, 40, 0},
    {1_600, 80, 0},
    {400, 20, 4},
    {400, 20, 10},
    {400, 20, 20},
    {400, 20, 40},
    {400, 20, 100}
  };
  private static final int DAYS = 3;
  private static final int ROUNDS = 5;
  private static final String SCRIPT = "benchmarks/src/main/python/highs_storage.py";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Auctions() {}

  /**
   * Measures.
   *
   * @param python a Python with the packages of {@code benchmarks/src/main/python}; empty: no HiGHS
   */
  static void run(String python) throws IOException, InterruptedException {
    System.out.printf(
        "| bids | units | linked | day | processor, ms | elapsed, ms | gap, ppm | linked accepted,"
            + " paradoxically rejected | HiGHS processor, ms | times ours"
            + " | HiGHS welfare above ours, ppm |%n"
            + "|---|---|---|---|---|---|---|---|---|---|---|%n");
    clear(SunnyDays.auction(0, 400, 20, 10)); // warms up
    for (int[] one : CASES) {
      for (int day = 1; day <= DAYS; day++) {
        measure(one, day, python);
      }
    }
  }

  private static AuctionResult clear(StorageAuctionCase input) {
    return (AuctionResult) StorageAuction.clear(input);
  }

  private static void measure(int[] size, int day, String python)
      throws IOException, InterruptedException {
    StorageAuctionCase input = SunnyDays.auction(day, size[0], size[1], size[2]);
    double[] cpu = new double[ROUNDS];
    double[] wall = new double[ROUNDS];
    AuctionResult result = clear(input);
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      long busy = THREADS.getCurrentThreadCpuTime();
      result = clear(input);
      cpu[i] = (THREADS.getCurrentThreadCpuTime() - busy) / 1e6;
      wall[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(cpu);
    Arrays.sort(wall);
    String peer = python.isEmpty() ? "– | – | –" : highs(input, python, result, cpu[ROUNDS / 2]);
    System.out.printf(
        Locale.ROOT,
        "| %d | %d | %d | %d | %.0f | %.0f | %s | %s | %s |%n",
        size[0],
        size[1],
        size[2],
        day,
        cpu[ROUNDS / 2],
        wall[ROUNDS / 2],
        gap(result),
        linked(input, result),
        peer);
  }

  private static String gap(AuctionResult result) {
    if (result.value().isOptimal()) {
      return "proven";
    }
    BigInteger gap = result.value().boundNano().subtract(result.value().welfareNano());
    double ppm = gap.doubleValue() / result.value().welfareNano().doubleValue() * 1e6;
    return String.format(Locale.ROOT, "%.0f", ppm);
  }

  private static String linked(StorageAuctionCase input, AuctionResult result) {
    long accepted =
        input.bids().stream()
            .filter(bid -> bid.release() != null)
            .map(bid -> bid.bidder().id())
            .filter(id -> result.fills().stream().anyMatch(fill -> fill.bid().equals(id)))
            .count();
    return accepted + ", " + result.paradoxicallyRejected().size();
  }

  /** Solves the same auction without prices, which bounds our welfare from above. */
  private static String highs(
      StorageAuctionCase input, String python, AuctionResult ours, double millis)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("auction", ".json");
    try {
      Files.writeString(file, SunnyDays.json(input).toString());
      Process process =
          new ProcessBuilder(python, SCRIPT, file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("HiGHS failed");
      }
      JsonNode found = new ObjectMapper().readTree(line);
      double welfare = ours.value().welfareNano().doubleValue();
      double most = (found.path("boundNano").asDouble(Double.MAX_VALUE) / welfare - 1) * 1e6;
      if (most < -1) {
        throw new IllegalStateException("a solver bounds welfare " + -most + " ppm below ours");
      }
      double theirs = found.path("cpuMicros").asDouble() / 1e3;
      JsonNode best = found.path("welfareNano");
      String above =
          best.isNull()
              ? "none found"
              : String.format(Locale.ROOT, "%.1f", (best.asDouble() / welfare - 1) * 1e6);
      return String.format(Locale.ROOT, "%.0f | %.1f | %s", theirs, theirs / millis, above);
    } finally {
      Files.delete(file);
    }
  }
}
