package org.commonwatt.core.coupled;

import java.math.BigInteger;

/**
 * Fills and flows of one network that was cleared, with its welfare.
 *
 * @param fills per order, Wh
 * @param flows per link of the case, Wh
 * @param nodes what holds for each node
 * @param welfareNano welfare, nano-currency
 * @param volumeWh sum of all fills, Wh
 */
record Solution(long[] fills, long[] flows, Nodes nodes, BigInteger welfareNano, long volumeWh) {

  /**
   * What holds for each node.
   *
   * @param price some price that supports the fills of all orders that take part, µ/kWh
   * @param lower the highest price that an order forbids to go below, µ/kWh
   * @param upper the lowest price that an order forbids to go above, µ/kWh
   * @param buyWh energy bought, Wh
   * @param sellWh energy sold, Wh
   */
  record Nodes(long[] price, long[] lower, long[] upper, long[] buyWh, long[] sellWh) {}

  /** Compares by welfare, then volume. */
  int compareWorth(Solution other) {
    int byWelfare = welfareNano.compareTo(other.welfareNano);
    return byWelfare != 0 ? byWelfare : Long.compare(volumeWh, other.volumeWh);
  }
}
