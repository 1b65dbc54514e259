package org.commonwatt.core.auction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Side;

/** Keeps orders of one owner from trading with each other. */
final class SelfTrade {
  private long highestBuy = Long.MIN_VALUE;
  private long lowestSell = Long.MAX_VALUE;

  private SelfTrade() {}

  /**
   * Which orders take part: an order that crosses an earlier one of its owner does not, and one
   * that takes no part excludes no other. What is left of an owner has every buy below every sell,
   * so that no price accepts both.
   *
   * @param ordersById by order id
   * @return per order, whether it takes part
   */
  static boolean[] withoutOwnCrosses(List<AuctionOrder> ordersById) {
    boolean[] takesPart = new boolean[ordersById.size()];
    Map<String, SelfTrade> owners = new HashMap<>();
    for (int i = 0; i < takesPart.length; i++) {
      AuctionOrder order = ordersById.get(i);
      takesPart[i] = owners.computeIfAbsent(order.owner(), o -> new SelfTrade()).take(order);
    }
    return takesPart;
  }

  private boolean take(AuctionOrder order) {
    long price = order.priceMicroPerKwh();
    if (order.side() == Side.BUY) {
      if (price >= lowestSell) {
        return false;
      }
      highestBuy = Math.max(highestBuy, price);
    } else {
      if (price <= highestBuy) {
        return false;
      }
      lowestSell = Math.min(lowestSell, price);
    }
    return true;
  }
}
