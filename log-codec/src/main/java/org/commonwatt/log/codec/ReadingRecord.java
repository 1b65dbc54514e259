package org.commonwatt.log.codec;

import org.commonwatt.model.MeterReading;

/** What stands on the topic {@code readings}. */
public sealed interface ReadingRecord {

  /**
   * A reading of a meter.
   *
   * @param reading what was read
   */
  record Reading(MeterReading reading) implements ReadingRecord {}

  /**
   * Says that all readings up to an instant are published.
   *
   * @param timeMillis UTC, milliseconds since the epoch
   */
  record Tick(long timeMillis) implements ReadingRecord {}
}
