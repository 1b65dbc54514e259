package org.commonwatt.core.coupled;

import java.math.BigInteger;

/** A 128-bit sum of products of two longs. */
final class Wide {
  private long high;
  private long low; // unsigned

  /** Adds {@code a × b}. */
  void addProduct(long a, long b) {
    long product = a * b;
    long sum = low + product;
    high += Math.multiplyHigh(a, b);
    if (Long.compareUnsigned(sum, product) < 0) {
      high++;
    }
    low = sum;
  }

  BigInteger value() {
    return BigInteger.valueOf(high)
        .shiftLeft(Long.SIZE)
        .add(BigInteger.valueOf(low >>> 1).shiftLeft(1))
        .add(BigInteger.valueOf(low & 1));
  }
}
