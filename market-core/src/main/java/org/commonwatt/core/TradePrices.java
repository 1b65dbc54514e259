package org.commonwatt.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/**
 * At which prices the orders of an auction trade: all at that of their area, or, where the rulebook
 * says pay-as-bid, each at its own limit.
 */
final class TradePrices {
  private final @Nullable Map<Long, Long> limits; // by order id; null: at the area's price

  /**
   * What a trade costs.
   *
   * @param microPerKwh what the seller gets, µ/kWh
   * @param surplusMicroPerKwh what the buyer pays beside it, µ/kWh, 0 or more
   */
  record Price(long microPerKwh, long surplusMicroPerKwh) {}

  private TradePrices(@Nullable Map<Long, Long> limits) {
    this.limits = limits;
  }

  /**
   * Those of an auction.
   *
   * @param open its orders, before any of them is filled
   */
  static TradePrices of(Rulebook rulebook, List<OrderEntry> open) {
    if (!rulebook.safeguards().payAsBid()) {
      return new TradePrices(null);
    }
    Map<Long, Long> limits = new HashMap<>();
    open.forEach(order -> limits.put(order.orderId(), order.priceMicroPerKwh()));
    return new TradePrices(limits);
  }

  /** What an order pays or gets, µ/kWh. */
  long of(OrderEntry order, long areaMicroPerKwh) {
    return limits == null ? areaMicroPerKwh : limit(limits, order.orderId());
  }

  /** What a pair trades at; without links both of it are orders. */
  Price of(AreaParties.Pair pair, long areaMicroPerKwh) {
    if (limits == null) {
      return new Price(areaMicroPerKwh, 0);
    }
    long sold = limit(limits, pair.sell().orderId());
    return new Price(sold, Math.subtractExact(limit(limits, pair.buy().orderId()), sold));
  }

  private static long limit(Map<Long, Long> limits, long orderId) {
    return Objects.requireNonNull(limits.get(orderId), "an order that was cleared");
  }
}
