package org.commonwatt.ingest.sunspec;

import java.math.BigInteger;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.RegisterBlock;

/**
 * Model 203, the three-phase wye meter with integer points and scale factors: offsets from its
 * first register (the model id), and the reading of its totals.
 *
 * <p>A value stands for {@code register × 10^scale factor}. Energies are {@code acc32}: unsigned 32
 * bits, high word first. Power is signed and, for a meter, <em>import is positive</em>; ours is the
 * other way round.
 */
public final class MeterModel {
  /** The model's id. */
  public static final int ID = 203;

  /** Registers after the two of the header. */
  public static final int LENGTH = 105;

  /** All registers with the header: one request. */
  public static final int REGISTERS = LENGTH + 2;

  /** Scale factor of the currents that stand before it. */
  public static final int A_SF = 6;

  /** Scale factor of the voltages. */
  public static final int V_SF = 15;

  /** Frequency. */
  public static final int HZ = 16;

  /** Scale factor of the frequency. */
  public static final int HZ_SF = 17;

  /** Total active power, import positive. */
  public static final int W = 18;

  /** Scale factor of the active powers. */
  public static final int W_SF = 22;

  /** Total energy exported, two registers. */
  public static final int TOT_WH_EXP = 38;

  /** Total energy imported, two registers. */
  public static final int TOT_WH_IMP = 46;

  /** Scale factor of the energies. */
  public static final int TOT_WH_SF = 54;

  /** Event flags, two registers. */
  public static final int EVENTS = 105;

  /** An {@code int16} or {@code sunssf} register that the device does not implement. */
  public static final int NOT_IMPLEMENTED = 0x8000;

  private static final int LARGEST_SCALE = 10;
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private MeterModel() {}

  /**
   * Reads the totals. Values that are not whole after scaling are floored: an energy total never
   * runs ahead of the meter, and the rest is in the next reading.
   *
   * @param block the {@value #REGISTERS} registers of the model, header included
   * @return the totals, or {@code GARBLED} (too short), {@code MODEL_MISSING} (another model at
   *     this address), {@code NOT_IMPLEMENTED}, {@code NOT_ACCUMULATED} (both energies 0), {@code
   *     OUT_OF_RANGE}; never an exception
   */
  public static DeviceResult<MeterRegisters> read(RegisterBlock block) {
    if (block.size() < REGISTERS) {
      return DeviceResult.failed(
          FailureCode.GARBLED,
          "model 203 has " + REGISTERS + " registers, the answer only " + block.size());
    }
    if (block.unsigned16(0) != ID || block.unsigned16(1) != LENGTH) {
      return DeviceResult.failed(
          FailureCode.MODEL_MISSING,
          "expected model 203 of length 105 here, found model %d of length %d"
              .formatted(block.unsigned16(0), block.unsigned16(1)));
    }
    return energies(block);
  }

  private static DeviceResult<MeterRegisters> energies(RegisterBlock block) {
    long imported = block.unsigned32(TOT_WH_IMP);
    long exported = block.unsigned32(TOT_WH_EXP);
    if (imported == 0 && exported == 0) {
      return DeviceResult.failed(
          FailureCode.NOT_ACCUMULATED,
          "TotWhImp and TotWhExp are both 0: the meter does not accumulate energy (yet)");
    }
    return scale(block, TOT_WH_SF, "TotWh_SF")
        .then(
            scale ->
                scaled(imported, scale, "TotWhImp")
                    .then(
                        importWh ->
                            scaled(exported, scale, "TotWhExp")
                                .then(
                                    exportWh ->
                                        power(block)
                                            .then(
                                                powerW ->
                                                    DeviceResult.ok(
                                                        new MeterRegisters(
                                                            importWh,
                                                            exportWh,
                                                            powerW,
                                                            resolution(scale)))))));
  }

  private static DeviceResult<Long> power(RegisterBlock block) {
    if (block.unsigned16(W) == NOT_IMPLEMENTED) {
      return DeviceResult.failed(
          FailureCode.NOT_IMPLEMENTED, "W is mandatory in model 203 and reads not implemented");
    }
    return scale(block, W_SF, "W_SF").then(scale -> scaled(-(long) block.signed16(W), scale, "W"));
  }

  private static DeviceResult<Integer> scale(RegisterBlock block, int offset, String name) {
    int scale = block.signed16(offset);
    if (block.unsigned16(offset) == NOT_IMPLEMENTED) {
      return DeviceResult.failed(
          FailureCode.NOT_IMPLEMENTED,
          name + " is mandatory in model 203 and reads not implemented");
    }
    if (Math.abs(scale) > LARGEST_SCALE) {
      return DeviceResult.failed(
          FailureCode.OUT_OF_RANGE, name + " is a power of ten from -10 to 10, not " + scale);
    }
    return DeviceResult.ok(scale);
  }

  private static DeviceResult<Long> scaled(long raw, int scale, String name) {
    if (scale < 0) {
      return DeviceResult.ok(Math.floorDiv(raw, powerOfTen(-scale)));
    }
    BigInteger product = BigInteger.valueOf(raw).multiply(BigInteger.valueOf(powerOfTen(scale)));
    if (product.abs().compareTo(MAX_LONG) > 0) {
      return DeviceResult.failed(
          FailureCode.OUT_OF_RANGE,
          name + " = " + raw + " × 10^" + scale + " does not fit in 64 bits");
    }
    return DeviceResult.ok(product.longValueExact());
  }

  private static long resolution(int scale) {
    return scale < 0 ? 1 : powerOfTen(scale);
  }

  private static long powerOfTen(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power = Math.multiplyExact(power, 10);
    }
    return power;
  }
}
