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
 */
public record Sample(
    String meter, long ratedPowerW, Quality quality, DeviceResult<MeterRegisters> result) {}
