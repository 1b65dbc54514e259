package org.commonwatt.core.coupled;

import java.math.BigInteger;

/** Families of blocks at the prices of a market. */
final class BlockFamily {
  private BlockFamily() {}

  /** What a block gains with all that is accepted below it, nano-currency. */
  static BigInteger gain(BlockMarket market, long[] units, int b) {
    BigInteger sum = market.margin(b).multiply(BigInteger.valueOf(units[b]));
    for (int child : market.blocks[b].children) {
      if (units[child] > 0) {
        sum = sum.add(gain(market, units, child));
      }
    }
    return sum;
  }

  /** The accepted block that loses most with its family below it; -1 when none loses. */
  static int worst(BlockMarket market, long[] units) {
    int found = -1;
    BigInteger most = BigInteger.ZERO;
    for (int b = 0; b < units.length; b++) {
      boolean alone = market.blocks[b].children.length == 0;
      if (units[b] > 0 && (!alone || market.signOfMargin(b) < 0)) {
        BigInteger gain = gain(market, units, b);
        if (gain.compareTo(most) < 0) {
          most = gain;
          found = b;
        }
      }
    }
    return found;
  }

  /** Rejects a block and what is below it. */
  static void reject(BlockMarket market, long[] units, int b) {
    units[b] = 0;
    market.setUnits(b, 0);
    for (int child : market.blocks[b].children) {
      if (units[child] > 0) {
        reject(market, units, child);
      }
    }
  }
}
