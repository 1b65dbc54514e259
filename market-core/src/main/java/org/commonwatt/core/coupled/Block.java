package org.commonwatt.core.coupled;

import java.math.BigInteger;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * A block as the search sees it. Its energies are whole multiples of a unit: of the profile divided
 * by the greatest common divisor of its energies. So a number of units stands for a ratio at which
 * every slot gets whole Wh.
 */
final class Block {
  /** No parent, or no group. */
  static final int NONE = -1;

  final String id;
  final int node;
  final int sign; // of the supply: 1 for a sell, -1 for a buy
  final long price; // µ/kWh
  final int[] slots; // ascending
  final long[] unitWh; // per slot of it
  final long units; // all of it
  final long leastUnits; // at least 1
  final long time;
  final @Nullable String owner;
  final int minRatioPpm;
  final boolean ofOneSlot; // an order with a minimum quantity
  int parent = NONE; // place among the blocks, in order of arrival
  int group = NONE;
  int[] children = {};

  /** Where a block is. */
  record Place(int node, int[] slots, long[] energyWh) {}

  /** A whole number of units, of which the least is accepted, or more, or nothing. */
  private Block(BlockOrder order, Place place, long leastUnits, long units, boolean ofOneSlot) {
    this.ofOneSlot = ofOneSlot;
    id = order.id();
    node = place.node();
    sign = order.side() == Side.BUY ? -1 : 1;
    price = order.priceMicroPerKwh();
    slots = place.slots();
    Long arrival = order.time();
    time = arrival == null ? ClearingCase.NO_TIME : arrival;
    owner = order.participant();
    minRatioPpm = order.terms().minRatioPpm();
    this.units = units;
    this.leastUnits = leastUnits;
    unitWh = new long[slots.length];
    for (int s = 0; s < slots.length; s++) {
      unitWh[s] = place.energyWh()[s] / units;
    }
  }

  /** A block whose least ratio is given, ppm. */
  static Block of(BlockOrder order, Place place) {
    long units = 0;
    for (long energy : place.energyWh()) {
      units = gcd(energy, units);
    }
    long ppm = order.terms().minRatioPpm();
    long whole = BlockOrder.Terms.WHOLE_PPM;
    long least = Math.floorDiv(Math.addExact(Math.multiplyExact(units, ppm), whole - 1), whole);
    return new Block(order, place, Math.max(1, least), units, false);
  }

  /** An order of one slot, given as a block, with its minimum quantity; any whole Wh above it. */
  static Block ofOrder(BlockOrder order, Place place, long minEnergyWh) {
    return new Block(order, place, minEnergyWh, place.energyWh()[0], true);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Compares arrivals: by time, then id. */
  int compareArrival(Block other) {
    int byTime = Long.compare(time, other.time);
    return byTime != 0 ? byTime : id.compareTo(other.id);
  }

  /** Whether it buys. */
  boolean isBuy() {
    return sign < 0;
  }

  /** Whether its acceptance depends on that of others. */
  boolean isLinked() {
    return parent != NONE || children.length > 0;
  }

  /** What a unit is worth to it: negative for a sell, nano-currency. */
  BigInteger worthOfUnit() {
    Wide sum = new Wide();
    for (long wh : unitWh) {
      sum.addProduct(wh, -sign * price);
    }
    return sum.value();
  }

  /** The Wh of one unit in all slots. */
  long whOfUnit() {
    long sum = 0;
    for (long wh : unitWh) {
      sum = Math.addExact(sum, wh);
    }
    return sum;
  }

  /** Whether a ratio of this block is at most one of another: {@code a ÷ units ≤ b ÷ units}. */
  boolean ratioAtMost(long a, Block other, long b) {
    return big(a).multiply(big(other.units)).compareTo(big(b).multiply(big(units))) <= 0;
  }

  /** The most units whose ratio is at most that of another block. */
  long unitsWithin(Block other, long otherUnits) {
    return big(otherUnits).multiply(big(units)).divide(big(other.units)).longValueExact();
  }

  /** The fewest units whose ratio is at least that of another block. */
  long unitsAround(Block other, long otherUnits) {
    BigInteger[] parts = big(otherUnits).multiply(big(units)).divideAndRemainder(big(other.units));
    return parts[0].longValueExact() + parts[1].signum();
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }
}
