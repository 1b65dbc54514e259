package org.commonwatt.cli.laptop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes something exactly once: at the end of its try block, or when the process is told to stop
 * (Ctrl-C, {@code kill}), whichever comes first.
 */
public final class StopSignal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
  private static volatile boolean stopping;

  private final AutoCloseable what;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);

  /** Will close this. */
  public StopSignal(AutoCloseable what) {
    this.what = what;
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
  }

  /** Whether the process was told to stop: faults from then on are of no interest. */
  public static boolean isStopping() {
    return stopping;
  }

  /** Waits until the process is told to stop. */
  public void await() throws InterruptedException {
    done.await();
  }

  /** Waits until the process is told to stop; false when the time was up first. */
  public boolean await(Duration timeout) throws InterruptedException {
    return done.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      what.close();
    } catch (Exception e) {
      LOG.warn("{} did not close", what, e);
    } finally {
      done.countDown();
    }
  }

  private void stop() {
    stopping = true;
    close();
  }
}
