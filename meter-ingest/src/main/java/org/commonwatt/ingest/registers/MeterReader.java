package org.commonwatt.ingest.registers;

import org.commonwatt.ingest.modbus.DeviceResult;

/** Reads one meter behind its connection. Not for use by two threads at a time. */
public interface MeterReader {

  /**
   * Reads the meter's totals now.
   *
   * @return the totals, or why there are none; never an exception
   */
  DeviceResult<MeterRegisters> read();

  /** What is known of the device, for people; empty before the first answer. */
  String device();
}
