package org.commonwatt.ingest;

import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.registers.MeterRegisters;

/**
 * What came of polling one meter.
 *
 * @param source the meter
 * @param result its registers, or why there are none
 */
public record Polled(MeterSource source, DeviceResult<MeterRegisters> result) {}
