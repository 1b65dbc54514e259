package org.commonwatt.core.storage.advice;

import java.math.BigInteger;

/**
 * What a µWh in the battery is worth, nano-currency, as a fraction.
 *
 * @param above the line
 * @param below positive
 */
record Slope(BigInteger above, BigInteger below) implements Comparable<Slope> {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  static final Slope ZERO = new Slope(BigInteger.ZERO, BigInteger.ONE);

  static Slope of(long price, long times, long by) {
    BigInteger above = BigInteger.valueOf(price).multiply(BigInteger.valueOf(times));
    return new Slope(above, BigInteger.valueOf(by));
  }

  @Override
  public int compareTo(Slope other) {
    return above.multiply(other.below).compareTo(other.above.multiply(below));
  }

  /** What an energy is worth, nano-currency times 10⁶, rounded up. */
  BigInteger worth(long microWh) {
    BigInteger value = above.multiply(BigInteger.valueOf(microWh)).multiply(MILLION);
    BigInteger[] parts = value.divideAndRemainder(below);
    return parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
  }

  Slope negated() {
    return new Slope(above.negate(), below);
  }
}
