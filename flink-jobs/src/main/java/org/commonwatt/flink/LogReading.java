package org.commonwatt.flink;

import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.RejectedReading;
import org.jspecify.annotations.Nullable;

/**
 * A record of the topic {@code readings} after decoding: exactly one of a tick, a reading of a
 * registered meter, and a refusal.
 *
 * @param tickMillis the instant up to which all readings are published; 0 unless both others are
 *     null
 * @param reading a reading in range of a registered meter
 * @param rejected what could not become a reading
 */
public record LogReading(
    long tickMillis, @Nullable RegisterReading reading, @Nullable RejectedReading rejected) {

  static LogReading tick(long timeMillis) {
    return new LogReading(timeMillis, null, null);
  }

  static LogReading of(RegisterReading reading) {
    return new LogReading(0, reading, null);
  }

  static LogReading refused(RejectedReading rejected) {
    return new LogReading(0, null, rejected);
  }

  boolean isTick() {
    return reading == null && rejected == null;
  }
}
