package org.commonwatt.engine.work;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Production's workers: a daemon thread for each part, in real time. */
public final class ThreadWorkers implements Workers {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadWorkers.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Override
  public Worker start(String name, Work work) {
    ThreadWorker worker = new ThreadWorker(name, work);
    worker.thread.start();
    return worker;
  }

  @Override
  public <T> CompletableFuture<T> limit(CompletableFuture<T> future, Duration timeout) {
    return future.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  private static final class ThreadWorker implements Worker {
    private final Work work;
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean woken;

    ThreadWorker(String name, Work work) {
      this.work = work;
      this.thread = new Thread(this::run, name);
      this.thread.setDaemon(true);
    }

    @Override
    public void wake() {
      if (!woken) {
        woken = true;
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void close() {
      closing = true;
      wake();
      if (work.isInterruptible()) {
        thread.interrupt();
      }
      try {
        thread.join(PATIENCE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void run() {
      try {
        while (!closing) {
          pause(step());
        }
      } finally {
        work.end();
      }
    }

    private Pause step() {
      try {
        return work.step();
      } catch (RuntimeException | Error e) { // a thread that ends is missed by nobody
        if (!closing) {
          LOG.error("a step of {} failed; trying again", thread.getName(), e);
        }
        return Pause.of(AFTER_FAILURE);
      }
    }

    private void pause(Pause pause) {
      if (!pause.atMost().isZero()) {
        if (pause.until() != null) {
          pause.until().whenComplete((done, failed) -> wake());
        }
        long end = System.nanoTime() + pause.atMost().toNanos();
        long left = pause.atMost().toNanos();
        while (!woken && !closing && left > 0) {
          LockSupport.parkNanos(this, left);
          left = end - System.nanoTime();
        }
      }
      // Cleared before the step, so that the step sees what it was woken for.
      woken = false;
    }
  }
}
