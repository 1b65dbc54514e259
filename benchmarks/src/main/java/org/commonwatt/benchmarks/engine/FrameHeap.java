package org.commonwatt.benchmarks.engine;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.commonwatt.engine.snapshot.SnapshotFolder;
import org.commonwatt.model.Command;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Side;

/**
 * The heap of an engine that applies and publishes the frames with the most events that a market's
 * places allow, each in one transaction of a real broker, and then takes a snapshot. A heap that is
 * too small ends the program.
 */
final class FrameHeap {
  private static final int PLACES = 1_000_000;
  private static final int AT_ONCE = 100_000;
  private static final int TRADES_OF_ONE = 10_000;
  private static final int SWEEPS_OF_A_SLOT = 10;
  private static final int SLOTS = PLACES / (SWEEPS_OF_A_SLOT * TRADES_OF_ONE);
  private static final int REFILLS = 1_000;
  private static final int KEPT = 1;
  private static final long EVENTS_A_SNAPSHOT = 100_000;
  private static final AtomicLong MOST = new AtomicLong();

  private FrameHeap() {}

  /** A frame that is to be measured. */
  private record Largest(String name, List<Command> frame) {}

  static void print() throws InterruptedException {
    watchCollections();
    System.out.printf("heap at most %d MiB%n", Runtime.getRuntime().maxMemory() >> 20);
    BenchMarket trading = BenchMarket.continuous();
    measure(trading, icebergs(trading), new Largest("orders that trade", sweeps(trading)));
    measure(
        trading,
        LongStream.range(0, PLACES).<Command>mapToObj(trading::apart).toList(),
        new Largest("a tick that ends every order", lateTick(trading)));
    BenchMarket auctions = BenchMarket.plain();
    measure(
        auctions,
        LongStream.range(0, PLACES / 2).<Command>mapToObj(auctions::order).toList(),
        new Largest("a tick that holds every auction", lateTick(auctions)));
  }

  private static void measure(BenchMarket market, List<Command> before, Largest largest)
      throws InterruptedException {
    try (BenchBroker broker = new BenchBroker();
        LoneEngine engine =
            new LoneEngine(
                broker, new SnapshotFolder(broker.part("snapshots"), KEPT), EVENTS_A_SNAPSHOT)) {
      engine.lead().run(market.opening());
      for (int from = 0; from < before.size(); from += AT_ONCE) {
        engine.run(before.subList(from, Math.min(before.size(), from + AT_ONCE)));
      }
      long first = engine.sequence();
      System.gc();
      MOST.set(0);
      long begun = System.nanoTime();
      engine.runLong(largest.frame());
      System.out.printf(
          "%s: %,d events of a frame of %,d commands, committed after %.1f s; at most %d MiB after"
              + " a collection%n",
          largest.name(),
          engine.sequence() - first,
          largest.frame().size(),
          (System.nanoTime() - begun) / 1e9,
          MOST.get() >> 20);
    }
  }

  /** A hundred sells in each slot, each of which shows 1 Wh of as many as it may be refilled. */
  private static List<Command> icebergs(BenchMarket market) {
    List<Command> orders = new ArrayList<>();
    for (int i = 0; i < SLOTS * SWEEPS_OF_A_SLOT * TRADES_OF_ONE / REFILLS; i++) {
      int home = BenchMarket.HOMES / 2 + i % (BenchMarket.HOMES / 2);
      orders.add(order(market, new Wish(home, i, Side.SELL, REFILLS)));
    }
    return orders;
  }

  /** Buys of other homes that make a trade for each place, each as many as one order may. */
  private static List<Command> sweeps(BenchMarket market) {
    List<Command> orders = new ArrayList<>();
    for (int i = 0; i < SLOTS * SWEEPS_OF_A_SLOT; i++) {
      orders.add(order(market, new Wish(i, i, Side.BUY, TRADES_OF_ONE)));
    }
    return orders;
  }

  /** What a home wants; the slots take turns with the numbers. */
  private record Wish(int home, int number, Side side, long energyWh) {}

  private static Command order(BenchMarket market, Wish wish) {
    Command.PlaceOrder any = market.order(wish.home);
    return new Command.PlaceOrder(
        any.participant(),
        wish.side + "-" + wish.number,
        any.area(),
        BenchMarket.START + wish.number % SLOTS * BenchMarket.SLOT_MILLIS,
        wish.side,
        100_000,
        wish.energyWh,
        wish.side == Side.SELL ? OrderTerms.DEFAULT.showing(1) : OrderTerms.DEFAULT);
  }

  /** The market's clock is behind everything that its slots do. */
  private static List<Command> lateTick(BenchMarket market) {
    return List.of(
        new Command.Tick(BenchMarket.START + (market.openSlots() + 1) * BenchMarket.SLOT_MILLIS));
  }

  private static void watchCollections() {
    ManagementFactory.getGarbageCollectorMXBeans().stream()
        .map(NotificationEmitter.class::cast)
        .forEach(
            collector ->
                collector.addNotificationListener(
                    (told, nothing) ->
                        MOST.accumulateAndGet(
                            usedAfter((CompositeData) told.getUserData()), Math::max),
                    null,
                    null));
  }

  private static long usedAfter(CompositeData collection) {
    return GarbageCollectionNotificationInfo.from(collection)
        .getGcInfo()
        .getMemoryUsageAfterGc()
        .entrySet()
        .stream()
        .filter(pool -> !pool.getKey().contains("Metaspace") && !pool.getKey().contains("Code"))
        .filter(pool -> !pool.getKey().contains("Compressed"))
        .map(Map.Entry::getValue)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }
}
