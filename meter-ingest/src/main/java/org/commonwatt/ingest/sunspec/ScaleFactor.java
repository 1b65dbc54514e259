package org.commonwatt.ingest.sunspec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.RegisterBlock;

/**
 * The power of ten that a SunSpec device gives with its values.
 *
 * @param exponent −10 to 10
 */
record ScaleFactor(int exponent) {
  private static final int LARGEST = 10;
  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  /**
   * Reads a scale factor.
   *
   * @param offset of its register in the block
   * @param name of the point, for the failure
   * @return the factor, or {@code NOT_IMPLEMENTED}, {@code OUT_OF_RANGE}
   */
  static DeviceResult<ScaleFactor> read(RegisterBlock block, int offset, String name) {
    int exponent = block.signed16(offset);
    if (block.unsigned16(offset) == MeterModel.NOT_IMPLEMENTED) {
      return DeviceResult.failed(
          FailureCode.NOT_IMPLEMENTED, name + " is needed and reads not implemented");
    }
    if (Math.abs(exponent) > LARGEST) {
      return DeviceResult.failed(
          FailureCode.OUT_OF_RANGE, name + " is no power of ten from -10 to 10");
    }
    return DeviceResult.ok(new ScaleFactor(exponent));
  }

  /**
   * A register's value, floored to a whole number: an energy total never runs ahead of the meter,
   * and the rest is in the next reading.
   *
   * @return the value, or {@code OUT_OF_RANGE} when it does not fit in 64 bits
   */
  DeviceResult<Long> apply(BigInteger raw, String name) {
    BigDecimal value =
        new BigDecimal(raw).scaleByPowerOfTen(exponent).setScale(0, RoundingMode.FLOOR);
    return value.abs().compareTo(MAX_LONG) > 0
        ? DeviceResult.failed(
            FailureCode.OUT_OF_RANGE,
            name + " does not fit in 64 bits after scaling: is the scale factor right?")
        : DeviceResult.ok(value.longValueExact());
  }

  /** The smallest step of a value, at least 1. */
  long resolution() {
    return BigInteger.TEN.pow(Math.max(exponent, 0)).longValueExact();
  }
}
