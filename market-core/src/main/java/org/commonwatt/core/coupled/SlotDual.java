package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * One slot while blocks are tried: its prices of least dual value for what the blocks supply, found
 * anew from the last ones whenever that changes.
 */
final class SlotDual {
  private static final long PRICE_SPAN = 10_000_000_000L;
  private static final int COARSE_BITS = 14;
  private static final int PHASE_BITS = 7;

  final long[] price; // per node, then the fixed prices of the areas

  private final Network net;
  private final DualDescent.LinkCosts costs;
  private final ValuedCurve[] curves;
  private final Flow flow;
  private final long[] scheduled; // per node, by the case
  private final long beyond;
  private final long[] suppliedWh; // per node, by blocks
  private boolean cold = true;

  /**
   * Prepares a slot in which no block takes part.
   *
   * @param energy per row of the orders, with how much it takes part, Wh
   */
  SlotDual(ClearingCase input, Clearing clearing, long[] energy) {
    net = clearing.network();
    costs = clearing.costs();
    scheduled = clearing.scheduled();
    beyond = (2L * net.nodes + 3) * PRICE_SPAN; // farther than any chain of spreads
    curves = new ValuedCurve[net.nodes];
    for (int n = 0; n < net.nodes; n++) {
      curves[n] = new ValuedCurve(input.orders, energy, net.area[n], beyond);
    }
    price = new long[net.nodes + input.areaCount()];
    System.arraycopy(input.fixedPrices, 0, price, net.nodes, input.areaCount());
    suppliedWh = new long[net.nodes];
    flow = new Flow(net);
  }

  /** Lets blocks supply more, or less, at a node; {@link #settle} then finds the prices. */
  void supply(int node, long moreWh) {
    suppliedWh[node] += moreWh;
  }

  /** What blocks supply, per node, Wh. */
  long[] suppliedWh() {
    return suppliedWh;
  }

  /** Finds the prices for what blocks supply now. */
  void settle() {
    for (int n = 0; n < net.nodes; n++) {
      curves[n].shift(scheduled[n] + suppliedWh[n]);
    }
    if (!isFeasible()) { // prices that nothing would call back
      Arrays.fill(price, 0, net.nodes, 0);
      cold = true;
    }
    DualDescent descent = new DualDescent(flow, curves, costs, price);
    if (cold) {
      descent.run(COARSE_BITS, PHASE_BITS);
    } else {
      descent.run(0, 1);
    }
    cold = false;
  }

  /** Finds the prices for other curves, from the present ones. */
  void reprice(SupplyCurve[] others) {
    new DualDescent(flow, others, costs, price).run(0, 1);
  }

  /** The orders of a node when something supplies so much beside them, until the next call, Wh. */
  SupplyCurve curve(int node, long moreWh) {
    curves[node].shift(scheduled[node] + moreWh);
    return curves[node];
  }

  /** Whether orders and links can balance what blocks supply. */
  boolean isFeasible() {
    for (int n = 0; n < net.nodes; n++) {
      if (Math.abs(price[n]) >= beyond) {
        return false;
      }
    }
    return true;
  }

  /** What orders, links and schedules gain at the prices, nano-currency; blocks not included. */
  BigInteger gain() {
    BigInteger sum = BigInteger.ZERO;
    for (int n = 0; n < net.nodes; n++) {
      sum = sum.add(curves[n].gain(price[n])).add(product(scheduled[n], price[n]));
    }
    for (int l = 0; l < net.links; l++) {
      sum = sum.add(gainOfLink(l));
    }
    return sum;
  }

  private BigInteger gainOfLink(int link) {
    long least = costs.min()[link];
    long most = costs.max()[link];
    long idle = Math.max(least, Math.min(most, 0));
    BigInteger atLeast = gainOfFlow(link, least);
    return atLeast.max(gainOfFlow(link, most)).max(gainOfFlow(link, idle));
  }

  private BigInteger gainOfFlow(int link, long wh) {
    long spread = price[net.toPrice[link]] - price[net.fromPrice[link]];
    return product(wh, spread).subtract(product(Math.abs(wh), costs.fee()[link]));
  }

  /** What blocks get for their supply at the prices, nano-currency. */
  BigInteger paidToBlocks() {
    BigInteger sum = BigInteger.ZERO;
    for (int n = 0; n < net.nodes; n++) {
      sum = sum.add(product(suppliedWh[n], price[n]));
    }
    return sum;
  }

  /** How many arcs and nodes were looked at. */
  long steps() {
    return flow.steps();
  }

  private static BigInteger product(long a, long b) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
  }
}
