package org.commonwatt.ingest.registers;

/**
 * What a register's number is multiplied by: {@code multiply ÷ divide × 10^exponent}, exactly.
 *
 * @param exponent power of ten, −12 to 12
 * @param multiply numerator, 1 to 1,000,000,000
 * @param divide denominator, 1 to 1,000,000,000
 */
public record RegisterScale(int exponent, long multiply, long divide) {
  /** The number counts as it stands. */
  public static final RegisterScale ONE = new RegisterScale(0, 1, 1);

  private static final int LARGEST_EXPONENT = 12;
  private static final long LARGEST = 1_000_000_000;

  /** Checks the ranges. */
  public RegisterScale {
    if (Math.abs(exponent) > LARGEST_EXPONENT) {
      throw new IllegalArgumentException(
          "scale is a power of ten from -12 to 12, not " + exponent + ": write -2 for hundredths");
    }
    requireFactor("multiply", multiply);
    requireFactor("divide", divide);
  }

  private static void requireFactor(String name, long value) {
    if (value < 1 || value > LARGEST) {
      throw new IllegalArgumentException(name + " is 1 to " + LARGEST + ", not " + value);
    }
  }
}
