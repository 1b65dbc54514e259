package org.commonwatt.ingest.sunspec;

import static org.assertj.core.api.Assertions.assertThat;

import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.FakeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps of batteries: {@code SunS}, model 1, the storage model, end. */
class StorageModelTest {
  private static final int BASE = 40_000;
  private static final int MODEL = BASE + 70;

  @ParameterizedTest
  @CsvSource({
    "713, 7, 4, 8, 635, -1, 635",
    "713, 7, 4, 8, 63, 0, 630",
    "713, 7, 4, 8, 6359, -2, 635",
    "713, 6, 4, 0, 63, 0, 630",
    "802, 62, 11, 56, 1000, -1, 1000",
    "802, 62, 11, 56, 0, 0, 0"
  })
  void theStateOfChargeIsScaledAndFloored(
      int id, int length, int charge, int scale, int raw, int exponent, int perMille) {
    FakeUnit unit = unit(id, length).put(MODEL + charge, raw);
    if (scale > 0) {
      unit.put(MODEL + scale, exponent);
    }
    assertThat(read(unit)).isEqualTo(DeviceResult.ok(perMille));
  }

  @ParameterizedTest
  @CsvSource({
    "65535, -1, NOT_IMPLEMENTED",
    "635, -32768, NOT_IMPLEMENTED",
    "635, 11, OUT_OF_RANGE",
    "1001, -1, OUT_OF_RANGE"
  })
  void whatIsNoStateOfChargeIsAFailureThatTellsNoRegister(int raw, int exponent, FailureCode code) {
    DeviceResult<Integer> result = read(unit(713, 7).put(MODEL + 4, raw).put(MODEL + 8, exponent));
    assertThat(result).isInstanceOf(DeviceResult.Failed.class);
    DeviceResult.Failed<Integer> failed = (DeviceResult.Failed<Integer>) result;
    assertThat(failed.failure().code()).isEqualTo(code);
    assertThat(failed.failure().message()).doesNotContain("" + raw);
  }

  @Test
  void theModelOfTheResourceComesBeforeThatOfTheBattery() {
    FakeUnit unit = unit(802, 62).put(MODEL + 11, 20).put(MODEL + 56, 0);
    unit.put(MODEL + 64, 713, 7).put(MODEL + 66, new int[7]).put(MODEL + 68, 80);
    unit.put(MODEL + 73, 0xffff, 0);
    assertThat(read(unit)).isEqualTo(DeviceResult.ok(800));
  }

  @Test
  void aDeviceWithoutABatteryHasNone() {
    DeviceResult<Integer> result = read(unit(203, 105));
    assertThat(((DeviceResult.Failed<Integer>) result).failure().code())
        .isEqualTo(FailureCode.MODEL_MISSING);
  }

  private static DeviceResult<Integer> read(FakeUnit unit) {
    return new SunSpecReader(unit, 1).stateOfCharge();
  }

  private static FakeUnit unit(int id, int length) {
    return new FakeUnit()
        .put(BASE, 0x5375, 0x6e53, 1, 66)
        .put(BASE + 4, new int[66])
        .put(MODEL, id, length)
        .put(MODEL + 2, new int[length])
        .put(MODEL + 2 + length, 0xffff, 0);
  }
}
