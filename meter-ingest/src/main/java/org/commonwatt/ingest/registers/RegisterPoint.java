package org.commonwatt.ingest.registers;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.RegisterBlock;
import org.commonwatt.ingest.modbus.RegisterTable;

/**
 * One value of a device: where it stands and what it means.
 *
 * @param table holding or input registers
 * @param address of its first register as on the wire, from 0
 * @param type how its registers make a number
 * @param order of its registers
 * @param scale what the number is multiplied by
 * @param unit what it counts after that
 */
public record RegisterPoint(
    RegisterTable table,
    int address,
    RegisterType type,
    WordOrder order,
    RegisterScale scale,
    RegisterUnit unit) {
  private static final int LAST_ADDRESS = 65_535;
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  /** Checks that the registers exist. */
  public RegisterPoint {
    requireRegisters(address, type);
  }

  static void requireRegisters(int address, RegisterType type) {
    if (address < 0 || address + type.words() - 1 > LAST_ADDRESS) {
      throw new IllegalArgumentException(
          "address is 0 to 65535 and its registers end there, not " + address);
    }
  }

  /** The address of the register behind its last one. */
  int end() {
    return address + type.words();
  }

  /**
   * The value in a block, in Wh or W, exact.
   *
   * @param block registers that were read
   * @param blockAddress address of the block's first register
   * @param name of the value, for the failure
   * @return the value, or {@code NOT_IMPLEMENTED}
   */
  DeviceResult<Exact> decode(RegisterBlock block, int blockAddress, String name) {
    return type.decode(block, address - blockAddress, order)
        .<DeviceResult<Exact>>map(
            number -> DeviceResult.ok(new Exact(number, type.step(number), this)))
        .orElseGet(
            () ->
                DeviceResult.failed(
                    FailureCode.NOT_IMPLEMENTED,
                    "the device gives no %s: register %d reads as no value"
                        .formatted(name, address)));
  }

  /** Applies scale and unit and rounds. */
  private BigDecimal scaled(BigDecimal number, RoundingMode rounding) {
    return number
        .scaleByPowerOfTen(scale.exponent() + unit.exponent())
        .multiply(BigDecimal.valueOf(scale.multiply()))
        .divide(BigDecimal.valueOf(scale.divide()), 0, rounding);
  }

  /**
   * A number as read, and where it came from.
   *
   * @param number before scale and unit
   * @param step to the next number that the register could show
   * @param point whose scale and unit apply
   */
  record Exact(BigDecimal number, BigDecimal step, RegisterPoint point) {

    /** The other sign. */
    Exact negated() {
      return new Exact(number.negate(), step, point);
    }

    /**
     * Whole Wh or W, floored.
     *
     * @param name of the value, for the failure
     * @return the value, or {@code OUT_OF_RANGE} when it does not fit in 64 bits
     */
    DeviceResult<Long> floored(String name) {
      BigDecimal value = point.scaled(number, RoundingMode.FLOOR);
      return value.abs().compareTo(LARGEST) > 0
          ? DeviceResult.failed(
              FailureCode.OUT_OF_RANGE, name + " does not fit in 64 bits: check its type and scale")
          : DeviceResult.ok(value.longValueExact());
    }

    /** The smallest change that the register can show, whole Wh or W rounded up, at least 1. */
    long resolution() {
      return point.scaled(step, RoundingMode.CEILING).min(LARGEST).max(BigDecimal.ONE).longValue();
    }
  }
}
