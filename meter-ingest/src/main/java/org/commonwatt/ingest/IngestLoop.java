package org.commonwatt.ingest;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls in real time, at multiples of an interval. When a poll takes longer than the interval the
 * instants in between are left out; no failure of a poll ends the loop.
 */
public final class IngestLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(IngestLoop.class);

  private final IngestService service;
  private final InstantSource clock;
  private final long intervalMillis;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(IngestLoop::daemon);
  private boolean full;

  /**
   * A loop; it begins with {@link #start}.
   *
   * @param service what to poll with; not closed here
   * @param clock real time
   * @param interval time between polls; a divisor of the slot length, so that borders are polled
   */
  public IngestLoop(IngestService service, InstantSource clock, Duration interval) {
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException("the interval between polls must be positive");
    }
    this.service = service;
    this.clock = clock;
    this.intervalMillis = interval.toMillis();
  }

  /** Begins with the next multiple of the interval. */
  public void start() {
    scheduleAfter(clock.millis());
  }

  /** Ends the loop; a poll under way is interrupted. */
  @Override
  public void close() {
    scheduler.shutdownNow();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the task catches everything itself
  private void scheduleAfter(long timeMillis) {
    long next = (Math.floorDiv(timeMillis, intervalMillis) + 1) * intervalMillis;
    long delay = Math.max(0, next - clock.millis());
    scheduler.schedule(() -> pollAndGoOn(next), delay, TimeUnit.MILLISECONDS);
  }

  private void pollAndGoOn(long timeMillis) {
    try {
      report(service.poll(timeMillis));
    } catch (InterruptedException e) {
      return;
    } catch (IOException | RuntimeException e) {
      log.error("The poll of {} ms failed; the next one follows", timeMillis, e);
    }
    if (!scheduler.isShutdown()) {
      scheduleAfter(Math.max(timeMillis, clock.millis()));
    }
  }

  private void report(PollOutcome outcome) {
    boolean isFull = outcome instanceof PollOutcome.SpoolFull;
    if (isFull != full) {
      full = isFull;
      log.warn(isFull ? "Polling pauses, the spool is full: {}" : "Polling goes on: {}", outcome);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "ingest-loop");
    thread.setDaemon(true);
    return thread;
  }
}
