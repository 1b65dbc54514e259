package org.commonwatt.core.auction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.commonwatt.core.auction.AuctionResult.PriceInterval;
import org.commonwatt.model.Side;

/**
 * The call auction of one area: maximal welfare, then maximal volume, pro rata at the margin. The
 * rules are those of {@code docs/market-rules.md}, "The call auction". Time O(n log n).
 */
public final class CallAuction {
  private final List<AuctionOrder> orders;
  private final long[] fills;
  private final boolean[] takesPart;

  private CallAuction(List<AuctionOrder> ordersById) {
    this.orders = ordersById;
    this.fills = new long[ordersById.size()];
    this.takesPart = SelfTrade.withoutOwnCrosses(ordersById);
  }

  /**
   * Clears an auction.
   *
   * @param orders in any order; the result does not depend on it
   * @return fills, price interval and volume
   * @throws IllegalArgumentException when two orders have one id
   * @throws ArithmeticException when the energy of one side does not fit in 64 bits
   */
  public static AuctionResult clear(List<AuctionOrder> orders) {
    List<AuctionOrder> byId = new ArrayList<>(orders);
    byId.sort(Comparator.comparingLong(AuctionOrder::orderId));
    for (int i = 1; i < byId.size(); i++) {
      if (byId.get(i).orderId() == byId.get(i - 1).orderId()) {
        throw new IllegalArgumentException("two orders have the id " + byId.get(i).orderId());
      }
    }
    return new CallAuction(byId).clear();
  }

  private AuctionResult clear() {
    OrderQueue buys = queue(Side.BUY);
    OrderQueue sells = queue(Side.SELL);
    long volume = volume(buys, sells);
    buys.fill(volume, fills);
    sells.fill(volume, fills);
    return new AuctionResult(orders, fills, interval(), volume);
  }

  private OrderQueue queue(Side side) {
    int[] ranks = new int[orders.size()];
    int count = 0;
    for (int i = 0; i < ranks.length; i++) {
      if (takesPart[i] && orders.get(i).side() == side) {
        ranks[count++] = i;
      }
    }
    return new OrderQueue(orders, side, Arrays.copyOf(ranks, count));
  }

  /** The largest volume at which the last Wh bought is worth at least what the last sold costs. */
  private static long volume(OrderQueue buys, OrderQueue sells) {
    long volume = 0;
    int buy = 0;
    int sell = 0;
    long bought = 0; // of the order at buy
    long sold = 0; // of the order at sell
    while (buy < buys.size() && sell < sells.size() && buys.price(buy) >= sells.price(sell)) {
      long energy = Math.min(buys.energy(buy) - bought, sells.energy(sell) - sold);
      volume += energy;
      bought += energy;
      sold += energy;
      if (bought == buys.energy(buy)) {
        buy++;
        bought = 0;
      }
      if (sold == sells.energy(sell)) {
        sell++;
        sold = 0;
      }
    }
    return volume;
  }

  private PriceInterval interval() {
    boolean hasMin = false;
    boolean hasMax = false;
    long min = Long.MIN_VALUE;
    long max = Long.MAX_VALUE;
    for (int i = 0; i < fills.length; i++) {
      if (takesPart[i]) {
        AuctionOrder order = orders.get(i);
        boolean buy = order.side() == Side.BUY;
        boolean accepted = fills[i] > 0;
        boolean wantsMore = fills[i] < order.energyWh();
        if (buy ? wantsMore : accepted) {
          hasMin = true;
          min = Math.max(min, order.priceMicroPerKwh());
        }
        if (buy ? accepted : wantsMore) {
          hasMax = true;
          max = Math.min(max, order.priceMicroPerKwh());
        }
      }
    }
    return new PriceInterval(hasMin ? min : null, hasMax ? max : null);
  }
}
