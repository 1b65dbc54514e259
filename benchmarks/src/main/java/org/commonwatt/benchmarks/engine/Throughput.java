package org.commonwatt.benchmarks.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.commonwatt.model.CommandFrame;

/** Durable orders a second and acknowledged latency against frame size and load. */
final class Throughput {
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private static final Duration MEASURED = Duration.ofSeconds(Long.getLong("seconds", 2));
  private static final Duration COMPILING = Duration.ofSeconds(3); // more would fill the market
  private static final int COMPILING_RUNS = 8; // fewer, and the first rows measure the compiler
  private static final int[] PERCENT_OF_MOST = {25, 50, 80};
  private static final int LARGEST = CommandFrame.MAX_ENTRIES;

  private final BenchBroker broker;

  private Throughput(BenchBroker broker) {
    this.broker = broker;
  }

  /**
   * Prints a table.
   *
   * @param frames sizes of frames; 0: orders come one by one, and the sequencer makes the frames
   */
  static void print(List<Integer> frames) throws InterruptedException, ExecutionException {
    try (BenchBroker broker = new BenchBroker()) {
      Throughput throughput = new Throughput(broker);
      for (int run = 0; run < COMPILING_RUNS; run++) {
        throughput.run(new Load.Plan(LARGEST, 0, Duration.ZERO, COMPILING));
        throughput.run(new Load.Plan(0, 0, Duration.ZERO, COMPILING));
      }
      System.out.println(
          "orders a frame | due a second | acknowledged a second | p50 ms | p99 ms | max ms |"
              + " refused | unknown | orders in a frame on the log");
      for (int frame : frames) {
        throughput.measure(frame);
      }
    }
  }

  private void measure(int frame) throws InterruptedException, ExecutionException {
    Load.Figures most = run(new Load.Plan(frame, 0, WARM_UP, MEASURED));
    print(frame, "as answered", most);
    for (int percent : PERCENT_OF_MOST) {
      long due = Math.max(1, (long) (most.perSecond() * percent / 100));
      print(frame, Long.toString(due), run(new Load.Plan(frame, due, WARM_UP, MEASURED)));
    }
  }

  /** Every run has a log and an engine of its own, so that none meets the orders of another. */
  private Load.Figures run(Load.Plan plan) throws InterruptedException, ExecutionException {
    broker.freshTopics();
    BenchMarket market = BenchMarket.plain();
    try (LoneEngine engine = new LoneEngine(broker, new NoSnapshots(), Long.MAX_VALUE)) {
      engine.lead().run(market.opening());
      return Load.run(market, engine, plan);
    }
  }

  private static void print(int frame, String due, Load.Figures figures) {
    System.out.printf(
        "%s | %s | %.0f | %.1f | %.1f | %.1f | %d | %d | %.0f%n",
        frame == 0 ? "one by one" : Integer.toString(frame),
        due,
        figures.perSecond(),
        figures.times().millis(0.5),
        figures.times().millis(0.99),
        figures.times().millis(1),
        figures.refused(),
        figures.unknown(),
        figures.ordersInFrame());
  }
}
