package org.commonwatt.ingest;

import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.registers.MeterLayout;
import org.commonwatt.ingest.sunspec.SunSpecLayout;
import org.commonwatt.model.Ids;

/**
 * A meter to poll.
 *
 * @param meter id
 * @param endpoint Modbus TCP server that answers for it
 * @param unit unit id behind the endpoint, 0 to 255
 * @param ratedPowerW the most that the connection can carry in either direction, W, positive: what
 *     its main fuse allows
 * @param layout where its totals are
 * @param pollSeconds time between its polls, s; 0: it is read whenever meters are polled
 */
public record MeterSource(
    String meter,
    Endpoint endpoint,
    int unit,
    long ratedPowerW,
    MeterLayout layout,
    int pollSeconds) {
  /** The most that a connection can carry, W. */
  public static final long LARGEST_POWER_W = 1_000_000_000_000L;

  /** A SunSpec meter, read at every poll. */
  public MeterSource(String meter, Endpoint endpoint, int unit, long ratedPowerW) {
    this(meter, endpoint, unit, ratedPowerW, SunSpecLayout.ANY, 0);
  }

  /** Checks the id and the ranges. */
  public MeterSource {
    Ids.require("meter", meter);
    if (unit < 0 || unit > 255) {
      throw new IllegalArgumentException("a unit id is 0 to 255, not " + unit);
    }
    if (pollSeconds < 0) {
      throw new IllegalArgumentException("the time between polls is not negative");
    }
    if (ratedPowerW < 1 || ratedPowerW > LARGEST_POWER_W) {
      throw new IllegalArgumentException(
          "the rated power is 1 to " + LARGEST_POWER_W + " W, not " + ratedPowerW);
    }
  }

  /** The same meter, read in another way. */
  public MeterSource withLayout(MeterLayout other) {
    return new MeterSource(meter, endpoint, unit, ratedPowerW, other, pollSeconds);
  }

  /** Whether a poll is due: intervals are counted from 1970, so that slot borders are met. */
  public boolean isDue(long timeMillis) {
    return pollSeconds == 0 || Math.floorMod(timeMillis, pollSeconds * 1_000L) == 0;
  }
}
