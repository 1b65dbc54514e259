package org.commonwatt.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The stated result of a storage auction as a flow from money to bids, areas, units and back. A
 * result is the best where no way round is left that costs less than nothing: of the price or, at
 * the same price, of the ties. The prices that support it lie between the lengths of the shortest
 * ways.
 */
final class StoredFlow {
  static final int MONEY = 0;
  static final long FAR = Long.MAX_VALUE;

  private final List<Arc> arcs = new ArrayList<>();
  private final List<Arc> demands = new ArrayList<>();
  private int nodes = 1;

  /** A way that a Wh may take, or be taken back. */
  private record Arc(int from, int to, long price, long tie) {}

  int node() {
    return nodes++;
  }

  /** A way of a capacity on which something flows. */
  void arc(int from, int to, long mostWh, long flowWh, long price, long tie) {
    if (flowWh < mostWh) {
      arcs.add(new Arc(from, to, price, tie));
    }
    if (flowWh > 0) {
      arcs.add(new Arc(to, from, -price, -tie));
    }
  }

  /** At a node the price is at least so much. */
  void atLeast(int node, long price) {
    demands.add(new Arc(MONEY, node, -price, 0));
  }

  /** At a node the price is at most so much. */
  void atMost(int node, long price) {
    demands.add(new Arc(node, MONEY, price, 0));
  }

  /** Whether another flow would be worth more, or come first of those that are worth as much. */
  boolean canBeBetter() {
    long[] price = new long[nodes];
    long[] tie = new long[nodes];
    int[] steps = new int[nodes];
    List<List<Arc>> leaving = leaving(arcs, false);
    Deque<Integer> queue = new ArrayDeque<>();
    boolean[] waits = new boolean[nodes];
    for (int v = 0; v < nodes; v++) {
      queue.add(v);
      waits[v] = true;
    }
    while (!queue.isEmpty()) {
      int v = queue.remove();
      waits[v] = false;
      for (Arc arc : leaving.get(v)) {
        int w = arc.to();
        long there = price[v] + arc.price();
        long ties = tie[v] + arc.tie();
        if (there < price[w] || (there == price[w] && ties < tie[w])) {
          price[w] = there;
          tie[w] = ties;
          steps[w] = steps[v] + 1;
          if (steps[w] > nodes) {
            return true;
          }
          if (!waits[w]) {
            waits[w] = true;
            queue.add(w);
          }
        }
      }
    }
    return false;
  }

  /**
   * The lowest price of each node, {@code -FAR} where nothing bounds it; empty if none supports.
   */
  long[] lowest() {
    long[] ways = ways(false);
    for (int v = 0; v < ways.length; v++) {
      ways[v] = -ways[v];
    }
    return ways;
  }

  /** The highest price of each node, {@link #FAR} where nothing bounds it; empty if none is. */
  long[] highest() {
    return ways(true);
  }

  private long[] ways(boolean back) {
    List<Arc> all = new ArrayList<>(arcs);
    all.addAll(demands);
    List<List<Arc>> leaving = leaving(all, back);
    long[] length = new long[nodes];
    int[] steps = new int[nodes];
    boolean[] waits = new boolean[nodes];
    Arrays.fill(length, FAR);
    length[MONEY] = 0;
    Deque<Integer> queue = new ArrayDeque<>(List.of(MONEY));
    while (!queue.isEmpty()) {
      int v = queue.remove();
      waits[v] = false;
      for (Arc arc : leaving.get(v)) {
        int w = back ? arc.from() : arc.to();
        if (length[v] + arc.price() < length[w]) {
          length[w] = length[v] + arc.price();
          steps[w] = steps[v] + 1;
          if (steps[w] > nodes) {
            return new long[0];
          }
          if (!waits[w]) {
            waits[w] = true;
            queue.add(w);
          }
        }
      }
    }
    return length;
  }

  private List<List<Arc>> leaving(List<Arc> of, boolean back) {
    List<List<Arc>> leaving = new ArrayList<>();
    for (int v = 0; v < nodes; v++) {
      leaving.add(new ArrayList<>());
    }
    of.forEach(arc -> leaving.get(back ? arc.to() : arc.from()).add(arc));
    return leaving;
  }
}
