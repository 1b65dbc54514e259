package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * What is still open of a decision upon blocks: of each block a least and a greatest number of
 * units. Between 0 and its least number a block has none; a child has at most the ratio of its
 * parent; the ratios of an exclusive group are at most 1 in sum.
 */
final class BlockDomain {
  final long[] least;
  final long[] most;
  private final Block[] blocks;
  private final int[][] groups;

  private BlockDomain(Block[] blocks, int[][] groups, long[] least, long[] most) {
    this.blocks = blocks;
    this.groups = groups;
    this.least = least;
    this.most = most;
  }

  /** Everything open but for the blocks that do not take part. */
  static BlockDomain of(Block[] blocks, int[][] groups, boolean[] out) {
    long[] most = new long[blocks.length];
    for (int b = 0; b < blocks.length; b++) {
      most[b] = out[b] ? 0 : blocks[b].units;
    }
    return new BlockDomain(blocks, groups, new long[blocks.length], most);
  }

  /** The members of each exclusive group. */
  static int[][] groups(Block[] blocks, int count) {
    int[][] groups = new int[count][0];
    for (int b = 0; b < blocks.length; b++) {
      int g = blocks[b].group;
      if (g != Block.NONE) {
        groups[g] = Arrays.copyOf(groups[g], groups[g].length + 1);
        groups[g][groups[g].length - 1] = b;
      }
    }
    return groups;
  }

  BlockDomain copy() {
    return new BlockDomain(blocks, groups, least.clone(), most.clone());
  }

  /** The members of a group. */
  int[] group(int group) {
    return groups[group];
  }

  /** Whether a block's units are settled. */
  boolean isFixed(int b) {
    return least[b] == most[b];
  }

  /** Whether a block may get nothing or something. */
  boolean isUndecided(int b) {
    return least[b] == 0 && most[b] > 0;
  }

  /** Whether all blocks may have so many units. */
  boolean contains(long[] units) {
    for (int b = 0; b < blocks.length; b++) {
      boolean inGap = units[b] > 0 && units[b] < blocks[b].leastUnits;
      if (units[b] < least[b] || units[b] > most[b] || inGap) {
        return false;
      }
    }
    return true;
  }

  /**
   * Draws the conclusions of what is decided.
   *
   * @return whether anything is left
   */
  boolean propagate() {
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int b = 0; b < blocks.length; b++) {
        changed |= closeGap(b);
        changed |= blocks[b].parent != Block.NONE && link(b, blocks[b].parent);
        changed |= blocks[b].group != Block.NONE && lower(b, room(b));
        if (least[b] > most[b]) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean closeGap(int b) {
    long smallest = blocks[b].leastUnits;
    boolean changed = false;
    if (least[b] > 0 && least[b] < smallest) {
      least[b] = smallest;
      changed = true;
    }
    return most[b] > 0 && most[b] < smallest ? lower(b, 0) : changed;
  }

  private boolean link(int child, int parent) {
    boolean changed = lower(child, blocks[child].unitsWithin(blocks[parent], most[parent]));
    long needed = blocks[parent].unitsAround(blocks[child], least[child]);
    if (needed > least[parent]) {
      least[parent] = needed;
      changed = true;
    }
    return changed;
  }

  private boolean lower(int b, long atMost) {
    if (most[b] <= atMost) {
      return false;
    }
    most[b] = atMost;
    return true;
  }

  /** What the rest of its group leaves a block, units. */
  private long room(int b) {
    return room(b, least);
  }

  /** The most units of a block when the others of its group have so many. */
  long room(int b, long[] units) {
    if (blocks[b].group == Block.NONE) {
      return blocks[b].units;
    }
    BigInteger taken = BigInteger.ZERO; // taken ÷ whole is the ratio of the others
    BigInteger whole = BigInteger.ONE;
    for (int other : groups[blocks[b].group]) {
      if (other != b && units[other] > 0) {
        BigInteger parts = BigInteger.valueOf(blocks[other].units);
        taken = taken.multiply(parts).add(whole.multiply(BigInteger.valueOf(units[other])));
        whole = whole.multiply(parts);
      }
    }
    BigInteger left = whole.subtract(taken).max(BigInteger.ZERO);
    return left.multiply(BigInteger.valueOf(blocks[b].units)).divide(whole).longValueExact();
  }

  /** The most units of a block when the others have so many. */
  long limit(int b, long[] units) {
    long limit = Math.min(most[b], room(b, units));
    int parent = blocks[b].parent;
    if (parent != Block.NONE) {
      limit = Math.min(limit, blocks[b].unitsWithin(blocks[parent], units[parent]));
    }
    return limit < blocks[b].leastUnits ? 0 : limit;
  }
}
