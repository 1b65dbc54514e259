package org.commonwatt.log.codec;

import org.commonwatt.log.sign.ReadingProof;
import org.commonwatt.model.MeterReading;
import org.jspecify.annotations.Nullable;

/** What stands on the topic {@code readings}. */
public sealed interface ReadingRecord {

  /**
   * A reading of a meter.
   *
   * @param reading what was read
   * @param proof what the ingest that took it says and signs; null when it was not signed
   */
  record Reading(MeterReading reading, @Nullable ReadingProof proof) implements ReadingRecord {
    /** A reading that was not signed. */
    public Reading(MeterReading reading) {
      this(reading, null);
    }
  }

  /**
   * A reading whose key was erased.
   *
   * @param meter id
   * @param sequence counts up by one per meter, from 0
   * @param timeMillis instant of the reading, UTC
   */
  record Erased(String meter, long sequence, long timeMillis) implements ReadingRecord {}

  /**
   * Says that all readings up to an instant are published.
   *
   * @param timeMillis UTC, milliseconds since the epoch
   * @param proof what the ingest that says so signs; null when it was not signed
   */
  record Tick(long timeMillis, @Nullable ReadingProof proof) implements ReadingRecord {
    /** A tick that was not signed. */
    public Tick(long timeMillis) {
      this(timeMillis, null);
    }
  }
}
