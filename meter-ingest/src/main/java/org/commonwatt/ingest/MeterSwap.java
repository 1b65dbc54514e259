package org.commonwatt.ingest;

import org.commonwatt.model.Ids;

/**
 * A meter was replaced by another one under the same id, as an operator has announced.
 *
 * @param meter id
 * @param timeMillis when, UTC; readings from this instant on are of the new meter
 * @param shiftImportWh what the new meter's import register shows more than the old one's at that
 *     instant, Wh; negative when it shows less
 * @param shiftExportWh the same of the export register
 */
public record MeterSwap(String meter, long timeMillis, long shiftImportWh, long shiftExportWh) {
  /** Checks the id. */
  public MeterSwap {
    Ids.require("meter", meter);
  }

  /** Whether the old meter showed one reading, and the new one another. */
  boolean isBetween(long afterMillis, long untilMillis) {
    return timeMillis > afterMillis && timeMillis <= untilMillis;
  }

  /** What the new meter would have shown. */
  LastReading.Shown shifted(LastReading.Shown shown) {
    return new LastReading.Shown(
        shown.timeMillis(), shown.importWh() + shiftImportWh, shown.exportWh() + shiftExportWh);
  }
}
