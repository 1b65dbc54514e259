package org.commonwatt.core.coupled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * Block auctions by exhaustion, for small cases of one or two areas: every acceptance of the
 * blocks, and for each every price vector of every slot. A slot's welfare is the least value of its
 * dual, and its supporting prices are all at which the dual has it. Shares no code and no search
 * with {@link MultiSlotAuction}.
 */
final class BlockOracle {
  /** All prices that matter are within. */
  static final int REACH = 25;

  final List<BlockOrder> blocks; // by arrival
  private final SmallCase small;
  private final boolean[] out;
  private final List<long[]> acceptances = new ArrayList<>(); // Wh of a unit times units
  @Nullable Found best;

  /**
   * A case.
   *
   * @param areas 1 or 2, called A and B
   * @param link between A and B, null for none
   */
  record SmallCase(
      int slots,
      int areas,
      @Nullable CaseLink link,
      List<List<CaseOrder>> orders,
      List<BlockOrder> blocks) {}

  /**
   * An acceptance.
   *
   * @param units per block, of its greatest common divisor
   * @param prices per slot, all that the orders and the link support
   */
  record Found(long[] units, long welfare, long volume, List<List<int[]>> prices) {}

  BlockOracle(SmallCase small, List<BlockOrder> byArrival, boolean[] out) {
    this.small = small;
    this.blocks = byArrival;
    this.out = out;
    accept(0, new long[blocks.size()]);
    List<Found> candidates = new ArrayList<>();
    for (long[] units : acceptances) {
      Found found = clear(units);
      if (found != null) {
        candidates.add(found);
      }
    }
    candidates.sort(
        Comparator.comparingLong((Found f) -> -f.welfare)
            .thenComparingLong(f -> -f.volume)
            .thenComparing(f -> f.units, (a, b) -> -Arrays.compare(a, b)));
    for (Found found : candidates) {
      if (best == null && !vectors(found, true).isEmpty()) {
        best = found;
      }
    }
  }

  static long unitsOf(BlockOrder block) {
    long divisor = 0;
    for (BlockOrder.Portion portion : block.profile()) {
      long a = portion.energyWh();
      while (a != 0) {
        long rest = divisor % a;
        divisor = a;
        a = rest;
      }
    }
    return divisor;
  }

  private void accept(int b, long[] units) {
    if (b == blocks.size()) {
      if (keepsTerms(units)) {
        acceptances.add(units.clone());
      }
      return;
    }
    long whole = unitsOf(blocks.get(b));
    for (long k = 0; k <= (out[b] ? 0 : whole); k++) {
      boolean enough = k * 1_000_000 >= whole * blocks.get(b).terms().minRatioPpm();
      if (k == 0 || enough) {
        units[b] = k;
        accept(b + 1, units);
      }
    }
    units[b] = 0;
  }

  private boolean keepsTerms(long[] units) {
    for (int b = 0; b < units.length; b++) {
      double ratio = ratio(b, units);
      double sum = 0;
      for (int other = 0; other < units.length; other++) {
        BlockOrder.Terms terms = blocks.get(other).terms();
        if (blocks.get(b).id().equals(terms.parent()) && ratio(other, units) > ratio + 1e-9) {
          return false;
        }
        String group = blocks.get(b).terms().exclusiveGroup();
        sum += group != null && group.equals(terms.exclusiveGroup()) ? ratio(other, units) : 0;
      }
      if (sum > 1 + 1e-9) {
        return false;
      }
    }
    return true;
  }

  private double ratio(int b, long[] units) {
    return (double) units[b] / unitsOf(blocks.get(b));
  }

  private @Nullable Found clear(long[] units) {
    long welfare = 0;
    long volume = 0;
    for (int b = 0; b < units.length; b++) {
      BlockOrder block = blocks.get(b);
      for (BlockOrder.Portion portion : block.profile()) {
        long wh = portion.energyWh() / unitsOf(block) * units[b];
        welfare += block.side() == Side.BUY ? wh * block.priceMicroPerKwh() : 0;
        welfare -= block.side() == Side.SELL ? wh * block.priceMicroPerKwh() : 0;
        volume += wh;
      }
    }
    List<List<int[]>> prices = new ArrayList<>();
    for (int slot = 0; slot < small.slots; slot++) {
      List<int[]> least = new ArrayList<>();
      long value = dual(slot, supply(slot, units), REACH, least);
      if (value > dual(slot, supply(slot, units), 2 * REACH, new ArrayList<>())) {
        return null; // falls on and on: infeasible
      }
      welfare += value;
      volume += small.areas == 1 ? volume(slot, supply(slot, units)[0], least) : 0;
      prices.add(least);
    }
    return new Found(units, welfare, volume, prices);
  }

  private long[] supply(int slot, long[] units) {
    long[] supply = new long[small.areas];
    for (int b = 0; b < units.length; b++) {
      BlockOrder block = blocks.get(b);
      for (BlockOrder.Portion portion : block.profile()) {
        if (portion.slot().equals("s" + slot)) {
          long wh = portion.energyWh() / unitsOf(block) * units[b];
          supply[area(block.area())] += block.side() == Side.SELL ? wh : -wh;
        }
      }
    }
    return supply;
  }

  static int area(String id) {
    return id.equals("A") ? 0 : 1;
  }

  /** The least value of a slot's dual within a reach, and where it is. */
  private long dual(int slot, long[] supply, int reach, List<int[]> where) {
    long least = Long.MAX_VALUE;
    for (int a = -reach; a <= reach; a++) {
      for (int b = small.areas == 1 ? reach : -reach; b <= reach; b++) {
        int[] price = small.areas == 1 ? new int[] {a} : new int[] {a, b};
        long value = value(slot, supply, price);
        if (value < least) {
          where.clear();
          least = value;
        }
        if (value == least) {
          where.add(price);
        }
      }
    }
    return least;
  }

  private long value(int slot, long[] supply, int[] price) {
    long sum = 0;
    for (int a = 0; a < price.length; a++) {
      sum += supply[a] * price[a];
    }
    for (CaseOrder order : small.orders.get(slot)) {
      long above = order.priceMicroPerKwh() - price[area(order.area())];
      sum += order.energyWh() * Math.max(0, order.side() == Side.BUY ? above : -above);
    }
    CaseLink link = small.link;
    if (link != null) {
      long most = Long.MIN_VALUE;
      for (long flow = link.minFlowWh(); flow <= link.maxFlowWh(); flow++) {
        long gain = flow * (price[1] - price[0]) - Math.abs(flow) * link.feeMicroPerKwh();
        most = Math.max(most, gain);
      }
      sum += most;
    }
    return sum;
  }

  /** Fills of simple orders of one area, the most at any supporting price. */
  private long volume(int slot, long supply, List<int[]> prices) {
    long most = 0;
    for (int[] price : prices) {
      long buys = 0;
      long sells = 0;
      for (CaseOrder order : small.orders.get(slot)) {
        boolean buy = order.side() == Side.BUY;
        buys += buy && order.priceMicroPerKwh() >= price[0] ? order.energyWh() : 0;
        sells += !buy && order.priceMicroPerKwh() <= price[0] ? order.energyWh() : 0;
      }
      long bought = Math.min(buys, sells + supply);
      most = Math.max(most, bought + bought - supply);
    }
    return most;
  }

  /** Price vectors at which no family loses, or one of them. */
  List<int[][]> vectors(Found found, boolean one) {
    List<int[][]> vectors = new ArrayList<>();
    combine(found, new int[small.slots][], 0, one, vectors);
    return vectors;
  }

  private void combine(Found found, int[][] chosen, int slot, boolean one, List<int[][]> vectors) {
    if (slot == small.slots) {
      if (nobodyLoses(found.units, chosen)) {
        vectors.add(chosen.clone());
      }
      return;
    }
    for (int[] price : found.prices.get(slot)) {
      if (!one || vectors.isEmpty()) {
        chosen[slot] = price;
        combine(found, chosen, slot + 1, one, vectors);
      }
    }
  }

  private boolean nobodyLoses(long[] units, int[][] prices) {
    for (int b = 0; b < units.length; b++) {
      if (units[b] > 0 && familyGain(b, units, prices) < 0) {
        return false;
      }
    }
    return true;
  }

  /** What a block gains with what is accepted below it. */
  long familyGain(int b, long[] units, int[][] prices) {
    long gain = gain(b, units, prices);
    for (int child = 0; child < units.length; child++) {
      boolean isChild = blocks.get(b).id().equals(blocks.get(child).terms().parent());
      gain += isChild && units[child] > 0 ? familyGain(child, units, prices) : 0;
    }
    return gain;
  }

  long gain(int b, long[] units, int[][] prices) {
    BlockOrder block = blocks.get(b);
    long gain = 0;
    for (BlockOrder.Portion portion : block.profile()) {
      int slot = Integer.parseInt(portion.slot().substring(1));
      long above = prices[slot][area(block.area())] - block.priceMicroPerKwh();
      long wh = portion.energyWh() / unitsOf(block) * units[b];
      gain += wh * (block.side() == Side.SELL ? above : -above);
    }
    return gain;
  }
}
