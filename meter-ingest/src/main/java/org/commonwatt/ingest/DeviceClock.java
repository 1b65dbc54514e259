package org.commonwatt.ingest;

import java.time.InstantSource;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a meter's own clock makes of the instant of a poll. A clock that is right leaves it: all
 * meters are read for the same instants. One that is off moves it by as much, so that the reading
 * has the meter's time; one that is far off is not believed.
 */
final class DeviceClock {
  /** As far off as the metering job's check of clocks lets be by default. */
  static final long RIGHT_MILLIS = 2_000;

  /** Further off it is not set, or wrongly read. */
  static final long FARTHEST_MILLIS = 300_000;

  private static final Logger LOG = LoggerFactory.getLogger(DeviceClock.class);

  private DeviceClock() {}

  /**
   * How far the reading's time is off the instant of the poll, ms.
   *
   * @param meter id, for the log
   * @param result what was read just now
   * @param clock ours
   */
  static long offsetMillis(String meter, DeviceResult<MeterRegisters> result, InstantSource clock) {
    if (!(result instanceof DeviceResult.Ok<MeterRegisters> ok)
        || ok.value().clockMillis() == null) {
      return 0;
    }
    long offset = ok.value().clockMillis() - clock.millis();
    if (Math.abs(offset) > FARTHEST_MILLIS) {
      LOG.debug("the clock of meter {} is {} ms off: its readings have our time", meter, offset);
      return 0;
    }
    return Math.abs(offset) <= RIGHT_MILLIS ? 0 : offset;
  }
}
