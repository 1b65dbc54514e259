package org.commonwatt.log.kafka;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the broker's clock says, as far as this process has heard: the time that the broker gave to
 * the newest record, and what has passed since its answer by a clock that does not jump. It is
 * never ahead of the broker's; it is behind by as long as that answer was on its way. Thread-safe.
 */
final class BrokerClock {
  private final LongSupplier nanos;
  private volatile @Nullable Told last;

  private record Told(long millis, long atNanos) {}

  /**
   * Has heard nothing yet.
   *
   * @param nanos like {@link System#nanoTime}
   */
  BrokerClock(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * The broker has appended a record.
   *
   * @param appendMillis when, by its clock: UTC, milliseconds since the epoch
   */
  void told(long appendMillis) {
    last = new Told(appendMillis, nanos.getAsLong());
  }

  /** Its time now, UTC, milliseconds since the epoch; empty when it has told none. */
  OptionalLong millis() {
    Told told = last;
    if (told == null) {
      return OptionalLong.empty();
    }
    long passed = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - told.atNanos());
    return OptionalLong.of(told.millis() + passed);
  }
}
