package org.commonwatt.core.coupled;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Prices by the rules that look at the accepted orders of one price zone. A zone is a set of normal
 * areas, each two neighbouring ones joined by links without fee that could together carry more and
 * less than they do, so that one price holds in all of them.
 */
final class ZonePrices {
  private static final int MORE = 1; // the first node could send more to the second
  private static final int LESS = 2;

  private final ClearingCase input;
  private final Network net;
  private final int[] zone; // per node, the smallest node of its zone
  private final long[] dearestSell; // per zone
  private final long[] cheapestBuy;

  ZonePrices(ClearingCase input, Network net, Solution solution) {
    this.input = input;
    this.net = net;
    zone = new int[net.nodes];
    dearestSell = new long[net.nodes];
    cheapestBuy = new long[net.nodes];
    Arrays.setAll(zone, n -> n);
    Arrays.fill(dearestSell, PriceSet.NO_LOWER);
    Arrays.fill(cheapestBuy, PriceSet.NO_UPPER);
    Map<Long, Integer> room = new HashMap<>(); // per pair of nodes
    for (int l = 0; l < net.links; l++) {
      join(l, solution.flows()[net.caseLink[l]], room);
    }
    for (int n = 0; n < net.nodes; n++) {
      zone[n] = root(n);
    }
    lookAtOrders(solution.fills());
  }

  /** Joins the ends of a link when it and its parallels leave no spread between them. */
  private void join(int link, long flow, Map<Long, Integer> room) {
    int l = net.caseLink[link];
    int from = net.from[link];
    int to = net.to[link];
    if (input.linkFee[l] > 0 || from >= net.nodes || to >= net.nodes) {
      return;
    }
    boolean forward = from < to;
    int more = flow < input.linkMax[l] ? (forward ? MORE : LESS) : 0;
    int less = flow > input.linkMin[l] ? (forward ? LESS : MORE) : 0;
    long pair = (long) Math.min(from, to) * net.nodes + Math.max(from, to);
    if (room.merge(pair, more | less, (a, b) -> a | b) == (MORE | LESS)) {
      int a = root(from);
      int b = root(to);
      zone[Math.max(a, b)] = Math.min(a, b);
    }
  }

  private int root(int node) {
    int root = node;
    while (zone[root] != root) {
      root = zone[root];
    }
    return root;
  }

  private void lookAtOrders(long[] fills) {
    OrderTable orders = input.orders;
    for (int i = 0; i < fills.length; i++) {
      if (fills[i] > 0) {
        int z = zone[net.node[orders.area[i]]];
        if (orders.isBuy(i)) {
          cheapestBuy[z] = Math.min(cheapestBuy[z], orders.price[i]);
        } else {
          dearestSell[z] = Math.max(dearestSell[z], orders.price[i]);
        }
      }
    }
  }

  /**
   * The prices of a rule.
   *
   * @param midpoints per node, for zones that trade without an accepted order of the rule's side
   * @return per node, {@link PriceSet#NO_LOWER} where there is no price
   */
  long[] prices(PriceRule rule, long[] midpoints) {
    long[] prices = new long[net.nodes];
    Arrays.setAll(prices, n -> price(rule, zone[n], midpoints[n]));
    return prices;
  }

  private long price(PriceRule rule, int z, long midpoint) {
    long sell = dearestSell[z];
    long buy = cheapestBuy[z];
    boolean sells = sell != PriceSet.NO_LOWER;
    boolean buys = buy != PriceSet.NO_UPPER;
    if (!sells && !buys) {
      return PriceSet.NO_LOWER;
    }
    return switch (rule) {
      case MIDPOINT -> midpoint;
      case MARGINAL_OFFER -> sells ? sell : midpoint;
      case MARGINAL_BID -> buys ? buy : midpoint;
      case AVERAGE_OF_LAST_PAIR -> sells && buys ? Math.floorDiv(sell + buy, 2L) : midpoint;
      case PAY_AS_BID -> PriceSet.NO_LOWER;
    };
  }
}
