package org.commonwatt.core.coupled;

import java.util.Arrays;

/**
 * The orders at given prices: those in the money are filled, those at their area's price wait for
 * their share of what is left.
 */
final class Margin {
  private final ClearingCase input;
  private final OrderTable orders;
  private final Network net;
  private final Participation part;
  private final long[] prices;
  private final long[] fills;
  private final long[] openBuys; // per node, at the price, Wh
  private final long[] openSells;
  private final long[] certainSupply; // per node, schedules and fills without the open orders, Wh
  private int[] marginal = new int[16];
  private int count;

  Margin(ClearingCase input, Network net, Participation part, long[] prices) {
    this.input = input;
    this.orders = input.orders;
    this.net = net;
    this.part = part;
    this.prices = Arrays.copyOf(prices, net.nodes);
    fills = new long[orders.count];
    openBuys = new long[net.nodes];
    openSells = new long[net.nodes];
    certainSupply = net.scheduled.clone();
    for (int i = 0; i < orders.count; i++) {
      take(i);
    }
  }

  private void take(int i) {
    int node = net.node[orders.area[i]];
    long distance = orders.price[i] - prices[node]; // of a buy: what it gains
    boolean buy = orders.buy[i];
    long open = part.open(orders, i);
    long fill = part.certain(orders, i);
    if (distance != 0) {
      fill += distance > 0 == buy ? open : 0;
    } else if (open > 0) {
      (buy ? openBuys : openSells)[node] += open;
      if (count == marginal.length) {
        marginal = Arrays.copyOf(marginal, count * 2);
      }
      marginal[count++] = i;
    }
    fills[i] = fill;
    certainSupply[node] += buy ? -fill : fill;
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
      long supply = flow.value[net.links + n] - certainSupply[n];
      long buys = Math.min(openBuys[n], openSells[n] - supply);
      share(n, true, buys);
      share(n, false, buys + supply);
    }
  }

  private void share(int node, boolean buy, long amount) {
    if (amount == 0) {
      return;
    }
    int[] members = new int[count];
    int size = 0;
    for (int k = 0; k < count; k++) {
      int i = marginal[k];
      if (net.node[orders.area[i]] == node && orders.buy[i] == buy) {
        members[size++] = i;
      }
    }
    TieShare ties = new TieShare(input, part, fills);
    ties.share(Arrays.copyOf(members, size), !buy && input.rules.cleanFirst(), amount);
  }

  /** The result of the shares and a flow. */
  Solution solution(Flow flow) {
    long[] flows = input.linkMin.clone(); // what external links must carry
    for (int l = 0; l < net.links; l++) {
      flows[net.caseLink[l]] = flow.value[l];
    }
    Wide welfare = new Wide();
    long volume = 0;
    for (int i = 0; i < fills.length; i++) {
      if (fills[i] != 0) {
        volume += fills[i];
        welfare.addProduct(orders.buy[i] ? fills[i] : -fills[i], orders.price[i]);
      }
    }
    for (int l = 0; l < flows.length; l++) {
      welfare.addProduct(-Math.abs(flows[l]), input.linkFee[l]);
      welfare.addProduct(-flows[l], input.fixedPrices[input.linkFrom[l]]);
      welfare.addProduct(flows[l], input.fixedPrices[input.linkTo[l]]);
    }
    return new Solution(fills, flows, prices, welfare.value(), volume);
  }
}
