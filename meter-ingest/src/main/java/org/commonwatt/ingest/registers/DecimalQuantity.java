package org.commonwatt.ingest.registers;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An energy or power that was written as a decimal number, exactly: {@code 12.345} kWh are 12,345
 * Wh. What is not whole is floored, as everywhere.
 *
 * @param value whole Wh or W
 * @param resolution the step of its last digit, whole Wh or W, at least 1
 */
public record DecimalQuantity(long value, long resolution) {
  private static final Pattern PLAIN = Pattern.compile("-?\\d{1,15}(?:\\.\\d{1,15})?");

  /**
   * Reads a plain decimal number: digits with at most one point, no exponent, up to 15 digits
   * before it and 15 behind.
   *
   * @param text the number
   * @param unit what it counts
   * @return empty when it is no such number, or does not fit in 64 bits
   */
  public static Optional<DecimalQuantity> parse(String text, RegisterUnit unit) {
    if (!PLAIN.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(text);
    BigDecimal value = number.scaleByPowerOfTen(unit.exponent()).setScale(0, RoundingMode.FLOOR);
    if (value.toBigIntegerExact().bitLength() >= Long.SIZE) {
      return Optional.empty();
    }
    int step = unit.exponent() - number.scale();
    return Optional.of(
        new DecimalQuantity(
            value.longValueExact(),
            step <= 0 ? 1 : BigDecimal.ONE.scaleByPowerOfTen(step).longValueExact()));
  }

  /** The other sign; what is not whole was floored before. */
  public DecimalQuantity negated() {
    return new DecimalQuantity(-value, resolution);
  }
}
