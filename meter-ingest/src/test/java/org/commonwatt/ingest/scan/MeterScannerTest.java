package org.commonwatt.ingest.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.FakeUnit;
import org.commonwatt.ingest.modbus.RegisterTable;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeterScannerTest {

  @Test
  void aSunSpecDeviceIsReadByItself() {
    FakeUnit unit = new FakeUnit().put(0, 0x5375, 0x6e53, 1, 66).put(4, new int[66]);
    unit.put(70, 103, 50).put(72, new int[50]).put(70 + 24, 0, 9).put(122, 0xffff, 0);
    MeterScanner.Answer answer = answer(unit);
    assertThat(answer.note()).isEmpty();
    assertThat(answer.ways())
        .singleElement()
        .satisfies(way -> assertThat(way.map()).isEqualTo("sunspec"))
        .satisfies(way -> assertThat(way.device()).contains("SunSpec model 103"))
        .satisfies(way -> assertThat(way.registers()).isEqualTo(new MeterRegisters(0, 9, 0, 1)));
  }

  @Test
  void anotherMeterIsReadByTheMapsThatGiveTotals() {
    FakeUnit unit =
        new FakeUnit(RegisterTable.INPUT)
            .put(0x48, 0x4640, 0xe600)
            .put(0x4a, 0x3e80, 0)
            .put(0x34, 0x44bb, 0x9800);
    MeterScanner.Answer answer = answer(unit);
    assertThat(answer.note()).contains("SunS");
    assertThat(answer.ways()).extracting(MeterScanner.Way::map).containsExactly("eastron-sdm630");
  }

  @Test
  void aUnitThatNothingFitsAnswersAllTheSame() {
    assertThat(answer(new FakeUnit().put(9, 1)).ways()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureCode.class,
      names = {"TIMEOUT", "DISCONNECTED", "UNIT_UNREACHABLE", "GARBLED"})
  void aUnitThatDoesNotAnswerIsNotAskedFurther(FailureCode code) {
    FakeUnit unit = new FakeUnit().failingOtherwise(code);
    assertThat(new MeterScanner(unit).look(1)).isInstanceOf(DeviceResult.Failed.class);
    assertThat(unit.requests()).hasSize(1);
  }

  private static MeterScanner.Answer answer(FakeUnit unit) {
    DeviceResult<MeterScanner.Answer> result = new MeterScanner(unit).look(1);
    assertThat(result).isInstanceOf(DeviceResult.Ok.class);
    return ((DeviceResult.Ok<MeterScanner.Answer>) result).value();
  }
}
