package org.commonwatt.ingest.sunspec;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.modbus.RegisterBlock;

/** Registers in memory; whatever was not put there is an illegal address. */
final class FakeUnit implements ModbusClient {
  private final Map<Integer, Integer> registers = new HashMap<>();
  private FailureCode missing = FailureCode.ILLEGAL_ADDRESS;

  FakeUnit put(int address, int... values) {
    for (int i = 0; i < values.length; i++) {
      registers.put(address + i, values[i] & 0xffff);
    }
    return this;
  }

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

  FakeUnit failingOtherwise(FailureCode code) {
    missing = code;
    return this;
  }

  @Override
  public DeviceResult<RegisterBlock> readHoldingRegisters(int unit, int address, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * count);
    for (int i = 0; i < count; i++) {
      Integer value = registers.get(address + i);
      if (value == null) {
        return DeviceResult.failed(missing, "no register " + (address + i));
      }
      bytes.putShort(value.shortValue());
    }
    return DeviceResult.ok(new RegisterBlock(bytes.array()));
  }

  @Override
  public void close() {}
}
