package org.commonwatt.core.storage.auction;

import java.util.Arrays;

/**
 * Arcs with capacities and costs, and energy that nodes must pass on. A cost is a pair: a price,
 * and a tie that counts only where prices are equal. Flows are whole Wh.
 */
final class FlowNetwork {
  int nodes;
  long[] supplyWh = new long[1_024]; // what a node has to send; negative: to take
  int arcs;
  int[] from = new int[1_024];
  int[] to = new int[1_024];
  long[] mostWh = new long[1_024];
  long[] price = new long[1_024]; // µ/kWh
  long[] tie = new long[1_024];
  long[] flowWh = new long[0]; // once it is solved
  long[] potential = new long[0]; // of each node: no residual arc costs less than their difference

  /** Adds a node and returns its number, from 0. */
  int node() {
    if (nodes == supplyWh.length) {
      supplyWh = Arrays.copyOf(supplyWh, 2 * nodes);
    }
    return nodes++;
  }

  /**
   * Adds an arc.
   *
   * @return its number, -1 when nothing fits through it
   */
  int arc(int tail, int head, long most, Cost cost) {
    if (most <= 0) {
      return -1;
    }
    if (arcs == from.length) {
      int length = 2 * arcs;
      from = Arrays.copyOf(from, length);
      to = Arrays.copyOf(to, length);
      mostWh = Arrays.copyOf(mostWh, length);
      price = Arrays.copyOf(price, length);
      tie = Arrays.copyOf(tie, length);
    }
    from[arcs] = tail;
    to[arcs] = head;
    mostWh[arcs] = most;
    price[arcs] = cost.price();
    tie[arcs] = cost.tie();
    return arcs++;
  }

  /**
   * What a Wh through an arc costs.
   *
   * @param price µ/kWh, that is nano-currency a Wh
   * @param tie what decides between flows of one price
   */
  record Cost(long price, long tie) {
    static final Cost NONE = new Cost(0, 0);
  }

  /** What flows through an arc, Wh; 0 for one that was not added. */
  long flow(int arc) {
    return arc < 0 ? 0 : flowWh[arc];
  }
}
