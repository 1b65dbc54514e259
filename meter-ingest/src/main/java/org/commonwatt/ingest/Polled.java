package org.commonwatt.ingest;

import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.registers.MeterRegisters;

/**
 * What came of polling one meter.
 *
 * @param source the meter
 * @param result its registers, or why there are none
 * @param offsetMillis how far the reading's time is off the instant of the poll, by the meter's own
 *     clock, ms; 0 without one, and while it is right
 */
public record Polled(MeterSource source, DeviceResult<MeterRegisters> result, long offsetMillis) {
  /** By no clock of the meter's. */
  Polled(MeterSource source, DeviceResult<MeterRegisters> result) {
    this(source, result, 0);
  }
}
