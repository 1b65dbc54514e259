package org.commonwatt.core.coupled;

import java.math.BigInteger;

/**
 * An exact fraction in lowest terms.
 *
 * @param above numerator
 * @param below denominator, at least 1
 */
record Fraction(BigInteger above, BigInteger below) implements Comparable<Fraction> {
  static final Fraction ZERO = of(BigInteger.ZERO);
  static final Fraction ONE = of(BigInteger.ONE);

  static Fraction of(BigInteger whole) {
    return new Fraction(whole, BigInteger.ONE);
  }

  static Fraction of(long whole) {
    return of(BigInteger.valueOf(whole));
  }

  Fraction plus(Fraction other) {
    if (below.equals(other.below)) {
      return reduced(above.add(other.above), below);
    }
    return reduced(
        above.multiply(other.below).add(other.above.multiply(below)), below.multiply(other.below));
  }

  Fraction minus(Fraction other) {
    return plus(new Fraction(other.above.negate(), other.below));
  }

  Fraction times(Fraction other) {
    return reduced(above.multiply(other.above), below.multiply(other.below));
  }

  Fraction over(Fraction other) {
    BigInteger sign = BigInteger.valueOf(other.above.signum());
    return reduced(
        above.multiply(other.below).multiply(sign), below.multiply(other.above.multiply(sign)));
  }

  int signum() {
    return above.signum();
  }

  boolean isWhole() {
    return below.equals(BigInteger.ONE);
  }

  /** The greatest whole number that is not above. */
  long floor() {
    BigInteger[] parts = above.divideAndRemainder(below);
    return parts[0].longValueExact() - (parts[1].signum() < 0 ? 1 : 0);
  }

  @Override
  public int compareTo(Fraction other) {
    return below.equals(other.below)
        ? above.compareTo(other.above)
        : above.multiply(other.below).compareTo(other.above.multiply(below));
  }

  private static Fraction reduced(BigInteger above, BigInteger below) {
    if (below.equals(BigInteger.ONE)) {
      return new Fraction(above, below);
    }
    BigInteger divisor = above.gcd(below);
    return divisor.equals(BigInteger.ONE)
        ? new Fraction(above, below)
        : new Fraction(above.divide(divisor), below.divide(divisor));
  }
}
