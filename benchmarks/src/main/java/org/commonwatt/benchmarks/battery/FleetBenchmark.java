package org.commonwatt.benchmarks.battery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.testkit.battery.FleetKeys;

/**
 * Packs of four modules of 25 cells each on the embedded ledger: how long statements and questions
 * take, and how much a battery takes on disk, while there are more and more of them.
 */
public final class FleetBenchmark {
  private static final int MODULES = 4;
  private static final int CELLS = 25;
  private static final int ASKED = 1_000;
  private static final int TESTS = 10;
  private static final long CELL_WH = 500;
  private static final long NOW = 1_700_000_000_000L;

  private final FleetKeys keys = new FleetKeys();
  private final BatteryLedger batteries;
  private final Random random = new Random(1);
  private long statements;

  private FleetBenchmark(EmbeddedLedger ledger) {
    batteries = new BatteryLedger(ledger);
    batteries.register(keys.organisation("maker", Role.MAKER));
    batteries.register(keys.organisation("lab", Role.LAB));
  }

  /**
   * Runs it and prints a table.
   *
   * @param arguments how many packs, in steps, such as {@code 10 100 1000}
   */
  public static void main(String[] arguments) throws IOException {
    int[] steps = Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
    if (steps.length == 0) {
      System.err.println("usage: FleetBenchmark PACKS...");
      System.exit(2);
    }
    Path folder = Files.createTempDirectory("fleet");
    System.out.println(
        "| packs | cells | statements/s | lookup, µs: median, p95 | tree of a pack, ms | history, µs"
            + " | bytes on disk per battery |");
    System.out.println("|---|---|---|---|---|---|---|");
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder, InstantSource.system())) {
      FleetBenchmark fleet = new FleetBenchmark(ledger);
      int packs = 0;
      for (int step : steps) {
        long before = fleet.statements;
        long start = System.nanoTime();
        for (; packs < step; packs++) {
          fleet.pack(packs);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        fleet.ask(packs, (fleet.statements - before) / seconds, size(folder));
      }
    }
  }

  private void pack(int number) {
    String pack = "p-" + number;
    List<String> modules = new ArrayList<>();
    for (int m = 0; m < MODULES; m++) {
      String module = pack + "-" + m;
      List<String> cells = new ArrayList<>();
      for (int c = 0; c < CELLS; c++) {
        cells.add(module + "-" + c);
        made(module + "-" + c, AssetKind.CELL, CELL_WH);
      }
      made(module, AssetKind.MODULE, CELLS * CELL_WH);
      state(module, 2, new LifeAction.Attach(cells), "maker");
      modules.add(module);
    }
    made(pack, AssetKind.PACK, MODULES * CELLS * CELL_WH);
    state(pack, 2, new LifeAction.Attach(modules), "maker");
    for (int t = 0; t < TESTS; t++) {
      LifeAction test =
          new LifeAction.Test(SohTest.Basis.ACCREDITED, "GB/T 34015", 0, 40_000 - t, 0, "");
      state(pack, 3 + t, test, "lab");
    }
  }

  private void made(String id, AssetKind kind, long ratedWh) {
    state(id, 1, new LifeAction.Register(kind, List.of(), ratedWh, 10 * ratedWh, null), "maker");
  }

  private void state(String id, long sequence, LifeAction action, String org) {
    SubmitOutcome outcome =
        batteries.submit(
            keys.sign(Statement.of(id, sequence, NOW + sequence, action), List.of(org)));
    if (!(outcome instanceof SubmitOutcome.Committed)) {
      throw new IllegalStateException("not taken: " + outcome);
    }
    statements++;
  }

  private void ask(int packs, double perSecond, long bytes) {
    String[] lookup = times(() -> cell(packs));
    String[] tree = times(() -> tree("p-" + random.nextInt(packs)));
    String[] history = times(() -> batteries.history("p-" + random.nextInt(packs)));
    int perPack = 1 + MODULES + MODULES * CELLS;
    System.out.printf(
        Locale.ROOT,
        "| %d | %d | %.0f | %s, %s | %s, %s | %s, %s | %d |%n",
        packs,
        packs * MODULES * CELLS,
        perSecond,
        lookup[0],
        lookup[1],
        tree[2],
        tree[3],
        history[0],
        history[1],
        bytes / ((long) packs * perPack));
  }

  private void cell(int packs) {
    String id =
        "p-" + random.nextInt(packs) + "-" + random.nextInt(MODULES) + "-" + random.nextInt(CELLS);
    if (batteries.asset(id).isEmpty()) {
      throw new IllegalStateException(id + " is not there");
    }
  }

  /** A pack down to its cells. */
  private void tree(String pack) {
    Deque<String> left = new ArrayDeque<>(List.of(pack));
    int seen = 0;
    while (!left.isEmpty()) {
      for (Asset part : batteries.family(left.remove()).orElseThrow().parts()) {
        seen++;
        if (!part.parts().isEmpty()) {
          left.add(part.id());
        }
      }
    }
    if (seen != MODULES + MODULES * CELLS) {
      throw new IllegalStateException("a pack has " + seen + " parts");
    }
  }

  /** Median and 95th percentile, µs and ms. */
  private static String[] times(Runnable question) {
    long[] nanos = new long[ASKED];
    for (int i = 0; i < 2 * ASKED; i++) {
      long start = System.nanoTime();
      question.run();
      nanos[i % ASKED] = System.nanoTime() - start; // the first round warms up
    }
    Arrays.sort(nanos);
    long median = nanos[ASKED / 2];
    long late = nanos[ASKED * 95 / 100];
    return new String[] {
      Long.toString(median / 1_000),
      Long.toString(late / 1_000),
      String.format(Locale.ROOT, "%.1f", median / 1e6),
      String.format(Locale.ROOT, "%.1f", late / 1e6)
    };
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(FleetBenchmark::bytes).sum();
    }
  }

  private static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
