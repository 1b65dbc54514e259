package org.commonwatt.ingest.sunspec;

import org.commonwatt.ingest.modbus.FakeUnit;

/** Registers of SunSpec devices. */
final class SunSpecUnits {
  private SunSpecUnits() {}

  /** Marker, models 1 and 203 with some totals, end. */
  static FakeUnit meterAt(int base) {
    return new FakeUnit()
        .put(base, 0x5375, 0x6e53, CommonModel.ID, CommonModel.LENGTH)
        .put(base + 4, new int[CommonModel.LENGTH])
        .put(base + 4, 'A' << 8 | 'c', 'm' << 8 | 'e')
        .put(base + 2 + CommonModel.SERIAL, 'S' << 8 | '1')
        .put(base + 70, meterModel(5, 7, 0))
        .put(base + 70 + MeterModel.REGISTERS, SunSpecReader.END, 0);
  }

  static int[] meterModel(int importWh, int exportWh, int whScale) {
    int[] model = new int[MeterModel.REGISTERS];
    model[0] = MeterModel.ID;
    model[1] = MeterModel.LENGTH;
    model[MeterModel.TOT_WH_IMP + 1] = importWh;
    model[MeterModel.TOT_WH_EXP + 1] = exportWh;
    model[MeterModel.TOT_WH_SF] = whScale;
    return model;
  }
}
