package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Shares by largest remainder, one unit after the other. */
final class ProRata {
  private ProRata() {}

  /** What each gets of an amount, in order of id; equal remainders go by id. Nobody gets 0. */
  static SortedMap<String, BigInteger> of(
      BigInteger amount, SortedMap<String, BigInteger> weights) {
    BigInteger all = weights.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    SortedMap<String, BigInteger> parts = new TreeMap<>();
    SortedMap<String, BigInteger> rests = new TreeMap<>();
    BigInteger given = BigInteger.ZERO;
    for (Map.Entry<String, BigInteger> weight : weights.entrySet()) {
      if (weight.getValue().signum() > 0) {
        BigInteger exact = amount.multiply(weight.getValue());
        parts.put(weight.getKey(), exact.divide(all));
        rests.put(weight.getKey(), exact.mod(all));
        given = given.add(exact.divide(all));
      }
    }
    for (; given.compareTo(amount) < 0; given = given.add(BigInteger.ONE)) {
      String next = largest(rests);
      rests.remove(next);
      parts.merge(next, BigInteger.ONE, BigInteger::add);
    }
    parts.values().removeIf(part -> part.signum() == 0);
    return parts;
  }

  private static String largest(SortedMap<String, BigInteger> rests) {
    String best = rests.firstKey();
    BigInteger most = BigInteger.valueOf(-1);
    for (Map.Entry<String, BigInteger> rest : rests.entrySet()) {
      if (rest.getValue().compareTo(most) > 0) {
        best = rest.getKey();
        most = rest.getValue();
      }
    }
    return best;
  }
}
