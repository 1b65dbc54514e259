package org.commonwatt.flink.surveillance;

import java.math.BigInteger;

/** Comparisons of shares in parts per million, without rounding and without overflow. */
final class Shares {
  static final long WHOLE = 1_000_000;

  private Shares() {}

  /** Whether {@code part ≥ whole × ppm ÷ 10⁶}. */
  static boolean atLeast(long part, long whole, long ppm) {
    return times(part, WHOLE).compareTo(times(whole, ppm)) >= 0;
  }

  /** Whether two amounts differ by at most {@code ppm} of the larger absolute one. */
  static boolean near(long a, long b, long ppm) {
    BigInteger apart = BigInteger.valueOf(a).subtract(BigInteger.valueOf(b)).abs();
    BigInteger larger = BigInteger.valueOf(a).abs().max(BigInteger.valueOf(b).abs());
    return apart
            .multiply(BigInteger.valueOf(WHOLE))
            .compareTo(larger.multiply(BigInteger.valueOf(ppm)))
        <= 0;
  }

  /** {@code part ÷ whole} in parts per million, rounded down; at most the range of a long. */
  static long ppm(long part, long whole) {
    if (whole == 0) {
      return part == 0 ? 0 : Long.MAX_VALUE;
    }
    BigInteger share = times(part, WHOLE).divide(BigInteger.valueOf(whole));
    return share.bitLength() < Long.SIZE ? share.longValue() : Long.MAX_VALUE;
  }

  private static BigInteger times(long a, long b) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
  }
}
