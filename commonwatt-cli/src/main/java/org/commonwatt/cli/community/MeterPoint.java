package org.commonwatt.cli.community;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.commonwatt.model.Ids;

/**
 * Where a meter is found on the network.
 *
 * @param meter id, as named by a home
 * @param host host name or address of the Modbus TCP endpoint
 * @param port TCP port
 * @param unit Modbus unit id, 1 to 247
 * @param ratedPowerW the most power that can flow either way, W; a faster register is refused
 * @param profile which of the 17 recorded homes {@code simulate devices} plays here; 0 for a real
 *     meter
 */
public record MeterPoint(
    @JsonProperty(required = true) String meter,
    @JsonProperty(required = true) String host,
    @JsonProperty(required = true) int port,
    @JsonProperty(required = true) int unit,
    @JsonProperty(required = true) long ratedPowerW,
    @JsonProperty int profile) {
  /** Checks the ranges. */
  public MeterPoint {
    Ids.require("meter", meter);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("meter " + meter + ": port must be 1 to 65535");
    }
    if (unit < 1 || unit > 247) {
      throw new IllegalArgumentException("meter " + meter + ": unit must be 1 to 247");
    }
    if (ratedPowerW < 1) {
      throw new IllegalArgumentException("meter " + meter + ": ratedPowerW must be positive");
    }
    if (profile < 0 || profile > 17) {
      throw new IllegalArgumentException("meter " + meter + ": profile must be 0 to 17");
    }
  }

  /** The same meter at another port. */
  public MeterPoint atPort(int newPort) {
    return new MeterPoint(meter, host, newPort, unit, ratedPowerW, profile);
  }
}
