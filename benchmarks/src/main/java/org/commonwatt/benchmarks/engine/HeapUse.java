package org.commonwatt.benchmarks.engine;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.LongStream;
import org.commonwatt.model.Command;

/** The heap of an engine with many open orders, at rest and under load. */
final class HeapUse {
  private static final int OPEN = 100_000;
  private static final int FRAME = 100;
  private static final int PER_SECOND = 10_000;
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration LOADED = Duration.ofSeconds(10);

  private HeapUse() {}

  /** Prints what is used; the JVM's limit is the caller's to set. */
  static void print() throws InterruptedException {
    System.out.printf(
        "heap at most %d MiB, of an empty JVM %.0f MiB%n",
        Runtime.getRuntime().maxMemory() >> 20, usedAfterCollection());
    BenchMarket market = BenchMarket.plain();
    try (BenchBroker broker = new BenchBroker();
        LoneEngine engine = new LoneEngine(broker, new NoSnapshots(), Long.MAX_VALUE)) {
      engine.lead().run(market.opening());
      System.out.printf("without orders %.0f MiB%n", usedAfterCollection());
      engine.run(LongStream.range(0, OPEN).<Command>mapToObj(market::order).toList());
      System.out.printf("with %,d open orders %.0f MiB%n", OPEN, usedAfterCollection());
      long before = collectionMillis();
      Load.Figures figures =
          Load.runFrom(OPEN, market, engine, new Load.Plan(FRAME, PER_SECOND, WARM_UP, LOADED));
      System.out.printf(
          "then %,.0f orders/s for %d s: p50 %.1f ms, p99 %.1f ms, %d ms of collections; %.0f MiB"
              + " with %,d open orders%n",
          figures.perSecond(),
          LOADED.toSeconds(),
          figures.times().millis(0.5),
          figures.times().millis(0.99),
          collectionMillis() - before,
          usedAfterCollection(),
          OPEN + figures.answered());
    }
  }

  /** What is reachable, MiB. */
  static double usedAfterCollection() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0 / 1024.0;
  }

  private static long collectionMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }
}
