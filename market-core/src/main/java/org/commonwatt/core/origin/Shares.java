package org.commonwatt.core.origin;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.core.settlement.LargestRemainder;

/** Parts of a number of Wh. */
final class Shares {
  private Shares() {}

  /** Whole parts pro rata, by largest remainder, then in order; at most their weights. */
  static List<Long> of(long amount, List<Long> weights) {
    return LargestRemainder.share(
            BigInteger.valueOf(amount), weights.stream().map(BigInteger::valueOf).toList())
        .stream()
        .map(BigInteger::longValueExact)
        .toList();
  }
}
