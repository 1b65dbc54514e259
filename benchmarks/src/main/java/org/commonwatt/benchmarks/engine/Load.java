package org.commonwatt.benchmarks.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.sequencer.OverloadedException;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.jspecify.annotations.Nullable;

/**
 * Orders at an engine. With a rate the load is open: the next orders are due whether or not the
 * last ones are answered, and an order's time counts from the moment it was due. Without one it is
 * as fast as answers come.
 */
final class Load {
  private static final int SINGLE = 0;

  /** Orders on their way when they come as fast as answers do: a little less than is taken. */
  private static final int WINDOW = LoneEngine.BOUND * 9 / 10;

  private static final Duration LAST_ANSWERS = Duration.ofSeconds(15);

  private final BenchMarket market;
  private final LoneEngine engine;
  private final Plan plan;
  private final Times times = new Times();
  private final Semaphore window;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong unknown = new AtomicLong();
  private long first; // number of the first order
  private long sent;
  private volatile long measuredFrom = Long.MAX_VALUE;

  /**
   * What to send.
   *
   * @param frame orders that are sent as one frame; 0: each alone, for the sequencer to make frames
   * @param perSecond orders that are due each second; 0: as fast as answers come
   * @param warmUp goes before
   * @param measured is measured
   */
  record Plan(int frame, long perSecond, Duration warmUp, Duration measured) {
    int step() {
      return Math.max(frame, 1);
    }
  }

  /**
   * What came of it.
   *
   * @param perSecond acknowledged orders each second
   * @param times of the acknowledged orders
   * @param answered all acknowledged orders, those of the warm-up included
   * @param refused orders that were refused early
   * @param unknown orders without an answer
   * @param ordersInFrame orders in a frame on the log, on average
   */
  record Figures(
      double perSecond,
      Times times,
      long answered,
      long refused,
      long unknown,
      double ordersInFrame) {}

  private Load(BenchMarket market, LoneEngine engine, Plan plan) {
    this.market = market;
    this.engine = engine;
    this.plan = plan;
    this.window = new Semaphore(WINDOW / plan.step());
  }

  /** Runs a plan at an engine whose market is open and has no orders. */
  static Figures run(BenchMarket market, LoneEngine engine, Plan plan) throws InterruptedException {
    return new Load(market, engine, plan).run();
  }

  /** Runs a plan behind orders that the market has already. */
  static Figures runFrom(long firstOrder, BenchMarket market, LoneEngine engine, Plan plan)
      throws InterruptedException {
    Load load = new Load(market, engine, plan);
    load.first = firstOrder;
    return load.run();
  }

  private Figures run() throws InterruptedException {
    long framesBefore = engine.frames();
    long begun = System.nanoTime();
    long from = begun + plan.warmUp().toNanos();
    long end = from + plan.measured().toNanos();
    sendUntil(begun, from);
    measuredFrom = from;
    long before = answered.get();
    long beforeAt = System.nanoTime();
    sendUntil(begun, end);
    long after = answered.get();
    long afterAt = System.nanoTime();
    awaitAnswers();
    return new Figures(
        (after - before) * 1e9 / (afterAt - beforeAt),
        times,
        answered.get(),
        refused.get(),
        unknown.get(),
        (double) answered.get() / (engine.frames() - framesBefore));
  }

  private void sendUntil(long begun, long end) throws InterruptedException {
    while (true) {
      long due = plan.perSecond() > 0 ? awaitDue(begun, end) : awaitRoom();
      if (due >= end) {
        releaseRoom();
        return;
      }
      send(due);
    }
  }

  /** Waits until the next orders are due, or until the end; tells when they were due. */
  private long awaitDue(long begun, long end) {
    long due = begun + Math.multiplyExact(sent, TimeUnit.SECONDS.toNanos(1)) / plan.perSecond();
    long left = Math.min(due, end) - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = Math.min(due, end) - System.nanoTime();
    }
    return due;
  }

  private long awaitRoom() throws InterruptedException {
    window.acquire();
    return System.nanoTime();
  }

  private void releaseRoom() {
    if (plan.perSecond() == 0) {
      window.release();
    }
  }

  private void send(long due) {
    int count = plan.step();
    if (plan.frame() == SINGLE) {
      engine
          .sequencer()
          .submit(market.order(first + sent++))
          .whenComplete((ok, e) -> took(due, 1, e));
      return;
    }
    List<Command> orders = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      orders.add(market.order(first + sent++));
    }
    CompletableFuture<List<CommandResult>> answers =
        engine.sequencer().submitFrame(LoneEngine.entries(orders));
    answers.whenComplete((ok, e) -> took(due, count, e));
    if (sent == count) {
      requireAccepted(answers.join());
    }
  }

  private void took(long due, int orders, @Nullable Throwable fault) {
    if (fault == null) {
      if (due >= measuredFrom) {
        times.add(System.nanoTime() - due, orders);
      }
      answered.addAndGet(orders);
    } else if (isOverload(fault)) {
      refused.addAndGet(orders);
    } else {
      unknown.addAndGet(orders);
    }
    releaseRoom();
  }

  private static boolean isOverload(Throwable fault) {
    return fault instanceof OverloadedException
        || (fault instanceof CompletionException
            && fault.getCause() instanceof OverloadedException);
  }

  private static void requireAccepted(List<CommandResult> answers) {
    for (CommandResult answer : answers) {
      if (answer.first(Event.OrderAccepted.class).isEmpty()) {
        throw new IllegalStateException("an order was refused: " + answer.events());
      }
    }
  }

  private void awaitAnswers() throws InterruptedException {
    long end = System.nanoTime() + LAST_ANSWERS.toNanos();
    while (answered.get() + refused.get() + unknown.get() < sent && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
