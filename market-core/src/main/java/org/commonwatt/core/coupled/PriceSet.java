package org.commonwatt.core.coupled;

/**
 * All price vectors that support a solution. They are a set of difference constraints: an interval
 * of each area from its orders and neighbours, and for each link bounds on the spread between its
 * ends. The ends of the joint set are shortest paths.
 */
final class PriceSet {
  /** A lower end that nothing bounds. */
  static final long NO_LOWER = Long.MIN_VALUE;

  /** An upper end that nothing bounds. */
  static final long NO_UPPER = Long.MAX_VALUE;

  private final ClearingCase input;
  private final Network net;
  private final long[] ownLower; // per node
  private final long[] ownUpper;
  private final int[] fromNode; // per spread bound: price[to] ≤ price[from] + gap
  private final int[] toNode;
  private final long[] gap;
  private int bounds;
  private final long[] lower; // joint, per node
  private final long[] upper;
  private long steps;

  PriceSet(ClearingCase input, Network net, Solution solution) {
    this.input = input;
    this.net = net;
    ownLower = solution.nodes().lower().clone();
    ownUpper = solution.nodes().upper().clone();
    fromNode = new int[2 * net.links];
    toNode = new int[2 * net.links];
    gap = new long[2 * net.links];
    for (int l = 0; l < net.links; l++) {
      boundByLink(l, solution.flows()[net.caseLink[l]]);
    }
    lower = new long[net.nodes];
    upper = new long[net.nodes];
    propagate();
  }

  private void boundByLink(int link, long flow) {
    int l = net.caseLink[link];
    long fee = input.linkFee[l];
    if (input.linkMin[l] == input.linkMax[l]) {
      return;
    }
    if (flow < input.linkMax[l]) { // the spread is at most this
      bound(net.fromPrice[link], net.toPrice[link], flow >= 0 ? fee : -fee);
    }
    if (flow > input.linkMin[l]) { // the spread is at least this
      bound(net.toPrice[link], net.fromPrice[link], flow > 0 ? -fee : fee);
    }
  }

  /** The price at {@code to} is at most that at {@code from} plus a gap. */
  private void bound(int from, int to, long most) {
    boolean fixedFrom = from >= net.nodes;
    boolean fixedTo = to >= net.nodes;
    if (fixedFrom && !fixedTo) {
      ownUpper[to] = Math.min(ownUpper[to], input.fixedPrices[from - net.nodes] + most);
    } else if (!fixedFrom && fixedTo) {
      ownLower[from] = Math.max(ownLower[from], input.fixedPrices[to - net.nodes] - most);
    } else if (!fixedFrom) {
      fromNode[bounds] = from;
      toNode[bounds] = to;
      gap[bounds++] = most;
    }
  }

  /** Keeps a node's price within further bounds; {@link #propagate} makes them count. */
  void keepWithin(int node, long least, long most) {
    ownLower[node] = Math.max(ownLower[node], least);
    ownUpper[node] = Math.min(ownUpper[node], most);
  }

  /**
   * Calls for each bound of a spread: the price at {@code to} is at most that at {@code from} plus
   * a gap.
   */
  void eachSpread(Spread spread) {
    for (int b = 0; b < bounds; b++) {
      spread.bound(fromNode[b], toNode[b], gap[b]);
    }
  }

  /** Takes a bound of a spread. */
  interface Spread {
    void bound(int from, int to, long gap);
  }

  /** Bellman and Ford; the bounds of links alone have no negative cycle, so it ends. */
  void propagate() {
    System.arraycopy(ownLower, 0, lower, 0, net.nodes);
    System.arraycopy(ownUpper, 0, upper, 0, net.nodes);
    for (boolean changed = true; changed; ) {
      changed = false;
      steps += bounds;
      for (int b = 0; b < bounds; b++) {
        int from = fromNode[b];
        int to = toNode[b];
        if (upper[from] != NO_UPPER && upper[from] + gap[b] < upper[to]) {
          upper[to] = upper[from] + gap[b];
          changed = true;
        }
        if (lower[to] != NO_LOWER && lower[to] - gap[b] > lower[from]) {
          lower[from] = lower[to] - gap[b];
          changed = true;
        }
      }
    }
  }

  /** How many bounds were looked at. */
  long steps() {
    return steps;
  }

  /** Whether any price vector supports the solution. */
  boolean isEmpty() {
    for (int n = 0; n < net.nodes; n++) {
      if (lower[n] > upper[n]) {
        return true;
      }
    }
    return false;
  }

  /** Lower end of a node in the joint set. */
  long lower(int node) {
    return lower[node];
  }

  /** Upper end of a node in the joint set. */
  long upper(int node) {
    return upper[node];
  }

  /**
   * The vector of the rule midpoint: areas with two ends take the floored middle; then in order of
   * id each other area takes its end, clamped to what the prices already fixed leave it, or the end
   * they give it; so until nothing changes.
   *
   * @return per node, {@link #NO_LOWER} for a price that nothing bounds
   */
  long[] midpoints() {
    long[] prices = new long[net.nodes];
    long[] ends = new long[net.nodes]; // the one own end of an area
    for (int n = 0; n < net.nodes; n++) {
      prices[n] = NO_LOWER;
      ends[n] = lower[n] == NO_LOWER ? (upper[n] == NO_UPPER ? NO_LOWER : upper[n]) : lower[n];
    }
    for (int n = 0; n < net.nodes; n++) {
      if (lower[n] != NO_LOWER && upper[n] != NO_UPPER) {
        fix(n, Math.floorDiv(lower[n] + upper[n], 2L), prices);
      }
    }
    propagate();
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int n = 0; n < net.nodes; n++) {
        long price = prices[n] == NO_LOWER ? clamped(n, ends[n]) : NO_LOWER;
        if (price != NO_LOWER) {
          fix(n, price, prices);
          propagate();
          changed = true;
        }
      }
    }
    return prices;
  }

  private void fix(int node, long price, long[] prices) {
    prices[node] = price;
    ownLower[node] = price;
    ownUpper[node] = price;
  }

  /** An end clamped to the present interval; without one what the interval itself gives. */
  private long clamped(int node, long end) {
    if (end != NO_LOWER) {
      return Math.max(lower[node], Math.min(upper[node], end));
    }
    if (lower[node] == NO_LOWER || upper[node] == NO_UPPER) {
      return lower[node] == NO_LOWER && upper[node] != NO_UPPER ? upper[node] : lower[node];
    }
    return Math.floorDiv(lower[node] + upper[node], 2L);
  }
}
