package org.commonwatt.benchmarks.engine;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One measurement: hands out the numbers of orders and times their answers. Thread-safe. */
final class ApiRun {
  private static final long PATIENCE_SECONDS = 600;

  private final Plan plan;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final Times times = new Times();
  private final CountDownLatch warm = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final Map<Long, Long> begun = new ConcurrentHashMap<>();
  private volatile long from;
  private volatile long to;

  ApiRun(Plan plan) {
    this.plan = plan;
  }

  /**
   * How many orders.
   *
   * @param warmUp orders before those that are measured
   * @param measured orders
   * @param inRequest orders in a request
   * @param clients that send them, or sockets
   * @param underWay requests under way, of all clients together
   * @param amended 0: new orders; else amendments, of the first so many orders in turn
   */
  record Plan(long warmUp, long measured, int inRequest, int clients, int underWay, int amended) {
    /** New orders. */
    Plan(long warmUp, long measured, int inRequest, int clients, int underWay) {
      this(warmUp, measured, inRequest, clients, underWay, 0);
    }
  }

  /**
   * What was measured.
   *
   * @param perSecond orders each second
   * @param times from sending a request to its answer
   * @param refused requests that were not answered as they should be
   * @param orders that were measured
   * @param used what they used
   */
  record Figures(double perSecond, Times times, long refused, long orders, ApiProcess.Used used) {
    /** Orders in a frame on the log, on average; 0 without any. */
    double inFrame() {
      return used.frames() == 0 ? 0 : (double) orders / used.frames();
    }

    /** Processor time of one order, µs. */
    double micros(long nanos) {
      return nanos / 1e3 / orders;
    }
  }

  Plan plan() {
    return plan;
  }

  /** The number of the first order of the next request, -1 when all are sent. */
  long next() {
    long number = sent.getAndAdd(plan.inRequest());
    if (number >= plan.warmUp() + plan.measured()) {
      return -1;
    }
    begun.put(number, System.nanoTime());
    return number;
  }

  /** Counts an answer to the request of a number. */
  void took(long number, boolean right) {
    long now = System.nanoTime();
    Long start = begun.remove(number);
    if (!right || start == null) {
      wrong.incrementAndGet();
    } else if (from > 0) {
      times.add(now - start, plan.inRequest());
    }
    long all = done.addAndGet(plan.inRequest());
    if (from == 0 && all >= plan.warmUp()) {
      from = now;
      warm.countDown();
    }
    if (all >= plan.warmUp() + plan.measured()) {
      to = now;
      end.countDown();
    }
  }

  /** Waits until all is answered. */
  Figures figures(ApiProcess server) throws InterruptedException, IOException {
    await(warm);
    ApiProcess.Used before = server.used();
    await(end);
    ApiProcess.Used used = server.used().minus(before);
    double perSecond = plan.measured() * 1e9 / (to - from);
    return new Figures(perSecond, times, wrong.get(), plan.measured(), used);
  }

  private void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("only " + done.get() + " orders were answered");
    }
  }
}
