package org.commonwatt.ingest.sunspec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.RegisterBlock;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.junit.jupiter.api.Test;

class TotalsModelTest {

  /**
   * The registers of a meter as they would come over the wire. Offset 0: 00cb 0069 (model 203,
   * length 105); 18: fb2e = −1234 W in tens (scale 0001 at 22); 38: 0001 e240 = 123,456 exported;
   * 46: fffffffe imported; 54: ffff = 10^−1.
   */
  @Test
  void readsAGoldenDump() {
    String dump =
        "00cb0069"
            + "8000".repeat(16)
            + "fb2e"
            + "8000".repeat(3)
            + "0001"
            + "8000".repeat(15)
            + "0001e240"
            + "00000000".repeat(3)
            + "fffffffe"
            + "00000000".repeat(3)
            + "ffff"
            + "00000000".repeat(8)
            + "8000"
            + "00000000".repeat(16)
            + "8000"
            + "00000000";
    RegisterBlock block = new RegisterBlock(HexFormat.of().parseHex(dump));
    assertThat(block.size()).isEqualTo(MeterModel.REGISTERS);
    assertThat(TotalsModel.METER.read(block))
        .isEqualTo(DeviceResult.ok(new MeterRegisters(429_496_729L, 12_345, 12_340, 1)));
  }

  @Test
  void energiesThatAreNotWholeWattHoursAreFloored() {
    assertThat(read(model(109, 100, -1))).isEqualTo(new MeterRegisters(10, 10, 0, 1));
    assertThat(read(model(9, 1, -1))).isEqualTo(new MeterRegisters(0, 0, 0, 1));
  }

  @Test
  void powerIsTurnedToInjectionPositiveAndFloored() {
    int[] model = model(1, 1, 0);
    model[MeterModel.W] = 15;
    model[MeterModel.W_SF] = -1 & 0xffff;
    assertThat(read(model).powerW()).as("imports 1.5 W").isEqualTo(-2);
    model[MeterModel.W] = -15 & 0xffff;
    assertThat(read(model).powerW()).as("exports 1.5 W").isEqualTo(1);
  }

  @Test
  void coarseRegistersTellTheirResolution() {
    assertThat(read(model(12, 3, 3))).isEqualTo(new MeterRegisters(12_000, 3_000, 0, 1_000));
  }

  @Test
  void aMeterOfOneDirectionIsReadAndOneOfNoneIsNot() {
    assertThat(read(model(12, 0, 0))).isEqualTo(new MeterRegisters(12, 0, 0, 1));
    assertThat(code(model(0, 0, 0))).isEqualTo(FailureCode.NOT_ACCUMULATED);
  }

  @Test
  void whatIsMissingOrImpossibleIsAFailureThatNamesThePoint() {
    assertThat(code(with(MeterModel.TOT_WH_SF, 0x8000))).isEqualTo(FailureCode.NOT_IMPLEMENTED);
    assertThat(code(with(MeterModel.W, 0x8000))).isEqualTo(FailureCode.NOT_IMPLEMENTED);
    assertThat(code(with(MeterModel.W_SF, 0x8000))).isEqualTo(FailureCode.NOT_IMPLEMENTED);
    assertThat(code(with(MeterModel.TOT_WH_SF, 11))).isEqualTo(FailureCode.OUT_OF_RANGE);
    assertThat(code(with(MeterModel.W_SF, -11 & 0xffff))).isEqualTo(FailureCode.OUT_OF_RANGE);
    int[] huge = with(MeterModel.TOT_WH_SF, 10);
    huge[MeterModel.TOT_WH_IMP] = 0xffff;
    assertThat(code(huge)).isEqualTo(FailureCode.OUT_OF_RANGE);
    assertThat(code(with(0, 103))).isEqualTo(FailureCode.MODEL_MISSING);
    assertThat(code(with(1, 106))).isEqualTo(FailureCode.MODEL_MISSING);
    assertThat(code(Arrays.copyOf(model(1, 1, 0), 106))).isEqualTo(FailureCode.GARBLED);
  }

  @Test
  void theFourKindsOfMetersAreReadAlike() {
    for (int id = 201; id <= 204; id++) {
      assertThat(read(with(0, id))).isEqualTo(new MeterRegisters(1, 1, 0, 1));
    }
  }

  /** Offset 14: 04d2 = 1234 W in tenths; 24: 0001 0003 = 65,539 in tens of Wh. */
  @Test
  void anInverterExportsWhatItGenerates() {
    int[] model = new int[TotalsModel.INVERTER.registers()];
    put(model, 0, 103, 50);
    put(model, 14, 1_234, 0xffff);
    put(model, 24, 1, 3, 1);
    assertThat(read(TotalsModel.INVERTER, model))
        .isEqualTo(new MeterRegisters(0, 655_390, 123, 10));
    put(model, 24, 0, 0);
    assertThat(code(TotalsModel.INVERTER, model)).isEqualTo(FailureCode.NOT_ACCUMULATED);
  }

  /** Offset 10: ff38 = −200 W, absorbing; 19 and 23: 64 bits of tenths of Wh. */
  @Test
  void aDistributedEnergyResourceTellsBothDirections() {
    int[] model = der();
    assertThat(read(TotalsModel.DER, model)).isEqualTo(new MeterRegisters(1, 429_496_730, -200, 1));
    put(model, 19, 0xffff, 0xffff, 0xffff, 0xffff);
    assertThat(code(TotalsModel.DER, model)).isEqualTo(FailureCode.NOT_IMPLEMENTED);
    put(model, 19, 0, 0, 0, 0);
    put(model, 23, 0, 0, 0, 0);
    assertThat(read(TotalsModel.DER, model)).isEqualTo(new MeterRegisters(0, 0, -200, 1));
    put(model, 10, 0x8000);
    assertThat(code(TotalsModel.DER, model)).isEqualTo(FailureCode.NOT_IMPLEMENTED);
  }

  private static int[] der() {
    int[] model = new int[TotalsModel.DER.registers()];
    put(model, 0, 701, 153);
    put(model, 10, 0xff38);
    put(model, 19, 0, 1, 0, 8);
    put(model, 23, 0, 0, 0, 19);
    put(model, 120, 0xffff);
    return model;
  }

  private static void put(int[] model, int offset, int... values) {
    System.arraycopy(values, 0, model, offset, values.length);
  }

  @Property
  void anyBytesGiveAReadingOrAFailureNeverAnException(
      @ForAll @Size(min = 0, max = 250) byte[] bytes) {
    byte[] even = Arrays.copyOf(bytes, bytes.length & ~1);
    for (TotalsModel model : TotalsModel.values()) {
      assertThat(model.read(new RegisterBlock(even))).isNotNull();
    }
  }

  @Property
  void anyRegistersUnderTheRightHeaderGiveAReadingOrAFailure(@ForAll("bodies") byte[] registers) {
    DeviceResult<MeterRegisters> result = TotalsModel.METER.read(new RegisterBlock(registers));
    if (result instanceof DeviceResult.Ok<MeterRegisters> ok) {
      assertThat(ok.value().importWh()).isNotNegative();
      assertThat(ok.value().exportWh()).isNotNegative();
      assertThat(ok.value().resolutionWh()).isPositive();
    } else {
      assertThat(((DeviceResult.Failed<MeterRegisters>) result).failure().code())
          .isIn(FailureCode.NOT_IMPLEMENTED, FailureCode.NOT_ACCUMULATED, FailureCode.OUT_OF_RANGE);
    }
  }

  @Provide
  Arbitrary<byte[]> bodies() {
    Arbitrary<byte[]> bytes =
        Arbitraries.bytes().array(byte[].class).ofSize(2 * MeterModel.REGISTERS);
    Arbitrary<Integer> scales = Arbitraries.integers().between(-12, 12);
    return Combinators.combine(bytes, scales, scales)
        .as(
            (body, whScale, wScale) -> {
              ByteBuffer buffer = ByteBuffer.wrap(body);
              buffer.putShort(0, (short) MeterModel.ID).putShort(2, (short) MeterModel.LENGTH);
              buffer.putShort(2 * MeterModel.TOT_WH_SF, whScale.shortValue());
              buffer.putShort(2 * MeterModel.W_SF, wScale.shortValue());
              return body;
            });
  }

  @Property
  void everyTotalAndScaleComesOutAsTheArithmeticSays(
      @ForAll @LongRange(min = 1, max = 0xffff_ffffL) long imported,
      @ForAll @IntRange(min = -6, max = 6) int scale) {
    int[] model = model(0, 1, scale & 0xffff);
    model[MeterModel.TOT_WH_IMP] = (int) (imported >>> 16);
    model[MeterModel.TOT_WH_IMP + 1] = (int) (imported & 0xffff);
    BigDecimal expected =
        BigDecimal.valueOf(imported).scaleByPowerOfTen(scale).setScale(0, RoundingMode.FLOOR);
    assertThat(read(model).importWh()).isEqualTo(expected.longValueExact());
  }

  private static int[] model(int importWh, int exportWh, int whScale) {
    return SunSpecUnits.meterModel(importWh, exportWh, whScale);
  }

  private static int[] with(int offset, int value) {
    int[] model = model(1, 1, 0);
    model[offset] = value;
    return model;
  }

  private static MeterRegisters read(int[] model) {
    return read(TotalsModel.METER, model);
  }

  private static MeterRegisters read(TotalsModel kind, int[] model) {
    DeviceResult<MeterRegisters> result = kind.read(block(model));
    assertThat(result).isInstanceOf(DeviceResult.Ok.class);
    return ((DeviceResult.Ok<MeterRegisters>) result).value();
  }

  private static FailureCode code(int[] model) {
    return code(TotalsModel.METER, model);
  }

  private static FailureCode code(TotalsModel kind, int[] model) {
    DeviceResult<MeterRegisters> result = kind.read(block(model));
    assertThat(result).isInstanceOf(DeviceResult.Failed.class);
    return ((DeviceResult.Failed<MeterRegisters>) result).failure().code();
  }

  private static RegisterBlock block(int[] model) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * model.length);
    for (int register : model) {
      bytes.putShort((short) register);
    }
    return new RegisterBlock(bytes.array());
  }
}
