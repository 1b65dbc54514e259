package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * All slots with blocks that take part in some measure. Only the slots that a change touches are
 * cleared again.
 */
final class BlockMarket {
  /** A whole block, when shares of blocks are not asked to be whole Wh. */
  static final int SHARE_BITS = 20;

  final Block[] blocks;
  final SlotDual[] slots;
  private final long[][] energy; // per block and portion, what it takes part with, Wh
  private final BigInteger[] worthOfUnit;
  private final boolean[] touched;
  private final BigInteger[] gain; // per slot, null when not known
  private final BigInteger[] welfare; // per slot, of orders and links
  private long looked; // at blocks in slots

  BlockMarket(Block[] blocks, SlotDual[] slots) {
    this.blocks = blocks;
    this.slots = slots;
    energy = new long[blocks.length][];
    worthOfUnit = new BigInteger[blocks.length];
    for (int b = 0; b < blocks.length; b++) {
      energy[b] = new long[blocks[b].slots.length];
      worthOfUnit[b] = blocks[b].worthOfUnit();
    }
    touched = new boolean[slots.length];
    gain = new BigInteger[slots.length];
    welfare = new BigInteger[slots.length];
    Arrays.fill(touched, true);
    settle();
  }

  /** Lets a block take part with a number of its units. */
  void setUnits(int b, long units) {
    for (int s = 0; s < energy[b].length; s++) {
      set(b, s, units * blocks[b].unitWh[s]);
    }
  }

  /** Lets a block take part with a share of all, in parts of 2²⁰, to whole Wh in each slot. */
  void setShare(int b, long share) {
    for (int s = 0; s < energy[b].length; s++) {
      set(b, s, blocks[b].units * blocks[b].unitWh[s] * share >> SHARE_BITS);
    }
  }

  private void set(int b, int portion, long wh) {
    long more = wh - energy[b][portion];
    if (more != 0) {
      int slot = blocks[b].slots[portion];
      energy[b][portion] = wh;
      slots[slot].supply(blocks[b].node, blocks[b].sign * more);
      touched[slot] = true;
    }
  }

  /** Finds the prices of all slots that changed. */
  void settle() {
    for (int s = 0; s < slots.length; s++) {
      if (touched[s]) {
        touched[s] = false;
        slots[s].settle();
        gain[s] = null;
        welfare[s] = null;
      }
    }
  }

  /** Moves the prices of a slot to those of other curves; {@link #settle} takes them back. */
  void reprice(int slot, SupplyCurve[] curves) {
    slots[slot].reprice(curves);
    gain[slot] = null;
    touched[slot] = true;
  }

  /** Gives a slot prices that it had. */
  void restore(int slot, long[] prices) {
    System.arraycopy(prices, 0, slots[slot].price, 0, prices.length);
    gain[slot] = null;
  }

  /** What a block gains by one unit at the present prices, nano-currency. */
  BigInteger margin(int b) {
    return wideMargin(b).value();
  }

  /** -1, 0 or 1: whether a block loses or gains at the present prices. */
  int signOfMargin(int b) {
    return wideMargin(b).signum();
  }

  private Wide wideMargin(int b) {
    Block block = blocks[b];
    Wide sum = new Wide();
    looked += block.slots.length;
    for (int s = 0; s < block.slots.length; s++) {
      long above = slots[block.slots[s]].price[block.node] - block.price;
      sum.addProduct(block.unitWh[s], block.sign * above);
    }
    return sum;
  }

  /** What all but the blocks gain at the present prices, nano-currency. */
  BigInteger gainOfOthers() {
    BigInteger sum = BigInteger.ZERO;
    for (int s = 0; s < slots.length; s++) {
      if (gain[s] == null) {
        gain[s] = slots[s].gain();
      }
      sum = sum.add(gain[s]);
    }
    return sum;
  }

  /** Welfare with so many units of each block, which are those that take part now. */
  BigInteger welfare(long[] units) {
    gainOfOthers();
    BigInteger sum = BigInteger.ZERO;
    for (int s = 0; s < slots.length; s++) {
      if (welfare[s] == null) {
        welfare[s] = gain[s].add(slots[s].paidToBlocks());
      }
      sum = sum.add(welfare[s]);
    }
    for (int b = 0; b < blocks.length; b++) {
      if (units[b] > 0) {
        sum = sum.add(worthOfUnit[b].multiply(BigInteger.valueOf(units[b])));
      }
    }
    return sum;
  }

  /** Whether all slots can balance what the blocks supply. */
  boolean isFeasible() {
    for (SlotDual slot : slots) {
      if (!slot.isFeasible()) {
        return false;
      }
    }
    return true;
  }

  /** The present prices, slot by slot and node by node. */
  long[] prices() {
    int nodes = slots[0].suppliedWh().length;
    long[] prices = new long[slots.length * nodes];
    for (int s = 0; s < slots.length; s++) {
      System.arraycopy(slots[s].price, 0, prices, s * nodes, nodes);
    }
    return prices;
  }

  /** Counts what was looked at elsewhere for it. */
  void look(long steps) {
    looked += steps;
  }

  /** How many arcs, nodes, and blocks in slots were looked at. */
  long steps() {
    long sum = looked;
    for (SlotDual slot : slots) {
      sum += slot.steps();
    }
    return sum;
  }
}
