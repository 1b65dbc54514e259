package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * All price vectors of all slots that support a set of blocks: difference constraints within each
 * slot, and for each accepted block that it does not lose, nor its family below it. What asks of
 * one price alone is a bound of that price. What is left asks of several; most of that holds at all
 * prices that the slots leave, and the rest is solved exactly.
 */
final class JointPrices {
  /** Beyond it no price is looked for in slots that blocks join, µ/kWh. */
  static final long CAP = 1L << JointPrices.CAP_BITS;

  private static final int CAP_BITS = 45;

  final int nodes;
  private final Block[] blocks;
  private final long[] units;
  private final PriceSet[] sets; // per slot
  private final boolean[] joined; // per slot
  private List<Row> rows = new ArrayList<>(); // that prices might break
  private boolean empty;

  /**
   * Collects what blocks ask.
   *
   * @param units per block, what is accepted
   * @param sets per slot, what orders and links ask; changed
   */
  JointPrices(Block[] blocks, long[] units, PriceSet[] sets, int nodes) {
    this.blocks = blocks;
    this.units = units;
    this.sets = sets;
    this.nodes = nodes;
    joined = new boolean[sets.length];
    for (int b = 0; b < blocks.length; b++) {
      if (units[b] > 0) {
        add(row(b));
      }
    }
    for (PriceSet set : sets) {
      set.propagate();
      empty |= set.isEmpty();
    }
    dropWhatHolds();
  }

  /**
   * A sum of prices that must be at least a number.
   *
   * @param places slot × nodes + node, ascending
   */
  record Row(int[] places, long[] factors, BigInteger bound) {}

  /** That a block and what is accepted below it do not lose together. */
  private Row row(int b) {
    RowBuilder sum = new RowBuilder(nodes);
    addFamily(b, sum);
    return sum.row();
  }

  private void addFamily(int b, RowBuilder sum) {
    sum.add(blocks[b], units[b]);
    for (int child : blocks[b].children) {
      if (units[child] > 0) {
        addFamily(child, sum);
      }
    }
  }

  private void add(Row row) {
    if (row.places().length > 1) {
      rows.add(row);
      for (int place : row.places()) {
        joined[place / nodes] = true;
      }
    } else if (row.places().length == 0) {
      empty |= row.bound().signum() > 0;
    } else {
      addBound(row);
    }
  }

  /** A row of one price is a bound of it: from below, or with a negative factor from above. */
  private void addBound(Row row) {
    BigInteger factor = BigInteger.valueOf(row.factors()[0]);
    BigInteger[] parts = row.bound().divideAndRemainder(factor);
    boolean exact = parts[1].signum() == 0;
    boolean negative = row.bound().signum() * factor.signum() < 0;
    BigInteger floor = parts[0].subtract(BigInteger.valueOf(!exact && negative ? 1 : 0));
    BigInteger bound = floor.add(BigInteger.valueOf(!exact && factor.signum() > 0 ? 1 : 0));
    PriceSet set = sets[row.places()[0] / nodes];
    int node = row.places()[0] % nodes;
    if (bound.bitLength() > CAP_BITS) {
      empty |= bound.signum() == factor.signum();
    } else if (factor.signum() > 0) {
      set.keepWithin(node, bound.longValueExact(), PriceSet.NO_UPPER);
    } else {
      set.keepWithin(node, PriceSet.NO_LOWER, bound.longValueExact());
    }
  }

  /** Drops what holds at all prices that the slots leave; finds what none of them can give. */
  private void dropWhatHolds() {
    List<Row> left = new ArrayList<>();
    for (Row row : rows) {
      empty |= end(row, true).compareTo(row.bound()) < 0;
      if (end(row, false).compareTo(row.bound()) < 0) {
        left.add(row);
      }
    }
    rows = left;
  }

  /** The greatest or least sum of a row while each price is where the slots let it be. */
  private BigInteger end(Row row, boolean greatest) {
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < row.places().length; i++) {
      long factor = row.factors()[i];
      long price = factor > 0 == greatest ? upper(row.places()[i]) : lower(row.places()[i]);
      sum = sum.add(BigInteger.valueOf(price).multiply(BigInteger.valueOf(factor)));
    }
    return sum;
  }

  /** The least price of a place, at least that of the cap. */
  long lower(int place) {
    return Math.max(-CAP, sets[place / nodes].lower(place % nodes));
  }

  /** The greatest price of a place, at most that of the cap. */
  long upper(int place) {
    return Math.min(CAP, sets[place / nodes].upper(place % nodes));
  }

  /** What orders and links of a slot ask, and the blocks that look at one price. */
  PriceSet set(int slot) {
    return sets[slot];
  }

  /** Whether a block that is accepted joins a slot to another price. */
  boolean isJoined(int slot) {
    return joined[slot];
  }

  /** What asks of several prices and does not hold at all of them. */
  List<Row> rows() {
    return rows;
  }

  /** Whether it is known, without solving anything, that no prices support the blocks. */
  boolean isEmpty() {
    return empty;
  }
}
