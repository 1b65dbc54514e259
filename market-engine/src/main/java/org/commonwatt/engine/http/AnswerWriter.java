package org.commonwatt.engine.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.commonwatt.engine.work.Worker;
import org.commonwatt.engine.work.Workers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the answers to commands on a thread of its own, neither the engine's nor the event loop,
 * and hands all that it has made to the event loop together: to wake a thread for each answer costs
 * more than the answer. What is there is bounded by the commands that may await their answer.
 * Thread-safe.
 */
final class AnswerWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);
  private static final int MOST = 256; // handed on together: the first must not wait long

  private final Context loop;
  private final Queue<Job<?>> jobs = new ConcurrentLinkedQueue<>();
  private final Worker worker;

  /**
   * A writer without work.
   *
   * @param loop the event loop that the answers are handed to
   * @param workers who does the work
   */
  AnswerWriter(Context loop, Workers workers) {
    this.loop = loop;
    this.worker = workers.start("answers", new Writing());
  }

  /** Makes an answer; the future completes on the event loop. */
  <T> Future<T> write(Supplier<T> answer) {
    Job<T> job = new Job<>(answer, Promise.promise());
    jobs.add(job);
    worker.wake();
    return job.promise().future();
  }

  @Override
  public void close() {
    worker.close();
  }

  private record Job<T>(Supplier<T> answer, Promise<T> promise) {
    /** Makes the answer; what is returned hands it on. */
    Runnable make() {
      try {
        T made = answer.get();
        return () -> promise.complete(made);
      } catch (RuntimeException | Error e) { // told to the client, as from any other thread
        return () -> promise.fail(e);
      }
    }
  }

  private final class Writing implements Work {
    @Override
    public Pause step() {
      List<Runnable> made = new ArrayList<>();
      for (Job<?> job = next(made); job != null; job = next(made)) {
        made.add(job.make());
      }
      if (made.isEmpty()) {
        return Pause.UNTIL_WOKEN;
      }
      loop.runOnContext(there -> made.forEach(AnswerWriter::handOn));
      return Pause.NONE;
    }

    private @Nullable Job<?> next(List<Runnable> made) {
      return made.size() < MOST ? jobs.poll() : null;
    }

    @Override
    public void end() {}
  }

  private static void handOn(Runnable answer) {
    try {
      answer.run();
    } catch (RuntimeException e) { // the others must have theirs
      LOG.error("an answer could not be handed on", e);
    }
  }
}
