package org.commonwatt.flink.registers;

/**
 * What is added to the registers that a meter shows, so that they go on rising through wraps,
 * resets and replacements.
 *
 * @param importWh added to the import register, Wh
 * @param exportWh added to the export register, Wh
 */
public record RegisterOffsets(long importWh, long exportWh) {
  static final RegisterOffsets NONE = new RegisterOffsets(0, 0);

  RegisterOffsets plus(long moreImportWh, long moreExportWh) {
    return new RegisterOffsets(
        Math.addExact(importWh, moreImportWh), Math.addExact(exportWh, moreExportWh));
  }
}
