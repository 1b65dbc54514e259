package org.commonwatt.ingest.push;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How often a key may send: 10 requests a second for long, 50 at once. */
final class PushRate {
  private static final int AT_ONCE = 50;
  private static final int PER_SECOND = 10;

  private final Bucket bucket;

  PushRate(LongSupplier nanoTime) {
    this.bucket =
        Bucket.builder()
            .withCustomTimePrecision(
                new TimeMeter() {
                  @Override
                  public long currentTimeNanos() {
                    return nanoTime.getAsLong();
                  }

                  @Override
                  public boolean isWallClockBased() {
                    return false;
                  }
                })
            .addLimit(
                limit -> limit.capacity(AT_ONCE).refillGreedy(PER_SECOND, Duration.ofSeconds(1)))
            .build();
  }

  /** Counts a request; 0, or how many seconds to wait until one is allowed again. */
  long take() {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? 0
        : 1 + Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds();
  }
}
