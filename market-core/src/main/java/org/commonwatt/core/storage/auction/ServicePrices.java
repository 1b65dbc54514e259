package org.commonwatt.core.storage.auction;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The lowest and the highest prices that support a flow. A price of an area in a slot is how much
 * more a Wh costs there than at the node of money; that no Wh could go a better way, that a unit
 * with linked bids gets what it asks for, and that linked bids pay no more than their limits, are
 * bounds of differences. So the least that all of them allow is the length of a shortest way, and
 * what is between two prices that support the flow supports it, too.
 */
final class ServicePrices {
  private static final long FAR = Long.MAX_VALUE;

  private final FlowNetwork net;
  private final int[] first; // of each node, in the lists below
  private final int[] head;
  private final long[] length; // never negative but of the further arcs
  private int count;

  /**
   * Prepares one direction.
   *
   * @param isBackward whether ways lead to the node of money
   */
  private ServicePrices(FlowNetwork net, Demands demands, boolean isBackward) {
    this.net = net;
    int most = 2 * net.arcs + demands.size;
    int[] tails = new int[most];
    int[] heads = new int[most];
    long[] costs = new long[most];
    for (int a = 0; a < net.arcs; a++) {
      if (net.flowWh[a] < net.mostWh[a]) {
        add(tails, heads, net.from[a], net.to[a], isBackward);
        costs[count++] = reduced(net.from[a], net.to[a], net.price[a]);
      }
      if (net.flowWh[a] > 0) {
        add(tails, heads, net.to[a], net.from[a], isBackward);
        costs[count++] = reduced(net.to[a], net.from[a], -net.price[a]);
      }
    }
    for (int d = 0; d < demands.size; d++) {
      add(tails, heads, demands.from[d], demands.to[d], isBackward);
      costs[count++] = reduced(demands.from[d], demands.to[d], demands.cost[d]);
    }
    first = new int[net.nodes + 1];
    head = new int[count];
    length = new long[count];
    sort(tails, heads, costs);
  }

  /** Bounds that a flow's own arcs do not have: ways that must not be shorter than nothing. */
  static final class Demands {
    private int size;
    private int[] from = new int[64];
    private int[] to = new int[64];
    private long[] cost = new long[64];

    /** At a node the price is at least so much. */
    void atLeast(int node, long price) {
      add(ServiceNetwork.MONEY, node, -price);
    }

    /** At a node the price is at most so much. */
    void atMost(int node, long price) {
      add(node, ServiceNetwork.MONEY, price);
    }

    private void add(int tail, int node, long price) {
      if (size == from.length) {
        from = Arrays.copyOf(from, 2 * size);
        to = Arrays.copyOf(to, 2 * size);
        cost = Arrays.copyOf(cost, 2 * size);
      }
      from[size] = tail;
      to[size] = node;
      cost[size++] = price;
    }
  }

  /** The bounds of the nodes' prices. */
  static final class Bounds {
    private final long[] lowest;
    private final long[] highest;

    private Bounds(long[] lowest, long[] highest) {
      this.lowest = lowest;
      this.highest = highest;
    }

    /** The lowest price of a node, µ/kWh; null: nothing bounds it. */
    @Nullable Long lowest(int node) {
      return lowest[node] == Long.MIN_VALUE ? null : (Long) lowest[node];
    }

    /** The highest price of a node, µ/kWh; null: nothing bounds it. */
    @Nullable Long highest(int node) {
      return highest[node] == Long.MAX_VALUE ? null : (Long) highest[node];
    }
  }

  /** The bounds of prices; null if there are no prices that support the flow. */
  static @Nullable Bounds of(FlowNetwork net, Demands demands) {
    long[] to = new ServicePrices(net, demands, false).distances();
    long[] back = new ServicePrices(net, demands, true).distances();
    if (to.length == 0 || back.length == 0) {
      return null;
    }
    long[] lowest = new long[net.nodes];
    long[] highest = new long[net.nodes];
    long zero = net.potential[ServiceNetwork.MONEY];
    for (int v = 0; v < net.nodes; v++) {
      long potential = net.potential[v] - zero;
      lowest[v] = to[v] == FAR ? Long.MIN_VALUE : -potential - to[v];
      highest[v] = back[v] == FAR ? Long.MAX_VALUE : back[v] - potential;
    }
    return new Bounds(lowest, highest);
  }

  private void add(int[] tails, int[] heads, int tail, int node, boolean isBackward) {
    tails[count] = isBackward ? node : tail;
    heads[count] = isBackward ? tail : node;
  }

  private long reduced(int tail, int node, long cost) {
    return cost + net.potential[tail] - net.potential[node];
  }

  private void sort(int[] tails, int[] heads, long[] costs) {
    for (int i = 0; i < count; i++) {
      first[tails[i] + 1]++;
    }
    for (int v = 0; v < net.nodes; v++) {
      first[v + 1] += first[v];
    }
    int[] at = first.clone();
    for (int i = 0; i < count; i++) {
      head[at[tails[i]]] = heads[i];
      length[at[tails[i]]++] = costs[i];
    }
  }

  /** Lengths of the shortest ways from money, reduced; nothing if a way round is below nothing. */
  private long[] distances() {
    long[] distance = new long[net.nodes];
    int[] steps = new int[net.nodes];
    boolean[] waits = new boolean[net.nodes];
    Arrays.fill(distance, FAR);
    distance[ServiceNetwork.MONEY] = 0;
    Deque<Integer> queue = new ArrayDeque<>();
    queue.add(ServiceNetwork.MONEY);
    while (!queue.isEmpty()) {
      int v = queue.remove();
      waits[v] = false;
      for (int i = first[v]; i < first[v + 1]; i++) {
        int w = head[i];
        long there = distance[v] + length[i];
        if (there < distance[w]) {
          distance[w] = there;
          steps[w] = steps[v] + 1;
          if (steps[w] > net.nodes) {
            return new long[0];
          }
          if (!waits[w]) {
            waits[w] = true;
            queue.add(w);
          }
        }
      }
    }
    return distance;
  }
}
