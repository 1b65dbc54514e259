package org.commonwatt.core.coupled;

import java.math.BigInteger;

/** A 128-bit sum of products of two longs. */
final class Wide {
  private long high;
  private long low; // unsigned

  /** Adds {@code a × b}. */
  void addProduct(long a, long b) {
    add(Math.multiplyHigh(a, b), a * b);
  }

  /** Adds another sum. */
  void add(Wide other) {
    add(other.high, other.low);
  }

  private void add(long otherHigh, long otherLow) {
    long sum = low + otherLow;
    long carry = ((low & otherLow) | ((low | otherLow) & ~sum)) >>> (Long.SIZE - 1);
    high += otherHigh + carry;
    low = sum;
  }

  /** -1, 0 or 1. */
  int signum() {
    return high != 0 ? Long.signum(high) : low != 0 ? 1 : 0;
  }

  BigInteger value() {
    return BigInteger.valueOf(high)
        .shiftLeft(Long.SIZE)
        .add(BigInteger.valueOf(low >>> 1).shiftLeft(1))
        .add(BigInteger.valueOf(low & 1));
  }
}
