package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.TreeMap;
import org.commonwatt.core.coupled.JointPrices.Row;

/** Adds up what blocks gain at prices, to a sum of prices that must be at least a number. */
final class RowBuilder {
  private final int nodes;
  private final TreeMap<Integer, Long> factors = new TreeMap<>();
  private BigInteger bound = BigInteger.ZERO;

  RowBuilder(int nodes) {
    this.nodes = nodes;
  }

  void add(Block block, long units) {
    for (int s = 0; s < block.slots.length; s++) {
      long wh = block.sign * units * block.unitWh[s];
      factors.merge(block.slots[s] * nodes + block.node, wh, Math::addExact);
      bound = bound.add(BigInteger.valueOf(wh).multiply(BigInteger.valueOf(block.price)));
    }
  }

  /** The sum, by the greatest divisor of its factors: whole prices make whole multiples of it. */
  Row row() {
    factors.values().removeIf(factor -> factor == 0);
    int[] places = factors.keySet().stream().mapToInt(Integer::intValue).toArray();
    long[] wh = factors.values().stream().mapToLong(Long::longValue).toArray();
    BigInteger divisor = BigInteger.ZERO;
    for (long factor : wh) {
      divisor = divisor.gcd(BigInteger.valueOf(factor));
    }
    if (divisor.signum() == 0) {
      return new Row(places, wh, bound);
    }
    for (int i = 0; i < wh.length; i++) {
      wh[i] /= divisor.longValueExact();
    }
    BigInteger[] parts = bound.divideAndRemainder(divisor);
    boolean up = parts[1].signum() > 0;
    return new Row(places, wh, up ? parts[0].add(BigInteger.ONE) : parts[0]);
  }
}
