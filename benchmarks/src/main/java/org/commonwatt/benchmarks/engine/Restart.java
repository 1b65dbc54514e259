package org.commonwatt.benchmarks.engine;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.commonwatt.engine.snapshot.SnapshotFolder;
import org.commonwatt.engine.snapshot.SnapshotStore;
import org.commonwatt.testkit.market.MarketDay;

/** How long an engine takes until it leads, behind a day of commands. */
final class Restart {
  private static final int SLOTS = 96;
  private static final int HOMES = 1_000;

  private Restart() {}

  /**
   * Runs a day of commands, then starts engines on its log: without a snapshot, and with one.
   *
   * @param orders how many orders the day has
   */
  static void print(int orders) throws InterruptedException, ExecutionException {
    MarketDay day = new MarketDay(BenchMarket.plain().rulebook(), SLOTS, orders / SLOTS);
    try (BenchBroker broker = new BenchBroker()) {
      SnapshotFolder folder = new SnapshotFolder(broker.part("snapshots"), 1);
      long events = live(day, broker, folder);
      long commands = day.commands();
      System.out.printf(
          "a day of %,d commands (%,d orders of %,d homes in %d slots), %,d events%n",
          commands, day.ordersOfSlot() * (long) SLOTS, HOMES, SLOTS, events);
      for (int run = 1; run <= 2; run++) {
        Duration cold = start(broker, new NoSnapshots());
        System.out.printf(
            "without a snapshot, start %d: leads after %.1f s, %,.0f commands/s%n",
            run, cold.toMillis() / 1e3, commands * 1e3 / cold.toMillis());
      }
      System.out.printf(
          "with a snapshot of the day's end: leads after %.1f s%n",
          start(broker, folder).toMillis() / 1e3);
    }
  }

  private static long live(MarketDay day, BenchBroker broker, SnapshotStore snapshots)
      throws InterruptedException {
    try (LoneEngine engine = new LoneEngine(broker, snapshots, Long.MAX_VALUE)) {
      long begun = System.nanoTime();
      engine.lead().run(day.opening());
      for (int step = 0; step < day.steps(); step++) {
        engine.run(day.step(step));
      }
      System.out.printf("lived in %.1f s%n", (System.nanoTime() - begun) / 1e9);
      return engine.sequence();
    } // takes the snapshot
  }

  private static Duration start(BenchBroker broker, SnapshotStore snapshots)
      throws InterruptedException {
    long begun = System.nanoTime();
    try (LoneEngine engine = new LoneEngine(broker, snapshots, Long.MAX_VALUE)) {
      engine.lead();
      return Duration.ofNanos(System.nanoTime() - begun);
    }
  }
}
