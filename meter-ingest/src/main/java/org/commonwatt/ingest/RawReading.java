package org.commonwatt.ingest;

import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.model.Ids;
import org.commonwatt.model.Quality;

/**
 * What somebody says that a meter showed; nobody has judged it yet.
 *
 * @param meter id
 * @param ratedPowerW the most that its connection can carry in either direction, W, positive
 * @param timeMillis instant that the registers stand for, UTC
 * @param registers what it showed
 * @param quality where the values come from
 * @param aheadMillis how far its meter's own clock is known to be ahead of ours, ms; not negative
 */
public record RawReading(
    String meter,
    long ratedPowerW,
    long timeMillis,
    MeterRegisters registers,
    Quality quality,
    long aheadMillis) {
  /** Of a meter of whose clock nothing is known. */
  public RawReading(
      String meter, long ratedPowerW, long timeMillis, MeterRegisters registers, Quality quality) {
    this(meter, ratedPowerW, timeMillis, registers, quality, 0);
  }

  /** Checks the id. */
  public RawReading {
    Ids.require("meter", meter);
  }
}
