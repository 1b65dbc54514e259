package org.commonwatt.flink.registers;

import java.math.BigInteger;

/** Products that may pass 64 bits. */
public final class WideMath {
  private WideMath() {}

  /**
   * {@code floor(a * b / divisor)} for values that are not negative.
   *
   * @throws ArithmeticException when the quotient does not fit in 64 bits
   */
  public static long multiplyDivide(long a, long b, long divisor) {
    if (fits(a, b)) {
      return a * b / divisor;
    }
    return product(a, b).divide(BigInteger.valueOf(divisor)).longValueExact();
  }

  /** Whether {@code a * b > c * d}. */
  static boolean productExceeds(long a, long b, long c, long d) {
    return fits(a, b) && fits(c, d) ? a * b > c * d : product(a, b).compareTo(product(c, d)) > 0;
  }

  /** Whether a product is not negative and fits in 64 bits, as nearly all do. */
  private static boolean fits(long a, long b) {
    return Math.multiplyHigh(a, b) == 0 && a * b >= 0;
  }

  private static BigInteger product(long a, long b) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
  }
}
