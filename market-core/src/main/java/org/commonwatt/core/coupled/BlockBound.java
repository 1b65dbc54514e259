package org.commonwatt.core.coupled;

import java.math.BigInteger;

/**
 * What no decision within a domain can pass, by the prices at hand: all orders and links gain the
 * most they can at them, and every family and exclusive group of blocks the most that the domain
 * allows. Weak duality makes this a bound whatever the prices are.
 */
final class BlockBound {
  private final BlockMarket market;
  private final BlockDomain domain;
  private final BigInteger[] margin; // per block, of a unit
  private BigInteger bound;

  BlockBound(BlockMarket market, BlockDomain domain) {
    this.market = market;
    this.domain = domain;
    margin = new BigInteger[market.blocks.length];
    bound = market.gainOfOthers();
    for (int b = 0; b < margin.length; b++) {
      margin[b] = market.margin(b);
    }
    for (int b = 0; b < margin.length; b++) {
      if (isFirstOfUnit(b)) {
        bound = bound.add(unit(b));
      }
    }
  }

  /** The bound, nano-currency. */
  BigInteger value() {
    return bound;
  }

  /** What a block gains by one unit, nano-currency. */
  BigInteger margin(int b) {
    return margin[b];
  }

  /** The bound with a block's units kept within others. */
  BigInteger within(int b, long least, long most) {
    BigInteger before = unit(b);
    long keptLeast = domain.least[b];
    long keptMost = domain.most[b];
    domain.least[b] = least;
    domain.most[b] = most;
    BigInteger after = unit(b);
    domain.least[b] = keptLeast;
    domain.most[b] = keptMost;
    return bound.subtract(before).add(after);
  }

  /** What a block could gain more than it does with so many units, nano-currency. */
  BigInteger missed(int b, long units) {
    return most(b).subtract(margin[b].multiply(BigInteger.valueOf(units)));
  }

  private boolean isFirstOfUnit(int b) {
    Block block = market.blocks[b];
    if (block.group != Block.NONE) {
      return domain.group(block.group)[0] == b;
    }
    return block.parent == Block.NONE;
  }

  /** The most that the family or the group of a block gains. */
  private BigInteger unit(int b) {
    Block block = market.blocks[b];
    if (block.group != Block.NONE) {
      return group(domain.group(block.group));
    }
    int root = b;
    while (market.blocks[root].parent != Block.NONE) {
      root = market.blocks[root].parent;
    }
    return family(root);
  }

  private BigInteger group(int[] members) {
    BigInteger sure = BigInteger.ZERO;
    BigInteger best = BigInteger.ZERO;
    for (int b : members) {
      if (domain.least[b] > 0) {
        sure = sure.add(most(b));
      } else {
        best = best.max(most(b));
      }
    }
    return sure.add(best);
  }

  /** A child gains at most what it would if its parent were accepted as a whole. */
  private BigInteger family(int b) {
    if (domain.most[b] == 0) {
      return BigInteger.ZERO;
    }
    BigInteger sum = ifAccepted(b);
    for (int child : market.blocks[b].children) {
      sum = sum.add(family(child));
    }
    return domain.least[b] > 0 ? sum : sum.max(BigInteger.ZERO);
  }

  private BigInteger ifAccepted(int b) {
    long fewest = Math.max(domain.least[b], market.blocks[b].leastUnits);
    return margin[b].multiply(BigInteger.valueOf(margin[b].signum() > 0 ? domain.most[b] : fewest));
  }

  private BigInteger most(int b) {
    if (domain.most[b] == 0) {
      return BigInteger.ZERO;
    }
    BigInteger accepted = ifAccepted(b);
    return domain.least[b] > 0 ? accepted : accepted.max(BigInteger.ZERO);
  }
}
