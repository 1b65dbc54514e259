package org.commonwatt.core.coupled;

/**
 * Finds prices and a flow that support each other, by steepest descent on the dual: a set of areas
 * that cannot get rid of its energy is moved to lower prices, one that cannot get enough to higher
 * ones, each time as far as that helps. Prices first move on a coarse grid, then on finer ones.
 */
final class DualDescent {
  private final Network net;
  private final SupplyCurve[] curves; // per node
  private final long[] min; // per link
  private final long[] max; // per link
  private final long[] fee; // per link
  private final long[] price; // per node, then per area: fixed prices of neighbours
  private final Flow flow;
  private long grain = 1;

  /**
   * Prepares a descent.
   *
   * @param flow where it starts, and what it changes
   * @param curves per node, the net supply
   * @param links limits and fees per link of the network
   * @param price per node, where prices start, then per area fixed prices; changed by the descent
   */
  DualDescent(Flow flow, SupplyCurve[] curves, LinkCosts links, long[] price) {
    this.net = flow.net;
    this.curves = curves;
    this.min = links.min();
    this.max = links.max();
    this.fee = links.fee();
    this.price = price;
    this.flow = flow;
  }

  /** Limits and fees per link of a network. */
  record LinkCosts(long[] min, long[] max, long[] fee) {}

  /**
   * Descends to the optimum; the flow's limits are then those that the prices allow.
   *
   * @param coarsestBits log₂ of the coarsest price grid
   * @param bitsPerPhase how many bits finer each next grid is
   */
  void run(int coarsestBits, int bitsPerPhase) {
    for (int bits = coarsestBits; ; bits = Math.max(0, bits - bitsPerPhase)) {
      grain = 1L << bits;
      for (int n = 0; n < net.nodes; n++) {
        price[n] = price[n] >> bits << bits;
      }
      descend();
      if (bits == 0) {
        return;
      }
    }
  }

  private void descend() {
    while (true) {
      limitFlow();
      int stuck = flow.balance();
      if (stuck == 0) {
        return;
      }
      long step = Math.multiplyExact(stepLength(stuck), grain);
      for (int n = 0; n < net.nodes; n++) {
        if (flow.reached(n)) {
          price[n] = Math.addExact(price[n], stuck > 0 ? -step : step);
        }
      }
    }
  }

  /** Sets the limits that the present prices support. */
  private void limitFlow() {
    for (int l = 0; l < net.links; l++) {
      long spread = price[net.toPrice[l]] - price[net.fromPrice[l]];
      flow.low[l] = lowest(l, spread);
      flow.high[l] = highest(l, spread + grain - 1);
    }
    for (int n = 0; n < net.nodes; n++) {
      flow.low[net.links + n] = curves[n].below(price[n]);
      flow.high[net.links + n] = curves[n].upTo(price[n] + grain - 1);
    }
  }

  private long lowest(int link, long spread) {
    if (spread <= -fee[link]) {
      return min[link];
    }
    return spread <= fee[link] ? nearestToZero(link) : max[link];
  }

  private long highest(int link, long spread) {
    if (spread < -fee[link]) {
      return min[link];
    }
    return spread < fee[link] ? nearestToZero(link) : max[link];
  }

  private long nearestToZero(int link) {
    return Math.max(min[link], Math.min(max[link], 0));
  }

  /** The fewest grains after which the reached set is no longer stuck. */
  private long stepLength(int stuck) {
    long bad = 0;
    long good = 1;
    while (stuckBy(good, stuck) > 0) {
      bad = good;
      good = Math.addExact(2 * good, 1); // so that it just stays within a cell of the last grid
    }
    while (good - bad > 1) {
      long middle = (bad + good) >>> 1;
      if (stuckBy(middle, stuck) > 0) {
        bad = middle;
      } else {
        good = middle;
      }
    }
    return good;
  }

  /** What the reached set could not get rid of (or get) if its prices were moved, Wh. */
  private long stuckBy(long grains, int stuck) {
    flow.count((long) net.nodes + net.links);
    long move = -stuck * Math.multiplyExact(grains, grain);
    long inflow = 0; // the least (stuck > 0) or most that can come in
    for (int n = 0; n < net.nodes; n++) {
      if (flow.reached(n)) {
        long moved = price[n] + move;
        inflow += stuck > 0 ? curves[n].below(moved) : curves[n].upTo(moved + grain - 1);
      }
    }
    for (int l = 0; l < net.links; l++) {
      boolean leaves = flow.reached(net.from[l]);
      if (leaves != flow.reached(net.to[l])) {
        long spread = price[net.toPrice[l]] - price[net.fromPrice[l]] + (leaves ? -move : move);
        boolean least = leaves != stuck > 0;
        long value = least ? lowest(l, spread) : highest(l, spread + grain - 1);
        inflow += leaves ? -value : value;
      }
    }
    return stuck * inflow;
  }
}
