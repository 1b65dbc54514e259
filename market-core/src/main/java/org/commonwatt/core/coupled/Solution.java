package org.commonwatt.core.coupled;

import java.math.BigInteger;

/**
 * Fills and flows of one network that was cleared, with its welfare.
 *
 * @param fills per order, Wh
 * @param flows per link of the case, Wh
 * @param prices per node, some price that supports the fills of all orders that take part
 * @param welfareNano welfare, nano-currency
 * @param volumeWh sum of all fills, Wh
 */
record Solution(long[] fills, long[] flows, long[] prices, BigInteger welfareNano, long volumeWh) {

  /** Compares by welfare, then volume. */
  int compareWorth(Solution other) {
    int byWelfare = welfareNano.compareTo(other.welfareNano);
    return byWelfare != 0 ? byWelfare : Long.compare(volumeWh, other.volumeWh);
  }
}
