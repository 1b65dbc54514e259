package org.commonwatt.core.storage.auction;

import java.util.Arrays;

/**
 * The cheapest flow of a network by the simplex method on spanning trees. The tree is kept strongly
 * feasible (from each node some energy can go to the root), so that it cannot circle. All numbers
 * are integers; potentials have the size of costs along a path.
 */
final class NetworkSimplex {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  private final FlowNetwork net;
  private final int root;
  private final int arcs; // with those to the root
  private final int[] from;
  private final int[] to;
  private final long[] most;
  private final long[] price;
  private final long[] tie;
  private final long[] flow;
  private final byte[] state; // 1 at nothing, -1 at the most, 0 in the tree
  private final SpanningTree tree;
  private int scan;
  private int outNode; // the node whose arc to its parent leaves the tree
  private boolean outOnFirst;
  private long change;

  private NetworkSimplex(FlowNetwork net) {
    this.net = net;
    root = net.nodes;
    arcs = net.arcs + net.nodes;
    from = Arrays.copyOf(net.from, arcs);
    to = Arrays.copyOf(net.to, arcs);
    most = Arrays.copyOf(net.mostWh, arcs);
    price = Arrays.copyOf(net.price, arcs);
    tie = Arrays.copyOf(net.tie, arcs);
    flow = new long[arcs];
    state = new byte[arcs];
    Arrays.fill(state, 0, net.arcs, (byte) 1);
    tree = new SpanningTree(net.nodes + 1);
    long greatest = 1;
    for (int a = 0; a < net.arcs; a++) {
      greatest = Math.max(greatest, Math.abs(price[a]));
    }
    long dear = Math.multiplyExact(greatest + 1, (long) net.nodes + 1);
    for (int v = 0; v < net.nodes; v++) {
      int a = net.arcs + v;
      boolean sends = net.supplyWh[v] >= 0;
      from[a] = sends ? v : root;
      to[a] = sends ? root : v;
      most[a] = NO_LIMIT;
      price[a] = dear;
      flow[a] = Math.abs(net.supplyWh[v]);
      tree.hang(v, root, a, sends ? -dear : dear);
    }
  }

  /**
   * Finds the cheapest flow; what it is and the potentials are then in the network.
   *
   * @return whether there is one
   */
  static boolean solve(FlowNetwork net) {
    NetworkSimplex simplex = new NetworkSimplex(net);
    simplex.run();
    net.flowWh = Arrays.copyOf(simplex.flow, net.arcs);
    net.potential = Arrays.copyOf(simplex.tree.price, net.nodes);
    for (int a = net.arcs; a < simplex.arcs; a++) {
      if (simplex.flow[a] != 0) {
        return false;
      }
    }
    return true;
  }

  private void run() {
    int in = entering();
    while (in >= 0) {
      pivot(in);
      in = entering();
    }
  }

  /** The arc that is best to use among the first part of all in which there is one; else -1. */
  private int entering() {
    int block = Math.max(10, (int) Math.sqrt(net.arcs));
    int best = -1;
    long bestPrice = 0;
    long bestTie = 0;
    int left = block;
    for (int looked = 0; looked < net.arcs; looked++) {
      int a = scan;
      scan = scan + 1 == net.arcs ? 0 : scan + 1;
      int sign = state[a];
      if (sign != 0) {
        long p = sign * (price[a] + tree.price[from[a]] - tree.price[to[a]]);
        if (p < bestPrice || p == bestPrice) {
          long t = sign * (tie[a] + tree.tie[from[a]] - tree.tie[to[a]]);
          if (p < bestPrice || t < bestTie) {
            best = a;
            bestPrice = p;
            bestTie = t;
          }
        }
      }
      left--;
      if (left == 0) {
        if (best >= 0) {
          return best;
        }
        left = block;
      }
    }
    return best;
  }

  private void pivot(int in) {
    int first = state[in] > 0 ? from[in] : to[in];
    int second = state[in] > 0 ? to[in] : from[in];
    int join = tree.join(first, second);
    boolean leaves = leaving(in, first, second, join);
    push(in, first, second, join);
    if (!leaves) {
      state[in] = (byte) -state[in]; // from one end of its range to the other
      return;
    }
    int out = tree.arc[outNode];
    state[out] = (byte) (flow[out] == 0 ? 1 : -1);
    int inner = outOnFirst ? first : second;
    int outer = outOnFirst ? second : first;
    boolean up = from[in] == inner;
    long p = up ? tree.price[outer] - price[in] : tree.price[outer] + price[in];
    long t = up ? tree.tie[outer] - tie[in] : tree.tie[outer] + tie[in];
    state[in] = 0;
    tree.rehang(outNode, inner, outer, in);
    tree.shift(inner, p - tree.price[inner], t - tree.tie[inner]);
  }

  /**
   * How much can go round, and which arc stops it: the last one in the direction of the flow from
   * the join on.
   */
  private boolean leaving(int in, int first, int second, int join) {
    change = most[in];
    boolean leaves = false;
    for (int v = first; v != join; v = tree.parent[v]) {
      int a = tree.arc[v];
      long room = from[a] == v ? flow[a] : room(a);
      if (room < change) {
        change = room;
        outNode = v;
        outOnFirst = true;
        leaves = true;
      }
    }
    for (int v = second; v != join; v = tree.parent[v]) {
      int a = tree.arc[v];
      long room = from[a] == v ? room(a) : flow[a];
      if (room <= change) {
        change = room;
        outNode = v;
        outOnFirst = false;
        leaves = true;
      }
    }
    return leaves;
  }

  private long room(int a) {
    return most[a] == NO_LIMIT ? NO_LIMIT : most[a] - flow[a];
  }

  private void push(int in, int first, int second, int join) {
    if (change == 0) {
      return;
    }
    flow[in] += state[in] * change;
    for (int v = first; v != join; v = tree.parent[v]) {
      int a = tree.arc[v];
      flow[a] += from[a] == v ? -change : change;
    }
    for (int v = second; v != join; v = tree.parent[v]) {
      int a = tree.arc[v];
      flow[a] += from[a] == v ? change : -change;
    }
  }
}
