package org.commonwatt.core.coupled;

import java.math.BigInteger;

/** Upon which block to branch, and how. */
final class BlockBranching {
  private static final long WHOLE = 1L << BlockMarket.SHARE_BITS;

  private BlockBranching() {}

  /**
   * The block whose share can least be had, else the one that misses most, else any that is open.
   *
   * @return -1 when nothing is open
   */
  static int choose(Block[] blocks, BlockDomain domain, long[] share, BlockBound bound) {
    int found = -1;
    BigInteger worst = BigInteger.valueOf(-1);
    for (int b = 0; b < blocks.length; b++) {
      if (!domain.isFixed(b)) {
        BigInteger missed = missed(blocks[b], share[b]);
        if (missed.compareTo(worst) > 0) {
          worst = missed;
          found = b;
        }
      }
    }
    if (found < 0 || worst.signum() > 0) {
      return found;
    }
    for (int b = 0; b < blocks.length; b++) {
      if (!domain.isFixed(b)) {
        BigInteger missed = bound.missed(b, nearest(blocks[b], share[b]));
        if (missed.compareTo(worst) > 0) {
          worst = missed;
          found = b;
        }
      }
    }
    return found;
  }

  /** How far a share is from what the block can have, in energy. */
  private static BigInteger missed(Block block, long share) {
    long units = nearest(block, share);
    if (units >= block.leastUnits && units < block.units) {
      return BigInteger.ZERO; // within its range, where the next unit is near
    }
    long distance = Math.abs(share - BlockRelaxation.shareOf(block, units));
    return BigInteger.valueOf(distance)
        .multiply(BigInteger.valueOf(block.units))
        .multiply(BigInteger.valueOf(block.whOfUnit()));
  }

  /** The units that a block can have nearest to a share. */
  static long nearest(Block block, long share) {
    BigInteger all = BigInteger.valueOf(block.units);
    BigInteger half = BigInteger.valueOf(WHOLE / 2);
    long units =
        BigInteger.valueOf(share)
            .multiply(all)
            .add(half)
            .divide(BigInteger.valueOf(WHOLE))
            .longValueExact();
    if (units >= block.leastUnits) {
      return units;
    }
    return units * 2 < block.leastUnits ? 0 : block.leastUnits;
  }

  /** The parts of a block's range that are explored one by one: each a least and a most. */
  static long[][] parts(Block block, BlockDomain domain, int b, long share) {
    long least = domain.least[b];
    long most = domain.most[b];
    if (least == 0 && block.leastUnits > 1) {
      return new long[][] {{0, 0}, {block.leastUnits, most}};
    }
    long middle = Math.max(least, Math.min(most - 1, nearest(block, share)));
    return new long[][] {{least, middle}, {middle + 1, most}};
  }
}
