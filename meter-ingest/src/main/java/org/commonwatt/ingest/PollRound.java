package org.commonwatt.ingest;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.jspecify.annotations.Nullable;

/** What gateways gave at one poll, until all have ended their parts or it is over. */
final class PollRound {
  private static final long LOOK_MILLIS = 20;

  private final Instant latest;
  private final CountDownLatch parts;
  private final Map<String, Polled> told = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable RuntimeException> fault = new AtomicReference<>();

  /**
   * A round.
   *
   * @param latest the last instant at which an answer stands for the poll
   * @param gateways how many take part
   */
  PollRound(Instant latest, int gateways) {
    this.latest = latest;
    this.parts = new CountDownLatch(gateways);
  }

  /** Whether an answer would be too late. */
  boolean isOver(InstantSource clock) {
    return clock.instant().isAfter(latest);
  }

  /** A meter's part. */
  void tell(Polled polled) {
    told.put(polled.source().meter(), polled);
  }

  /** A gateway's part ended by a fault of the program. */
  void failed(RuntimeException cause) {
    fault.compareAndSet(null, cause);
  }

  /** A gateway takes no further part. */
  void ended() {
    parts.countDown();
  }

  /**
   * Waits for all gateways, not longer than until the round is over by a clock.
   *
   * @throws InterruptedException when the calling thread was interrupted
   */
  void await(InstantSource clock) throws InterruptedException {
    boolean ended = false;
    while (!ended && !isOver(clock)) {
      ended = parts.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
    RuntimeException cause = fault.get();
    if (cause != null) {
      throw new IllegalStateException("polling failed by a fault of the program", cause);
    }
  }

  /** What a meter gave until now. */
  Polled of(MeterSource meter) {
    Polled polled = told.get(meter.meter());
    return polled != null
        ? polled
        : new Polled(
            meter,
            DeviceResult.failed(
                FailureCode.LATE,
                "no answer until " + latest + ", the last instant for this poll"));
  }
}
