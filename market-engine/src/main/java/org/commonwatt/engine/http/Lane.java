package org.commonwatt.engine.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.commonwatt.engine.sequencer.OverloadedException;

/**
 * Work that blocks, in threads of its own, so that no other work waits for them. Of the work only
 * so much may be there, running and waiting; more is refused at once. Thread-safe.
 */
final class Lane implements AutoCloseable {
  private final String what;
  private final int most;
  private final WorkerExecutor threads;
  private final AtomicInteger there = new AtomicInteger();

  /**
   * A lane without work.
   *
   * @param vertx whose threads these are
   * @param what names the work, in the plural
   * @param threads how many
   * @param most of the work may be there
   */
  Lane(Vertx vertx, String what, int threads, int most) {
    this.what = what;
    this.most = most;
    this.threads = vertx.createSharedWorkerExecutor(what, threads);
  }

  /**
   * Does work when a thread is free.
   *
   * @return what it gave; failed with {@link OverloadedException} when too much is there already
   */
  <T> Future<T> run(Callable<T> work) {
    if (there.incrementAndGet() > most) {
      there.decrementAndGet();
      return Future.failedFuture(
          new OverloadedException("the market already has " + most + " " + what + " to answer"));
    }
    return threads.executeBlocking(work, false).onComplete(done -> there.decrementAndGet());
  }

  /** How much work is there now. */
  int there() {
    return there.get();
  }

  /**
   * Lets the threads go. Without it a cleaner of Vert.x holds its instance for ever, and that
   * everything its timers look after: the market's whole state.
   */
  @Override
  public void close() {
    threads.close();
  }
}
