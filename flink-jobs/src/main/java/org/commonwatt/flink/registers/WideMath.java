package org.commonwatt.flink.registers;

import java.math.BigInteger;

/** Products that may pass 64 bits. */
final class WideMath {
  private WideMath() {}

  /**
   * {@code floor(a * b / divisor)} for values that are not negative.
   *
   * @throws ArithmeticException when the quotient does not fit in 64 bits
   */
  static long multiplyDivide(long a, long b, long divisor) {
    if (Math.multiplyHigh(a, b) == 0 && a * b >= 0) {
      return a * b / divisor;
    }
    return product(a, b).divide(BigInteger.valueOf(divisor)).longValueExact();
  }

  /** Whether {@code a * b > c * d}. */
  static boolean productExceeds(long a, long b, long c, long d) {
    return product(a, b).compareTo(product(c, d)) > 0;
  }

  private static BigInteger product(long a, long b) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
  }
}
