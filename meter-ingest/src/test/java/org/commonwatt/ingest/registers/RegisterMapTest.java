package org.commonwatt.ingest.registers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.commonwatt.ingest.modbus.DeviceFailure;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.FakeUnit;
import org.commonwatt.ingest.modbus.RegisterTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegisterMapTest {
  private static final RegisterScale TENTHS = new RegisterScale(-1, 1, 1);

  private static final RegisterPoint IMPORT = energy(10, TENTHS);
  private static final RegisterPoint EXPORT = energy(12, TENTHS);
  private static final RegisterPoint POWER = point(30, RegisterType.S16, TENTHS, RegisterUnit.WATT);

  @Test
  void whatIsNotWholeIsFlooredAndImportIsNegative() {
    FakeUnit unit = meter().put(10, 0, 12_349).put(12, 0, 9).put(30, 15);
    assertThat(read(map(true), unit)).isEqualTo(new MeterRegisters(1_234, 0, -2, 1));
    assertThat(read(map(false), unit)).isEqualTo(new MeterRegisters(1_234, 0, 1, 1));
  }

  @Test
  void energiesThatFollowEachOtherAreReadInOneRequest() {
    FakeUnit unit = meter();
    read(map(true), unit);
    assertThat(unit.requests()).containsExactly(10, 30);
  }

  @Test
  void energiesThatStandApartAreReadEach() {
    RegisterMap apart = new RegisterMap("apart", "", EXPORT, IMPORT, POWER, true, null);
    FakeUnit unit = meter().put(10, 0, 50).put(12, 0, 70);
    assertThat(read(apart, unit)).isEqualTo(new MeterRegisters(7, 5, -1, 1));
    assertThat(unit.requests()).containsExactly(12, 10, 30);
  }

  @Test
  void aMeterOfOneDirectionNeverExports() {
    RegisterMap load = new RegisterMap("load", "", IMPORT, null, POWER, true, null);
    assertThat(read(load, meter().put(10, 0, 70))).isEqualTo(new MeterRegisters(7, 0, -1, 1));
  }

  @Test
  void theUnitsOfCoarseMetersAndTransformerRatiosCount() {
    RegisterPoint kilowattHours =
        new RegisterPoint(
            RegisterTable.HOLDING,
            10,
            RegisterType.U32,
            WordOrder.HIGH_FIRST,
            new RegisterScale(-2, 40, 3),
            RegisterUnit.KILOWATT_HOUR);
    RegisterMap map = new RegisterMap("ratio", "", kilowattHours, null, POWER, true, null);
    // 7 × 0.01 kWh × 40 ÷ 3 = 933.3 Wh; one step is 133.3 Wh.
    assertThat(read(map, meter().put(10, 0, 7))).isEqualTo(new MeterRegisters(933, 0, -1, 134));
  }

  @Test
  void aLargeFloatTellsHowCoarseItIs() {
    RegisterPoint kilowattHours =
        point(10, RegisterType.F32, RegisterScale.ONE, RegisterUnit.KILOWATT_HOUR);
    RegisterMap map = new RegisterMap("float", "", kilowattHours, null, POWER, true, null);
    int bits = Float.floatToIntBits(140_000.02f);
    // 140,000.02 is no float; the next one below and above are 15.625 Wh apart.
    assertThat(read(map, meter().put(10, bits >>> 16, bits & 0xffff)))
        .isEqualTo(new MeterRegisters(140_000_015, 0, -1, 16));
    assertThat(read(map, meter().put(10, 0x3f80, 0)))
        .isEqualTo(new MeterRegisters(1_000, 0, -1, 1));
  }

  @Test
  void aValueThatTheDeviceDoesNotGiveIsAFailureThatNamesIt() {
    assertFailure(meter().put(10, 0xffff, 0xffff), FailureCode.NOT_IMPLEMENTED, "import");
    assertFailure(meter().put(12, 0xffff, 0xffff), FailureCode.NOT_IMPLEMENTED, "export");
    assertFailure(meter().put(30, 0x8000), FailureCode.NOT_IMPLEMENTED, "power");
  }

  @Test
  void aTotalBelowZeroOrBeyond64BitsIsOutOfRange() {
    RegisterPoint signed = point(10, RegisterType.S32, RegisterScale.ONE, RegisterUnit.WATT_HOUR);
    RegisterMap negative = new RegisterMap("s", "", signed, null, POWER, true, null);
    assertThat(failure(negative, meter().put(10, 0xffff, 0xfffe)).code())
        .isEqualTo(FailureCode.OUT_OF_RANGE);
    RegisterPoint wide = point(40, RegisterType.U64, RegisterScale.ONE, RegisterUnit.MEGAWATT_HOUR);
    RegisterMap huge = new RegisterMap("u", "", wide, null, POWER, true, null);
    assertThat(failure(huge, meter().put(40, 0xffff, 0, 0, 0)).code())
        .isEqualTo(FailureCode.OUT_OF_RANGE);
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureCode.class,
      names = {"TIMEOUT", "ILLEGAL_ADDRESS", "GARBLED"})
  void aFailureOfTheConnectionIsHandedThrough(FailureCode code) {
    assertThat(failure(map(true), new FakeUnit().failingOtherwise(code)).code()).isEqualTo(code);
    FakeUnit halfWay = new FakeUnit().put(10, 0, 1, 0, 1).failingOtherwise(code);
    assertThat(failure(map(true), halfWay).code()).isEqualTo(code);
  }

  @Test
  void inputRegistersAreNotHoldingRegisters() {
    FakeUnit input = new FakeUnit(RegisterTable.INPUT).put(10, 0, 1, 0, 1).put(30, 1);
    assertThat(failure(map(true), input).code()).isEqualTo(FailureCode.ILLEGAL_ADDRESS);
  }

  @Property
  void everyIntegerAndScaleComesOutAsTheArithmeticSays(
      @ForAll @LongRange(min = 0, max = 0xffff_fffeL) long raw,
      @ForAll @IntRange(min = -12, max = 12) int exponent,
      @ForAll @LongRange(min = 1, max = 1_000_000_000) long multiply,
      @ForAll @LongRange(min = 1, max = 1_000_000_000) long divide) {
    RegisterMap map =
        new RegisterMap(
            "p",
            "",
            energy(10, new RegisterScale(exponent, multiply, divide)),
            null,
            POWER,
            true,
            null);
    DeviceResult<MeterRegisters> result =
        map.reader(meter().put(10, (int) (raw >>> 16), (int) raw), 1).read();
    BigDecimal expected =
        BigDecimal.valueOf(raw)
            .multiply(BigDecimal.valueOf(multiply))
            .scaleByPowerOfTen(exponent)
            .divide(BigDecimal.valueOf(divide), 0, RoundingMode.FLOOR);
    if (expected.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      assertThat(result).isInstanceOf(DeviceResult.Failed.class);
    } else {
      assertThat(((DeviceResult.Ok<MeterRegisters>) result).value().importWh())
          .isEqualTo(expected.longValueExact());
    }
  }

  @Test
  void aMapThatCannotBeRightIsRefused() {
    assertThatThrownBy(() -> new RegisterMap("m", "", POWER, null, POWER, true, null))
        .hasMessageContaining("import: the unit must be Wh");
    assertThatThrownBy(() -> new RegisterMap("m", "", IMPORT, EXPORT, EXPORT, true, null))
        .hasMessageContaining("power: the unit must be W");
    assertThatThrownBy(() -> energy(65_535, RegisterScale.ONE)).hasMessageContaining("address");
    assertThatThrownBy(() -> new RegisterScale(13, 1, 1)).hasMessageContaining("power of ten");
    assertThatThrownBy(() -> new RegisterScale(0, 1, 0)).hasMessageContaining("divide");
  }

  private static FakeUnit meter() {
    return new FakeUnit().put(10, 0, 1, 0, 1).put(30, 10);
  }

  private static RegisterMap map(boolean powerIsImport) {
    return new RegisterMap("m", "", IMPORT, EXPORT, POWER, powerIsImport, null);
  }

  private static RegisterPoint energy(int address, RegisterScale scale) {
    return point(address, RegisterType.U32, scale, RegisterUnit.WATT_HOUR);
  }

  private static RegisterPoint point(
      int address, RegisterType type, RegisterScale scale, RegisterUnit unit) {
    return new RegisterPoint(
        RegisterTable.HOLDING, address, type, WordOrder.HIGH_FIRST, scale, unit);
  }

  private static MeterRegisters read(RegisterMap map, FakeUnit unit) {
    DeviceResult<MeterRegisters> result = map.reader(unit, 1).read();
    assertThat(result).isInstanceOf(DeviceResult.Ok.class);
    return ((DeviceResult.Ok<MeterRegisters>) result).value();
  }

  private static DeviceFailure failure(RegisterMap map, FakeUnit unit) {
    DeviceResult<MeterRegisters> result = map.reader(unit, 1).read();
    assertThat(result).isInstanceOf(DeviceResult.Failed.class);
    return ((DeviceResult.Failed<MeterRegisters>) result).failure();
  }

  private static void assertFailure(FakeUnit unit, FailureCode code, String names) {
    DeviceFailure failure = failure(map(true), unit);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.message()).contains(names);
  }

  @Test
  void aReaderSaysWhatItReads() {
    assertThat(map(true).reader(meter(), 1).device()).isEqualTo("m");
  }
}
