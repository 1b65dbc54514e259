package org.commonwatt.flink.vee;

/**
 * A meter was replaced by another one under the same id.
 *
 * @param meter id
 * @param timeMillis when; readings from this instant on are of the new meter
 * @param finalImportWh last import register of the old meter, Wh
 * @param finalExportWh last export register of the old meter, Wh
 * @param initialImportWh first import register of the new meter, Wh
 * @param initialExportWh first export register of the new meter, Wh
 */
public record MeterReplacement(
    String meter,
    long timeMillis,
    long finalImportWh,
    long finalExportWh,
    long initialImportWh,
    long initialExportWh) {
  /** Checks that no register is negative. */
  public MeterReplacement {
    if (Math.min(Math.min(finalImportWh, finalExportWh), Math.min(initialImportWh, initialExportWh))
        < 0) {
      throw new IllegalArgumentException("a register is not negative");
    }
  }
}
