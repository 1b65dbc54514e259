package org.commonwatt.ingest.simulator;

import org.commonwatt.model.Ids;

/**
 * A meter to simulate.
 *
 * @param meter id, also the serial number
 * @param home whose profile, from 1
 * @param importBaseWh what the import register read at local midnight of 1 August 2022, Wh
 * @param exportBaseWh likewise the export register
 * @param whScale scale factor of the energies: 0 (Wh) or −1 (tenths of a Wh)
 */
public record SimulatedMeter(
    String meter, int home, long importBaseWh, long exportBaseWh, int whScale) {

  /** Checks the id and the ranges. */
  public SimulatedMeter {
    Ids.require("meter", meter);
    if (importBaseWh < 0 || exportBaseWh < 0) {
      throw new IllegalArgumentException("a register's base is not negative");
    }
    if (whScale != 0 && whScale != -1) {
      throw new IllegalArgumentException("the energies' scale factor is 0 or -1, not " + whScale);
    }
  }

  /**
   * A meter as installed some years ago: its registers do not begin at 0, and every second home has
   * a meter that counts tenths of a Wh.
   */
  public static SimulatedMeter of(String meter, int home) {
    return new SimulatedMeter(
        meter, home, 12_000_000L + 137_911L * home, 3_000_000L + 71_993L * home, -(home % 2));
  }

  /** Units of the energy registers in a Wh: 1 or 10. */
  int unitsPerWh() {
    return whScale == 0 ? 1 : 10;
  }
}
