package org.commonwatt.core.coupled;

import java.util.Arrays;

/**
 * The orders of one side in order of arrival, and the earliest of them that crosses a price: a
 * binary tree whose nodes hold the best price below them. Finding and changing cost O(log n).
 */
final class EarliestCrossing {
  private static final long ABSENT = Long.MAX_VALUE;

  private final boolean buys;
  private final int leaves;
  private final long[] best; // node 1 is the root, the leaves are the last; the smaller the better

  /**
   * An empty side.
   *
   * @param buys whether the orders buy
   * @param places how many orders may come
   */
  EarliestCrossing(boolean buys, int places) {
    this.buys = buys;
    this.leaves = Integer.highestOneBit(Math.max(1, places - 1)) * 2;
    this.best = new long[2 * leaves];
    Arrays.fill(best, ABSENT);
  }

  /** Adds the order that arrived at a place, with its limit price. */
  void add(int place, long price) {
    set(place, key(price));
  }

  /** Takes out the order of a place. */
  void remove(int place) {
    set(place, ABSENT);
  }

  /** The place of the earliest order that crosses one of the other side; -1 when none does. */
  int find(long price) {
    long bound = key(price);
    if (best[1] > bound) {
      return -1;
    }
    int node = 1;
    while (node < leaves) {
      node = best[2 * node] <= bound ? 2 * node : 2 * node + 1;
    }
    return node - leaves;
  }

  /** Buys turned round, so that of both sides the lowest key is the first to cross. */
  private long key(long price) {
    return buys ? ~price : price;
  }

  private void set(int place, long key) {
    int node = leaves + place;
    best[node] = key;
    while (node > 1) {
      node /= 2;
      best[node] = Math.min(best[2 * node], best[2 * node + 1]);
    }
  }
}
