package org.commonwatt.ingest.sunspec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.commonwatt.ingest.modbus.DeviceFailure;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.FakeUnit;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SunSpecReaderTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 40_000, 50_000})
  void findsTheMapAtEachKnownBase(int base) {
    SunSpecReader reader = new SunSpecReader(SunSpecUnits.meterAt(base), 1);
    SunSpecDevice device = new SunSpecDevice("Acme", "", "S1", 203, base + 70);
    assertThat(reader.identify()).isEqualTo(DeviceResult.ok(device));
    assertThat(reader.readMeter(device)).isEqualTo(DeviceResult.ok(new MeterRegisters(5, 7, 0, 1)));
  }

  @Test
  void skipsModelsThatItDoesNotKnow() {
    FakeUnit unit = SunSpecUnits.meterAt(40_000);
    unit.put(40_070, 160, 3, 9, 9, 9)
        .put(40_075, SunSpecUnits.meterModel(1, 2, 0))
        .put(40_182, 0xffff, 0);
    assertThat(new SunSpecReader(unit, 1).identify())
        .isEqualTo(DeviceResult.ok(new SunSpecDevice("Acme", "", "S1", 203, 40_075)));
  }

  @Test
  void aMapThatEndsWithoutAnEndModelIsReadAllTheSame() {
    FakeUnit unit = SunSpecUnits.meterAt(40_000);
    FakeUnit cut = new FakeUnit();
    for (int address = 40_000; address < 40_177; address++) {
      cut.put(address, register(unit, address));
    }
    assertThat(new SunSpecReader(cut, 1).identify()).isInstanceOf(DeviceResult.Ok.class);
  }

  private static int register(FakeUnit unit, int address) {
    return ((DeviceResult.Ok<org.commonwatt.ingest.modbus.RegisterBlock>)
            unit.readHoldingRegisters(1, address, 1))
        .value()
        .unsigned16(0);
  }

  @Test
  void aDeviceWithoutTheMarkerIsNotSunSpec() {
    DeviceFailure failure = failure(new FakeUnit().put(40_000, 1, 2));
    assertThat(failure.code()).isEqualTo(FailureCode.NO_SUNSPEC);
    assertThat(failure.message()).contains("40000", "50000");
  }

  @Test
  void aMapWithoutTotalsSaysWhichModelsItHas() {
    FakeUnit tracker =
        SunSpecUnits.meterAt(40_000).put(40_070, 160, 50).put(40_122, SunSpecReader.END, 0);
    DeviceFailure failure = failure(tracker);
    assertThat(failure.code()).isEqualTo(FailureCode.MODEL_MISSING);
    assertThat(failure.message()).contains("[1, 160]");
  }

  /** As inverters with a meter at the connection have it: 103 first, then 203. */
  @Test
  void aMeterIsWantedBeforeTheInverterBesideIt() {
    FakeUnit unit =
        SunSpecUnits.meterAt(40_000)
            .put(40_070, 103, 50)
            .put(40_072, new int[50])
            .put(40_070 + 24, 0, 44)
            .put(40_122, SunSpecUnits.meterModel(5, 7, 0))
            .put(40_229, SunSpecReader.END, 0);
    SunSpecReader reader = new SunSpecReader(unit, 1);
    assertThat(reader.identify())
        .isEqualTo(DeviceResult.ok(new SunSpecDevice("Acme", "", "S1", 203, 40_122)));
    SunSpecDevice inverter = new SunSpecDevice("Acme", "", "S1", 103, 40_070);
    assertThat(reader.identify(103)).isEqualTo(DeviceResult.ok(inverter));
    assertThat(reader.readMeter(inverter))
        .isEqualTo(DeviceResult.ok(new MeterRegisters(0, 44, 0, 1)));
    assertThat(new SunSpecLayout(103).reader(unit, 1).read())
        .isEqualTo(DeviceResult.ok(new MeterRegisters(0, 44, 0, 1)));
    assertThat(reader.identify(701)).isInstanceOf(DeviceResult.Failed.class);
  }

  @Test
  void onlyModelsWithTotalsCanBeWanted() {
    assertThatThrownBy(() -> new SunSpecLayout(160)).hasMessageContaining("201 to 204");
  }

  @Test
  void aMapThatNeverEndsDoesNotHoldThePoller() {
    FakeUnit endless = new FakeUnit().put(40_000, 0x5375, 0x6e53);
    for (int address = 40_002; address < 65_536; address++) {
      endless.put(address, 0);
    }
    assertThat(failure(endless).code()).isEqualTo(FailureCode.MODEL_MISSING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TIMEOUT", "DISCONNECTED", "UNIT_UNREACHABLE", "GARBLED"})
  void aFailureOfTheConnectionIsNotTakenForAMissingMap(String code) {
    FailureCode failureCode = FailureCode.valueOf(code);
    assertThat(failure(new FakeUnit().failingOtherwise(failureCode)).code()).isEqualTo(failureCode);
    FakeUnit halfWay = new FakeUnit().put(40_000, 0x5375, 0x6e53).failingOtherwise(failureCode);
    assertThat(failure(halfWay).code()).isEqualTo(failureCode);
  }

  private static DeviceFailure failure(FakeUnit unit) {
    DeviceResult<SunSpecDevice> result = new SunSpecReader(unit, 1).identify();
    assertThat(result).isInstanceOf(DeviceResult.Failed.class);
    return ((DeviceResult.Failed<SunSpecDevice>) result).failure();
  }
}
