package org.commonwatt.benchmarks.engine;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.commonwatt.engine.sequencer.OverloadedException;
import org.commonwatt.model.Command;
import org.jspecify.annotations.Nullable;

/**
 * Twice as many orders as an engine answers, first while it stands still, then while it runs: what
 * comes too much is refused, and the heap does not grow. The orders are for a slot that is not
 * open: they go the whole way, onto the log and back, and the market's answer leaves nothing in its
 * state, so whatever grows is what waits.
 */
final class Overload {
  /**
   * By how much the heap may grow, after collections: 20,000 commands with what waits for them,
   * Kafka's 32 MiB of commands on their way, one read and the events of one transaction.
   */
  static final long BOUND_MIB = 96;

  private static final Duration WINDOW_PAUSE = Duration.ofNanos(100_000);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int LOOKS = 4; // at the heap, in each of the two runs
  private static final int AT_A_TIME = 500;

  private final PrintStream out;
  private final Size size;
  private final BenchMarket market = BenchMarket.plain();
  private final LongAdder answered = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private long sent;

  /**
   * How much is done.
   *
   * @param openOrders that the market has before
   * @param warmUp as many orders as are answered, for so long; the last half of it gives the rate
   * @param offered twice that rate, for so long, in each of the two runs
   */
  record Size(int openOrders, Duration warmUp, Duration offered) {
    /** What is measured. */
    static Size seconds(int offered) {
      return new Size(100_000, Duration.ofSeconds(20), Duration.ofSeconds(offered));
    }
  }

  Overload(PrintStream out, Size size) {
    this.out = out;
    this.size = size;
  }

  /**
   * Prints what was answered and refused, and the heap; its limit is the caller's to set.
   *
   * @throws IllegalStateException when the heap grew by more than {@value #BOUND_MIB} MiB
   */
  void print() throws InterruptedException {
    try (BenchBroker broker = new BenchBroker();
        LoneEngine engine = new LoneEngine(broker, new NoSnapshots(), Long.MAX_VALUE)) {
      engine.lead().run(market.opening());
      engine.run(LongStream.range(0, size.openOrders()).<Command>mapToObj(market::order).toList());
      warmUp(engine, size.warmUp().dividedBy(2));
      long perSecond = 2 * Math.max(warmUp(engine, size.warmUp().dividedBy(2)), LoneEngine.BOUND);
      out.printf(
          "heap at most %d MiB, %,d open orders, %,d orders/s are due%n",
          Runtime.getRuntime().maxMemory() >> 20, size.openOrders(), perSecond);
      out.println(
          "engine | offered a second | answered a second | refused a second | unknown"
              + " | MiB before | most during | after");
      CountDownLatch goesOn = new CountDownLatch(1);
      engine.engine().listen(frame -> await(goesOn));
      row("stands still", engine, perSecond, goesOn);
      row("runs", engine, perSecond, goesOn);
    }
  }

  /** Offers orders, lets the engine go on if it stands still, and waits until all is answered. */
  private void row(String what, LoneEngine engine, long perSecond, CountDownLatch goesOn)
      throws InterruptedException {
    double before = HeapUse.usedAfterCollection();
    answered.reset();
    refused.reset();
    unknown.reset();
    sent = 0;
    double most = before;
    long begun = System.nanoTime();
    for (int look = 0; look < LOOKS; look++) {
      offer(engine, perSecond, size.offered().dividedBy(LOOKS));
      most = Math.max(most, HeapUse.usedAfterCollection());
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    double answers = answered.sum() / seconds;
    double refusals = refused.sum() / seconds;
    goesOn.countDown();
    awaitCalm(engine);
    double after = HeapUse.usedAfterCollection();
    out.printf(
        "%s | %,.0f | %,.0f | %,.0f | %,d | %.0f | %.0f | %.0f%n",
        what, sent / seconds, answers, refusals, unknown.sum(), before, most, after);
    requireBounded(before, Math.max(most, after));
  }

  static void requireBounded(double beforeMib, double mostMib) {
    if (mostMib - beforeMib > BOUND_MIB) {
      throw new IllegalStateException(
          "the heap has grown by %.0f MiB, more than %d".formatted(mostMib - beforeMib, BOUND_MIB));
    }
  }

  /** As many orders as are answered; returns how many that is a second. */
  private long warmUp(LoneEngine engine, Duration time) throws InterruptedException {
    answered.reset();
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < time.toNanos()) {
      if (engine.sequencer().waiting() < LoneEngine.BOUND * 9 / 10) {
        for (int i = 0; i < AT_A_TIME; i++) {
          send(engine);
        }
      } else {
        LockSupport.parkNanos(WINDOW_PAUSE.toNanos());
      }
    }
    long perSecond = answered.sum() * 1_000 / Math.max(1, time.toMillis());
    awaitCalm(engine);
    return perSecond;
  }

  /** Orders that are due, whether or not earlier ones are answered; fewer when none can send so. */
  private void offer(LoneEngine engine, long perSecond, Duration time) {
    long begun = System.nanoTime();
    long before = sent;
    for (long passed = 0; passed < time.toNanos(); passed = System.nanoTime() - begun) {
      long due = before + passed / 1_000 * perSecond / 1_000_000;
      long now = Math.min(due, sent + AT_A_TIME);
      while (sent < now) {
        send(engine);
      }
      if (now == due) {
        LockSupport.parkNanos(WINDOW_PAUSE.toNanos());
      }
    }
  }

  private void send(LoneEngine engine) {
    engine.sequencer().submit(tooLate(sent++)).whenComplete((ok, fault) -> took(fault));
  }

  /** An order for a slot that opens later. */
  private Command.PlaceOrder tooLate(long number) {
    Command.PlaceOrder any = market.order(number);
    return new Command.PlaceOrder(
        any.participant(),
        "late-" + number,
        any.area(),
        any.slotStartMillis() + 2 * market.openSlots() * BenchMarket.SLOT_MILLIS,
        any.side(),
        any.priceMicroPerKwh(),
        any.energyWh());
  }

  private void took(@Nullable Throwable fault) {
    if (fault == null) {
      answered.increment();
    } else if (fault instanceof OverloadedException
        || fault.getCause() instanceof OverloadedException) {
      refused.increment();
    } else {
      unknown.increment();
    }
  }

  /** Waits until the engine has applied all that stands on the log, and nobody waits. */
  private void awaitCalm(LoneEngine engine) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      try {
        engine.sequencer().submit(tooLate(sent)).join();
        if (engine.sequencer().waiting() == 0) {
          return;
        }
      } catch (CompletionException notYet) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new IllegalStateException("the engine does not catch up: " + engine.engine().health());
  }

  private static void await(CountDownLatch goesOn) {
    try {
      goesOn.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
