package org.commonwatt.ingest.simulator;

/**
 * A storage station to simulate.
 *
 * @param capacityWh what it can hold, Wh, positive
 * @param storedWh what it holds at first, Wh, 0 to the capacity
 * @param chargePpm what is stored of a charge, 1 to 1,000,000 ppm
 * @param dischargePpm what comes out of what is removed, 1 to 1,000,000 ppm
 * @param fromMillis from when on it is there, UTC
 */
public record StationSpec(
    long capacityWh, long storedWh, int chargePpm, int dischargePpm, long fromMillis) {
  private static final int MILLION = 1_000_000;

  /** Checks the ranges. */
  public StationSpec {
    if (capacityWh < 1 || storedWh < 0 || storedWh > capacityWh) {
      throw new IllegalArgumentException(
          "a station holds something, and at first 0 to " + capacityWh + " Wh, not " + storedWh);
    }
    if (Math.min(chargePpm, dischargePpm) < 1 || Math.max(chargePpm, dischargePpm) > MILLION) {
      throw new IllegalArgumentException("efficiencies are 1 to 1000000 ppm");
    }
  }
}
