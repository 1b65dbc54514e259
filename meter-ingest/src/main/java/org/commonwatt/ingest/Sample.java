package org.commonwatt.ingest;

import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.model.Quality;

/**
 * What a meter gave at the instant of a poll.
 *
 * @param meter id
 * @param ratedPowerW the most that its connection can carry in either direction, W, positive
 * @param quality where its registers come from: {@code ACTUAL} when they are of that instant
 * @param result its registers, or why there are none
 * @param offsetMillis how far its time is off that instant by the meter's own clock, ms
 */
public record Sample(
    String meter,
    long ratedPowerW,
    Quality quality,
    DeviceResult<MeterRegisters> result,
    long offsetMillis) {
  /** Of the instant itself. */
  public Sample(
      String meter, long ratedPowerW, Quality quality, DeviceResult<MeterRegisters> result) {
    this(meter, ratedPowerW, quality, result, 0);
  }
}
