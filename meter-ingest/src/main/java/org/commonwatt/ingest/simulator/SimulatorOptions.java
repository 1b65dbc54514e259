package org.commonwatt.ingest.simulator;

import java.util.List;

/**
 * What to simulate and where.
 *
 * @param meters the meters; unit ids are given in this order, from 1 at each port
 * @param unitsPerPort how many meters share a gateway, 1 to 247
 * @param firstPort TCP port of the first gateway, the others follow; 0 takes free ports
 * @param unknownUnit what a gateway does when asked for a unit that is not there
 */
public record SimulatorOptions(
    List<SimulatedMeter> meters, int unitsPerPort, int firstPort, UnknownUnit unknownUnit) {

  /** How gateways differ. */
  public enum UnknownUnit {
    /** No answer at all: the client runs into its time limit. */
    SILENT,
    /** Exception 11, the gateway's target did not respond. */
    EXCEPTION
  }

  /** Checks the ranges. */
  public SimulatorOptions {
    meters = List.copyOf(meters);
    if (unitsPerPort < 1 || unitsPerPort > 247) {
      throw new IllegalArgumentException("1 to 247 units share a port, not " + unitsPerPort);
    }
    if (firstPort < 0 || firstPort > 65_535) {
      throw new IllegalArgumentException("the first port is 0 to 65535, not " + firstPort);
    }
  }

  /** Eight meters at each gateway, free ports, exception 11 for unknown units. */
  public static SimulatorOptions of(List<SimulatedMeter> meters) {
    return new SimulatorOptions(meters, 8, 0, UnknownUnit.EXCEPTION);
  }
}
