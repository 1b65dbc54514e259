package org.commonwatt.core.coupled;

import java.math.BigInteger;

/**
 * Lets blocks take part with any share, and moves one share after the other to where the block
 * neither gains nor loses, or to its end: ascent of the relaxed welfare, which is concave. What it
 * reaches need not be the optimum; its prices bound the optimum all the same.
 */
final class BlockRelaxation {
  private static final int PASSES = 12;
  private static final int HALVINGS = 7;
  private static final long WHOLE = 1L << BlockMarket.SHARE_BITS;

  private final BlockMarket market;
  private final BlockDomain domain;
  private final long[] share;

  /**
   * Relaxes.
   *
   * @param share per block, where to begin; changed to where it ends
   */
  BlockRelaxation(BlockMarket market, BlockDomain domain, long[] share) {
    this.market = market;
    this.domain = domain;
    this.share = share;
  }

  /** The share that a number of units is, in parts of 2²⁰, rounded down. */
  static long shareOf(Block block, long units) {
    return BigInteger.valueOf(units)
        .shiftLeft(BlockMarket.SHARE_BITS)
        .divide(BigInteger.valueOf(block.units))
        .longValueExact();
  }

  /** Runs until nothing moves, or for a number of passes. */
  void run() {
    for (int b = 0; b < share.length; b++) {
      share[b] = Math.max(least(b), Math.min(most(b), share[b]));
    }
    for (int b = 0; b < share.length; b++) {
      share[b] = Math.max(least(b), Math.min(limit(b), share[b]));
      take(b);
    }
    market.settle();
    boolean moved = true;
    for (int pass = 0; moved && pass < PASSES; pass++) {
      moved = false;
      for (int b = 0; b < share.length; b++) {
        moved |= market.blocks[b].group != Block.NONE && pass < 3 && exchange(b);
        moved |= move(b);
      }
    }
  }

  private long least(int b) {
    return shareOf(market.blocks[b], domain.least[b]);
  }

  private long most(int b) {
    return shareOf(market.blocks[b], domain.most[b]);
  }

  /** The most that the other blocks of a family or group leave a block. */
  private long limit(int b) {
    long limit = most(b);
    Block block = market.blocks[b];
    if (block.parent != Block.NONE) {
      limit = Math.min(limit, share[block.parent]);
    }
    if (block.group != Block.NONE) {
      long taken = 0;
      for (int other : domain.group(block.group)) {
        taken += other == b ? 0 : share[other];
      }
      limit = Math.min(limit, WHOLE - taken);
    }
    return Math.max(limit, least(b));
  }

  private void take(int b) {
    if (domain.isFixed(b)) {
      market.setUnits(b, domain.least[b]);
    } else {
      market.setShare(b, share[b]);
    }
  }

  /** Whether a block was moved to where it, with what depends on it, gains nothing by moving. */
  private boolean move(int b) {
    int sign = sign(b);
    long start = share[b];
    if (sign == 0 || domain.isFixed(b)) {
      return false;
    }
    long end = sign > 0 ? limit(b) : least(b);
    if (start == end) {
      return false;
    }
    put(b, end);
    if (sign(b) * sign >= 0) {
      return true;
    }
    long good = start;
    long bad = end;
    for (int i = 0; i < HALVINGS && Math.abs(bad - good) > 1; i++) {
      long middle = (good + bad) >> 1;
      put(b, middle);
      if (sign(b) * sign >= 0) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    put(b, good);
    return good != start;
  }

  private void put(int b, long to) {
    share[b] = to;
    take(b);
    lowerChildren(b);
    market.settle();
  }

  private void lowerChildren(int b) {
    for (int child : market.blocks[b].children) {
      if (share[child] > share[b]) {
        share[child] = Math.max(least(child), share[b]);
        take(child);
      }
      lowerChildren(child);
    }
  }

  private int sign(int b) {
    return market.blocks[b].children.length == 0 ? market.signOfMargin(b) : withFamily(b).signum();
  }

  /** What a whole block gains with those of its descendants that gain. */
  private BigInteger withFamily(int b) {
    Block block = market.blocks[b];
    BigInteger sum = market.margin(b).multiply(BigInteger.valueOf(block.units));
    for (int child : block.children) {
      if (domain.most[child] > 0) {
        sum = sum.add(withFamily(child).max(BigInteger.ZERO));
      }
    }
    return sum;
  }

  /** Gives a block the shares of its group when it gains more than each that has one. */
  private boolean exchange(int b) {
    if (domain.most[b] == 0 || limit(b) == most(b)) {
      return false;
    }
    BigInteger gain = whole(b);
    for (int other : domain.group(market.blocks[b].group)) {
      boolean holds = other != b && share[other] > 0;
      if (holds && (domain.least[other] > 0 || whole(other).compareTo(gain) >= 0)) {
        return false;
      }
    }
    if (gain.signum() <= 0) {
      return false;
    }
    for (int other : domain.group(market.blocks[b].group)) {
      if (other != b && share[other] > 0) {
        share[other] = 0;
        take(other);
      }
    }
    put(b, most(b));
    return true;
  }

  private BigInteger whole(int b) {
    return market.margin(b).multiply(BigInteger.valueOf(market.blocks[b].units));
  }
}
