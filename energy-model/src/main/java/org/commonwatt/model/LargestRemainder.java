package org.commonwatt.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Shares an amount pro rata in whole units, so that the shares sum to it exactly. */
public final class LargestRemainder {
  private LargestRemainder() {}

  private record Rest(int index, BigInteger remainder) {}

  /**
   * Shares an amount: quotients rounded down; the units left over go one each to the largest
   * remainders, of equal ones to the earlier.
   *
   * @param amount 0 to the sum of the weights
   * @param weights not negative
   * @return a share for each weight, 0 to that weight
   */
  public static List<BigInteger> share(BigInteger amount, List<BigInteger> weights) {
    BigInteger sum = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
    if (amount.signum() < 0 || amount.compareTo(sum) > 0) {
      throw new IllegalArgumentException(amount + " cannot be shared by weights of " + sum);
    }
    List<BigInteger> shares = new ArrayList<>();
    List<Rest> rests = new ArrayList<>();
    BigInteger left = amount;
    for (int i = 0; i < weights.size(); i++) {
      BigInteger[] parts =
          sum.signum() == 0
              ? new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO}
              : amount.multiply(weights.get(i)).divideAndRemainder(sum);
      shares.add(parts[0]);
      rests.add(new Rest(i, parts[1]));
      left = left.subtract(parts[0]);
    }
    rests.sort(Comparator.comparing(Rest::remainder).reversed().thenComparing(Rest::index));
    for (int i = 0; i < left.intValueExact(); i++) {
      shares.set(rests.get(i).index(), shares.get(rests.get(i).index()).add(BigInteger.ONE));
    }
    return shares;
  }

  /** The same of longs. */
  public static List<Long> shareWh(long amount, List<Long> weights) {
    return share(BigInteger.valueOf(amount), weights.stream().map(BigInteger::valueOf).toList())
        .stream()
        .map(BigInteger::longValueExact)
        .toList();
  }
}
