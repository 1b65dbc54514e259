package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The best acceptance of blocks so far: of most welfare, then volume, then the one with the first
 * block, by arrival, of which it has more. Only what prices support is taken.
 */
final class BlockChoice {
  private static final long[] NO_PRICES = {};

  private final MultiSlotCase input;
  private final BlockMarket market;
  private final SlotClearings clearings;
  private long[] units = {};
  private long[] prices = {};
  private BigInteger welfare = BigInteger.ZERO;
  private long volume = -1; // -1: not known yet
  private boolean none = true;
  private BigInteger givenUp = BigInteger.ZERO; // welfare of what may have prices
  private boolean exhausted;
  private long steps;
  private final long stepsBefore; // of the slots, by searches before this one

  BlockChoice(MultiSlotCase input, BlockMarket market, SlotClearings clearings) {
    this.input = input;
    this.market = market;
    this.clearings = clearings;
    stepsBefore = clearings.steps();
  }

  /** Whether nothing was found. */
  boolean isNone() {
    return none;
  }

  /** Units per block; of none, nothing. */
  long[] units() {
    return none ? new long[input.blocks.length] : units;
  }

  /** Prices that support it, slot by slot and node by node. */
  long[] guess() {
    return prices;
  }

  /** Welfare, nano-currency. */
  BigInteger welfare() {
    return welfare;
  }

  /**
   * The welfare of the best, or of what is better if only it has prices: of that it is not known.
   */
  BigInteger possibleWelfare() {
    return exhausted ? givenUp.max(welfare) : welfare;
  }

  /** Whether it is not known if something that is at least as good has prices. */
  boolean isOpen() {
    return exhausted && (none || givenUp.compareTo(welfare) >= 0);
  }

  /** How many orders, areas, links and cells of systems were looked at. */
  long steps() {
    return steps + clearings.steps() - stepsBefore + market.steps();
  }

  /** Whether what is at most so good may still be taken. */
  boolean isWithinReach(BigInteger bound) {
    return none || bound.compareTo(welfare) >= 0;
  }

  /** Takes so many units of each block when they are better and prices support them. */
  void offer(long[] offered) {
    for (int b = 0; b < offered.length; b++) {
      market.setUnits(b, offered[b]);
    }
    market.settle();
    steps += offered.length;
    if (market.isFeasible()) {
      offerSettled(offered);
    }
  }

  /** The same for what the market has already been settled with. */
  boolean offerSettled(long[] offered) {
    BigInteger reached = market.welfare(offered);
    int order = none ? 1 : reached.compareTo(welfare);
    if (order < 0) {
      return false;
    }
    long reachedVolume = -1;
    if (order == 0) {
      if (Arrays.equals(offered, units)) {
        return false;
      }
      volume = volume < 0 ? volumeOf(units) : volume;
      reachedVolume = volumeOf(offered);
      if (reachedVolume < volume || (reachedVolume == volume && !isEarlier(offered))) {
        return false;
      }
    }
    long[] found = support(offered, reached);
    if (found.length == 0) {
      return false;
    }
    prices = found;
    units = offered.clone();
    welfare = reached;
    volume = reachedVolume;
    none = false;
    return true;
  }

  private boolean isEarlier(long[] offered) {
    for (int b = 0; b < offered.length; b++) {
      if (offered[b] != units[b]) {
        return offered[b] > units[b];
      }
    }
    return false;
  }

  private long volumeOf(long[] of) {
    long sum = 0;
    for (int s = 0; s < input.slots.size(); s++) {
      sum += clearings.solution(s, supplied(of, s)).volumeWh();
    }
    for (int b = 0; b < of.length; b++) {
      sum = Math.addExact(sum, Math.multiplyExact(of[b], input.blocks[b].whOfUnit()));
    }
    return sum;
  }

  /** What blocks supply in a slot, per node, Wh. */
  long[] supplied(long[] of, int slot) {
    long[] wh = new long[clearings.network(slot).nodes];
    for (int b = 0; b < of.length; b++) {
      Block block = input.blocks[b];
      for (int s = 0; of[b] > 0 && s < block.slots.length; s++) {
        if (block.slots[s] == slot) {
          wh[block.node] += block.sign * of[b] * block.unitWh[s];
        }
      }
    }
    return wh;
  }

  /**
   * Prices that support so many units of each block, none when there are none. Those at hand
   * support orders and links.
   */
  private long[] support(long[] of, BigInteger reached) {
    long[] atHand = market.prices();
    if (BlockFamily.worst(market, of) < 0) {
      return atHand;
    }
    JointPrices joint = prices(of);
    if (joint.isEmpty()) {
      return NO_PRICES;
    }
    if (joint.rows().isEmpty()) {
      return atHand;
    }
    PriceSystem system = new PriceSystem(joint, atHand, input.rules.workBudget() - steps());
    boolean exist = system.isSolvable();
    if (!exist && system.isExhausted()) {
      givenUp = exhausted ? givenUp.max(reached) : reached;
      exhausted = true;
    }
    steps += system.steps();
    return exist ? system.solution(atHand) : NO_PRICES;
  }

  /** The prices that support so many units of each block. */
  JointPrices prices(long[] of) {
    PriceSet[] sets = new PriceSet[input.slots.size()];
    for (int s = 0; s < sets.length; s++) {
      sets[s] = clearings.prices(s, clearings.solution(s, supplied(of, s)));
    }
    return new JointPrices(input.blocks, of, sets, clearings.network(0).nodes);
  }
}
