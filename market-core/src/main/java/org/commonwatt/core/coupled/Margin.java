package org.commonwatt.core.coupled;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The orders at given prices: those in the money are filled, those at their area's price wait for
 * their share of what is left. One pass over the orders finds all that a result says of them.
 */
final class Margin {
  private final ClearingCase input;
  private final OrderTable orders;
  private final Network net;
  private final Participation part;
  private final Solution.Nodes nodes;
  private final long[] fills;
  private final long[] openBuys; // per node, at the price, Wh
  private final long[] openSells;
  private final int[] firstMarginal; // per node, and one more for the end
  private final Wide welfare = new Wide();
  private int[] marginal = new int[16]; // orders at the price, node by node
  private int count;

  Margin(ClearingCase input, Network net, Participation part, long[] prices) {
    this.input = input;
    this.orders = input.orders;
    this.net = net;
    this.part = part;
    fills = new long[orders.count];
    openBuys = new long[net.nodes];
    openSells = new long[net.nodes];
    firstMarginal = new int[net.nodes + 1];
    nodes =
        new Solution.Nodes(
            Arrays.copyOf(prices, net.nodes),
            new long[net.nodes],
            new long[net.nodes],
            new long[net.nodes],
            new long[net.nodes]);
    for (int n = 0; n < net.nodes; n++) {
      fillBetter(n);
      firstMarginal[n + 1] = count;
    }
    for (int c = 0; c < part.certain.length; c++) {
      fillCertain(part.certain[c], part.certainWh[c]);
    }
  }

  /**
   * Fills what is better than the price. The loop that sees every order: sides and sums are made
   * without branches, which a processor could not predict.
   */
  private void fillBetter(int node) {
    long[] open = part.open; // locals, for the compiler's sake
    long[] limits = orders.price;
    byte[] signs = orders.sign;
    long price = nodes.price()[node];
    long below = PriceSet.NO_LOWER;
    long above = PriceSet.NO_UPPER;
    long supply = 0;
    long volume = 0;
    Wide gain = new Wide();
    int end = orders.first[net.area[node] + 1];
    for (int i = orders.first[net.area[node]]; i < end; i++) {
      long limit = limits[i];
      long distance = limit - price;
      if (distance == 0) {
        addMarginal(node, i);
      } else if (open[i] != 0) {
        long isBelow = distance >> (Long.SIZE - 1); // all ones or none
        long gains = isBelow ^ (signs[i] >> 1); // all ones for a buy above or a sell below
        long fill = open[i] & gains;
        fills[i] = fill;
        supply += fill * signs[i];
        volume += fill;
        gain.addProduct(fill * -signs[i], limit);
        below = Math.max(below, (limit & isBelow) | (PriceSet.NO_LOWER & ~isBelow));
        above = Math.min(above, (limit & ~isBelow) | (PriceSet.NO_UPPER & isBelow));
      }
    }
    welfare.add(gain);
    nodes.lower()[node] = below;
    nodes.upper()[node] = above;
    setEnergies(node, volume, supply);
  }

  private void setEnergies(int node, long volume, long supply) {
    nodes.buyWh()[node] = (volume - supply) / 2;
    nodes.sellWh()[node] = (volume + supply) / 2;
  }

  private void addMarginal(int node, int order) {
    long open = part.open[order];
    if (open == 0) {
      return;
    }
    (orders.isBuy(order) ? openBuys : openSells)[node] += open;
    if (count == marginal.length) {
      marginal = Arrays.copyOf(marginal, count * 2);
    }
    marginal[count++] = order;
  }

  private void fillCertain(int order, long least) {
    int node = net.node[orders.area[order]];
    add(node, order, least);
    fills[order] += least;
    bound(node, order, true, false);
  }

  private void add(int node, int order, long fill) {
    (orders.isBuy(order) ? nodes.buyWh() : nodes.sellWh())[node] += fill;
    welfare.addProduct(orders.isBuy(order) ? fill : -fill, orders.price[order]);
  }

  /** Bounds the prices of a node so that an order does not lose, or wants no more. */
  private void bound(int node, int order, boolean accepted, boolean wantsMore) {
    boolean buy = orders.isBuy(order);
    if (buy ? wantsMore : accepted) {
      nodes.lower()[node] = Math.max(nodes.lower()[node], orders.price[order]);
    }
    if (buy ? accepted : wantsMore) {
      nodes.upper()[node] = Math.min(nodes.upper()[node], orders.price[order]);
    }
  }

  /** Buys at the price of a node, Wh. */
  long buyWh(int node) {
    return openBuys[node];
  }

  /** Sells at the price of a node, Wh. */
  long sellWh(int node) {
    return openSells[node];
  }

  /** Shares among the open orders what the flow leaves them. */
  void share(Flow flow) {
    for (int n = 0; n < net.nodes; n++) {
      long certain = net.scheduled[n] + nodes.sellWh()[n] - nodes.buyWh()[n];
      long supply = flow.value[net.links + n] - certain;
      long buys = Math.min(openBuys[n], openSells[n] - supply);
      share(n, true, buys);
      share(n, false, buys + supply);
      for (int k = firstMarginal[n]; k < firstMarginal[n + 1]; k++) {
        int i = marginal[k];
        bound(n, i, fills[i] > 0, fills[i] < part.energy[i]);
      }
    }
  }

  private void share(int node, boolean buy, long amount) {
    if (amount == 0) {
      return;
    }
    int[] members =
        IntStream.range(firstMarginal[node], firstMarginal[node + 1])
            .map(k -> marginal[k])
            .filter(i -> orders.isBuy(i) == buy)
            .toArray();
    new TieShare(input, part, fills).share(members, !buy && input.rules.cleanFirst(), amount);
    (buy ? nodes.buyWh() : nodes.sellWh())[node] += amount;
    long limit = nodes.price()[node];
    welfare.addProduct(buy ? amount : -amount, limit);
  }

  /** The result of the shares and a flow. */
  Solution solution(Flow flow) {
    long[] flows = input.linkMin.clone(); // what external links must carry
    for (int l = 0; l < net.links; l++) {
      flows[net.caseLink[l]] = flow.value[l];
    }
    for (int l = 0; l < flows.length; l++) {
      welfare.addProduct(-Math.abs(flows[l]), input.linkFee[l]);
      welfare.addProduct(-flows[l], input.fixedPrices[input.linkFrom[l]]);
      welfare.addProduct(flows[l], input.fixedPrices[input.linkTo[l]]);
    }
    long volume = Arrays.stream(nodes.buyWh()).sum() + Arrays.stream(nodes.sellWh()).sum();
    return new Solution(fills, flows, nodes, welfare.value(), volume);
  }
}
