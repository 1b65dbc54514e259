package org.commonwatt.ingest;

import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.model.Ids;

/**
 * A meter to poll.
 *
 * @param meter id
 * @param endpoint Modbus TCP server that answers for it
 * @param unit unit id behind the endpoint, 0 to 255
 * @param ratedPowerW the most that the connection can carry in either direction, W, positive: what
 *     its main fuse allows
 */
public record MeterSource(String meter, Endpoint endpoint, int unit, long ratedPowerW) {
  private static final long LARGEST_POWER_W = 1_000_000_000_000L;

  /** Checks the id and the ranges. */
  public MeterSource {
    Ids.require("meter", meter);
    if (unit < 0 || unit > 255) {
      throw new IllegalArgumentException("a unit id is 0 to 255, not " + unit);
    }
    if (ratedPowerW < 1 || ratedPowerW > LARGEST_POWER_W) {
      throw new IllegalArgumentException(
          "the rated power is 1 to " + LARGEST_POWER_W + " W, not " + ratedPowerW);
    }
  }
}
