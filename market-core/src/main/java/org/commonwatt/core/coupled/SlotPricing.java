package org.commonwatt.core.coupled;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The prices of all slots. A slot that no accepted block joins to another price keeps the rule of a
 * slot alone. In the others prices are fixed in order of slot and area, each at the floored middle
 * of what still extends to a vector that supports the result.
 */
final class SlotPricing {
  private final JointPrices prices;
  private final Block[] blocks;
  private final long[] units;
  private final @Nullable PriceSystem system;
  private final long[] lower; // per place, before any price is fixed
  private final long[] upper;
  private final long[] price;

  /**
   * Prices.
   *
   * @param prices not empty
   * @param best what is accepted
   */
  SlotPricing(JointPrices prices, MultiSlotCase input, BlockChoice best) {
    int slots = input.slots.size();
    long maxSteps = input.rules.workBudget();
    this.prices = prices;
    this.blocks = input.blocks;
    this.units = best.units();
    int places = slots * prices.nodes;
    lower = new long[places];
    upper = new long[places];
    price = new long[places];
    system = prices.rows().isEmpty() ? null : new PriceSystem(prices, best.guess(), maxSteps);
    if (system != null && !system.isSolvable() && !system.isExhausted()) {
      throw new IllegalStateException("no prices support a result that was found supported");
    }
    for (int place = 0; place < places; place++) {
      lower[place] = low(place);
      upper[place] = high(place);
      price[place] = PriceSet.NO_LOWER;
    }
    for (int slot = 0; slot < slots; slot++) {
      if (!prices.isJoined(slot)) {
        System.arraycopy(prices.set(slot).midpoints(), 0, price, slot * prices.nodes, prices.nodes);
      }
    }
    fixJoined(true);
    fixJoined(false);
    for (int place = 0; place < places; place++) { // ends that were given up lie within
      lower[place] = Math.min(lower[place], price[place]);
      upper[place] = Math.max(upper[place], price[place]);
    }
  }

  /** The prices of a slot. */
  ResultPrices of(int slot) {
    int from = slot * prices.nodes;
    long[] found = part(price, from);
    return new ResultPrices(found, found, part(lower, from), part(upper, from));
  }

  private long[] part(long[] all, int from) {
    return Arrays.copyOfRange(all, from, from + prices.nodes);
  }

  /**
   * Fixes prices one after the other.
   *
   * @param first whether those wait that nothing bounds
   */
  private void fixJoined(boolean first) {
    for (int place = 0; place < price.length; place++) {
      if (prices.isJoined(place / prices.nodes) && price[place] == PriceSet.NO_LOWER) {
        long choice = choice(place, first);
        if (choice != PriceSet.NO_LOWER) {
          price[place] = fix(place, choice);
        }
      }
    }
  }

  private long choice(int place, boolean first) {
    long low = low(place);
    long high = high(place);
    if (low != PriceSet.NO_LOWER && high != PriceSet.NO_UPPER) {
      return Math.floorDiv(low + high, 2L);
    }
    if (low == PriceSet.NO_LOWER && high == PriceSet.NO_UPPER) {
      return first ? PriceSet.NO_LOWER : limitOfBlock(place);
    }
    return low == PriceSet.NO_LOWER ? high : low;
  }

  /** The limit of the earliest accepted block of a place, where nothing else bounds the price. */
  private long limitOfBlock(int place) {
    for (int b = 0; b < blocks.length; b++) {
      for (int slot : units[b] > 0 ? blocks[b].slots : new int[0]) {
        if (slot * prices.nodes + blocks[b].node == place) {
          return blocks[b].price;
        }
      }
    }
    return PriceSet.NO_LOWER;
  }

  private long low(int place) {
    long end = system != null && system.has(place) ? system.end(place, false) : prices.lower(place);
    return end <= -JointPrices.CAP ? PriceSet.NO_LOWER : end;
  }

  private long high(int place) {
    long end = system != null && system.has(place) ? system.end(place, true) : prices.upper(place);
    return end >= JointPrices.CAP ? PriceSet.NO_UPPER : end;
  }

  private long fix(int place, long at) {
    if (system != null && system.has(place)) {
      return system.fix(place, at);
    }
    PriceSet set = prices.set(place / prices.nodes);
    set.keepWithin(place % prices.nodes, at, at);
    set.propagate();
    return at;
  }
}
