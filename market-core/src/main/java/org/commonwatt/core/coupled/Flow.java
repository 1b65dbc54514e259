package org.commonwatt.core.coupled;

import java.util.Arrays;

/**
 * A flow on a network whose arcs have limits, and what is missing to its balance. Augmenting paths
 * are shortest ones, found breadth first.
 */
final class Flow {
  final Network net;
  final long[] value; // per arc, Wh
  final long[] low; // per arc, the least it may be
  final long[] high; // per arc, the most it may be
  private final long[] excess; // per node, what comes in minus what goes out
  private final boolean[] reached;
  private final int[] via; // per node, the arc it was reached by
  private final int[] queue;
  private long steps;

  Flow(Network net) {
    this.net = net;
    value = new long[net.arcs];
    low = new long[net.arcs];
    high = new long[net.arcs];
    excess = new long[net.nodes + 1];
    reached = new boolean[net.nodes + 1];
    via = new int[net.nodes + 1];
    queue = new int[net.nodes + 1];
  }

  /** How many arcs and nodes were looked at. */
  long steps() {
    return steps;
  }

  /** Counts steps that were taken for the sake of this flow. */
  void count(long more) {
    steps += more;
  }

  /** Whether the last search reached a node. */
  boolean reached(int node) {
    return reached[node];
  }

  /** Brings the flow within its limits, then balances every node as far as that is possible. */
  int balance() {
    steps += net.arcs + net.nodes;
    Arrays.fill(excess, 0);
    for (int arc = 0; arc < net.arcs; arc++) {
      value[arc] = Math.max(low[arc], Math.min(high[arc], value[arc]));
      excess[net.from[arc]] -= value[arc];
      excess[net.to[arc]] += value[arc];
    }
    for (int n = 0; n < net.nodes; n++) {
      int arc = net.links + n;
      long step = Math.max(low[arc] - value[arc], Math.min(high[arc] - value[arc], -excess[n]));
      value[arc] += step;
      excess[n] += step;
    }
    if (!drain(1)) {
      return 1;
    }
    return drain(-1) ? 0 : -1;
  }

  /** The nodes that too much or too little energy is stuck in, after all balancing. */
  boolean[] stuck() {
    balance();
    boolean[] stuck = new boolean[net.nodes];
    for (int sign = 1; sign >= -1; sign -= 2) {
      boolean drained = drain(sign);
      for (int n = 0; n < net.nodes; n++) {
        stuck[n] |= !drained && reached[n];
      }
    }
    return stuck;
  }

  /** Moves all excess (sign 1) or deficit (sign -1) away; false when some of it is stuck. */
  private boolean drain(int sign) {
    while (true) {
      int waiting = 0;
      for (int n = 0; n < net.nodes; n++) {
        reached[n] = excess[n] * sign > 0;
        if (reached[n]) {
          queue[waiting++] = n;
          via[n] = -1;
        }
      }
      if (waiting == 0) {
        return true;
      }
      reached[net.nodes] = false;
      int end = search(sign, waiting, -1);
      if (end < 0) {
        return false;
      }
      push(end, sign, end == net.nodes ? Long.MAX_VALUE : Math.abs(excess[end]));
    }
  }

  /**
   * Searches from the queued nodes along arcs with room.
   *
   * @param target the node to find; -1 for the ground or any node of the opposite imbalance
   * @return the node found, -1 for none
   */
  private int search(int sign, int waiting, int target) {
    steps += net.nodes;
    int tail = waiting;
    for (int head = 0; head < tail; head++) {
      int node = queue[head];
      steps += net.firstIncident[node + 1] - net.firstIncident[node];
      for (int i = net.firstIncident[node]; i < net.firstIncident[node + 1]; i++) {
        int arc = net.incident[i];
        int next = net.from[arc] == node ? net.to[arc] : net.from[arc];
        if (!reached[next] && room(arc, node, sign) > 0) {
          reached[next] = true;
          via[next] = arc;
          if (next == target || (target < 0 && (next == net.nodes || excess[next] * sign < 0))) {
            return next;
          }
          queue[tail++] = next;
        }
      }
    }
    return -1;
  }

  /** What can be pushed out of a node (sign 1) or drawn into it (sign -1) along an arc. */
  private long room(int arc, int node, int sign) {
    boolean up = (net.from[arc] == node) == (sign > 0);
    return up ? high[arc] - value[arc] : value[arc] - low[arc];
  }

  /** Pushes along the path that ends at a node, at most so much. */
  private void push(int end, int sign, long most) {
    long amount = most;
    int node = end;
    while (via[node] >= 0) {
      int before = other(via[node], node);
      amount = Math.min(amount, room(via[node], before, sign));
      node = before;
    }
    amount = Math.min(amount, Math.abs(excess[node]));
    excess[node] -= amount * sign;
    if (end != net.nodes) {
      excess[end] += amount * sign;
    }
    for (node = end; via[node] >= 0; ) {
      int before = other(via[node], node);
      boolean up = (net.from[via[node]] == before) == (sign > 0);
      value[via[node]] += up ? amount : -amount;
      node = before;
    }
  }

  private int other(int arc, int node) {
    return net.from[arc] == node ? net.to[arc] : net.from[arc];
  }

  /**
   * Moves a link's flow towards a value within its limits as far as the rest of the balanced
   * network can carry the difference, and pins the link there.
   */
  void pin(int link, long wanted) {
    long goal = Math.max(low[link], Math.min(high[link], wanted));
    long change = goal - value[link];
    int source = change < 0 ? net.from[link] : net.to[link];
    int target = change < 0 ? net.to[link] : net.from[link];
    if (source == target) { // between two neighbours: nothing else notices
      value[link] = goal;
    }
    hold(link);
    long left = source == target ? 0 : Math.abs(change);
    while (left > 0 && findPath(source, target)) {
      excess[source] = left;
      push(target, 1, left);
      long moved = left - excess[source];
      left -= moved;
      value[link] += change < 0 ? -moved : moved;
      hold(link);
    }
    excess[source] = 0;
    excess[target] = 0;
  }

  private void hold(int link) {
    low[link] = value[link];
    high[link] = value[link];
  }

  private boolean findPath(int source, int target) {
    Arrays.fill(reached, false);
    reached[source] = true;
    via[source] = -1;
    queue[0] = source;
    return search(1, 1, target) >= 0;
  }
}
