package org.commonwatt.core.coupled;

import org.commonwatt.core.coupled.BucketCurve.Range;
import org.commonwatt.core.coupled.DualDescent.LinkCosts;
import org.jspecify.annotations.Nullable;

/**
 * Clears a case in which it is decided which orders with a minimum quantity take part: best
 * welfare, then largest volume, then the ties between areas and within them.
 */
final class Clearing {
  private static final long BEYOND_ALL_PRICES = 1L << 50;
  private static final int COARSE_BITS = 14; // measured: fewest steps on real books
  private static final int PHASE_BITS = 7;
  private static final int PASSES = 4; // over all orders: sums, curves, margin, fills

  private final ClearingCase input;
  private final OrderTable orders;
  private final Network net;
  private final LinkCosts costs;
  private final int bucketBits;
  private final long[] scheduled; // by the case alone
  private long steps;

  Clearing(ClearingCase input) {
    this.input = input;
    this.orders = input.orders;
    this.net = new Network(input);
    scheduled = net.scheduled.clone();
    bucketBits = bucketBits();
    costs = new LinkCosts(ofLinks(input.linkMin), ofLinks(input.linkMax), ofLinks(input.linkFee));
  }

  Network network() {
    return net;
  }

  /** Limits and fees of the network's links. */
  LinkCosts costs() {
    return costs;
  }

  /** What the case schedules, per node, Wh. */
  long[] scheduled() {
    return scheduled;
  }

  /** Lets blocks supply so much, per node, beside what the case schedules, Wh. */
  void inject(long[] suppliedWh) {
    for (int n = 0; n < net.nodes; n++) {
      net.scheduled[n] = scheduled[n] + suppliedWh[n];
    }
  }

  /** How many orders, areas and links were looked at in all solutions so far. */
  long steps() {
    return steps;
  }

  private long[] ofLinks(long[] column) {
    long[] values = new long[net.links];
    for (int l = 0; l < net.links; l++) {
      values[l] = column[net.caseLink[l]];
    }
    return values;
  }

  /** The best solution, null when no flow balances the areas. */
  @Nullable Solution solve(Participation part) {
    Flow flow = new Flow(net);
    Solution solution = solve(part, flow);
    steps += flow.steps() + (long) PASSES * orders.count;
    return solution;
  }

  private @Nullable Solution solve(Participation part, Flow flow) {
    SupplyCurve[] curves = curves(part);
    if (!feasible(flow, curves)) {
      return null;
    }
    long[] prices = startPrices();
    new DualDescent(flow, curves, costs, prices).run(coarsestBits(bucketBits), PHASE_BITS);
    Margin margin = new Margin(input, net, part, prices);
    FlowChoice choice = new FlowChoice(flow, input);
    choice.takeLargestVolume(margin);
    choice.takeLeastFlow();
    margin.share(flow);
    return margin.solution(flow);
  }

  /** The nodes that a missing or surplus energy is stuck in, none when the case is feasible. */
  boolean[] stuckNodes(Participation part) {
    Flow flow = new Flow(net);
    limit(flow, curves(part));
    return flow.stuck();
  }

  private boolean feasible(Flow flow, SupplyCurve[] curves) {
    limit(flow, curves);
    return flow.balance() == 0;
  }

  /** Sets the limits that some price or other allows. */
  private void limit(Flow flow, SupplyCurve[] curves) {
    for (int l = 0; l < net.links; l++) {
      flow.low[l] = costs.min()[l];
      flow.high[l] = costs.max()[l];
    }
    for (int n = 0; n < net.nodes; n++) {
      flow.low[net.links + n] = curves[n].below(-BEYOND_ALL_PRICES);
      flow.high[net.links + n] = curves[n].upTo(BEYOND_ALL_PRICES);
    }
  }

  private SupplyCurve[] curves(Participation part) {
    long[] base = net.scheduled.clone();
    for (int c = 0; c < part.certain.length; c++) {
      int i = part.certain[c];
      base[net.node[orders.area[i]]] += orders.isBuy(i) ? -part.certainWh[c] : part.certainWh[c];
    }
    SupplyCurve[] curves = new SupplyCurve[net.nodes];
    for (int n = 0; n < net.nodes; n++) {
      int area = net.area[n];
      int first = orders.first[area];
      int end = orders.first[area + 1];
      base[n] -= bought(part.open, first, end);
      Range range = new Range(orders.lowest[area], orders.highest[area], bucketBits);
      curves[n] = new Steps(orders.price, part.open, first, end).curve(base[n], range);
    }
    return curves;
  }

  private long bought(long[] open, int first, int end) {
    long sum = 0;
    for (int i = first; i < end; i++) {
      sum += open[i] & orders.sign[i] >> 1; // a buy's sign is all ones
    }
    return sum;
  }

  private long[] startPrices() {
    long[] prices = new long[net.nodes + input.areaCount()];
    System.arraycopy(input.fixedPrices, 0, prices, net.nodes, input.areaCount());
    return prices;
  }

  /** What all areas with orders can have in common. */
  private int bucketBits() {
    int bits = 0;
    for (int n = 0; n < net.nodes; n++) {
      int area = net.area[n];
      if (orders.first[area] < orders.first[area + 1]) {
        bits = Math.max(bits, BucketCurve.bucketBits(orders.lowest[area], orders.highest[area]));
      }
    }
    return bits;
  }

  /** At least what real books need, and met by a grid as wide as the buckets on the way down. */
  private static int coarsestBits(int bucketBits) {
    int bits = bucketBits;
    while (bits < COARSE_BITS) {
      bits += PHASE_BITS;
    }
    return bits;
  }
}
