package org.commonwatt.core;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the orders of all kept slots. */
final class Orders {
  private final Map<Long, OrderEntry> byId = new HashMap<>();
  private final Map<String, Map<String, OrderEntry>> byClientId = new HashMap<>(); // by participant

  @Nullable OrderEntry find(long orderId) {
    return byId.get(orderId);
  }

  /** An order that must be there. */
  OrderEntry get(long orderId) {
    OrderEntry found = byId.get(orderId);
    if (found == null) {
      throw new IllegalStateException("no order " + orderId);
    }
    return found;
  }

  @Nullable OrderEntry find(String participant, String clientOrderId) {
    Map<String, OrderEntry> own = byClientId.get(participant);
    return own == null ? null : own.get(clientOrderId);
  }

  void add(OrderEntry entry) {
    byId.put(entry.orderId(), entry);
    byClientId
        .computeIfAbsent(entry.accepted().participant(), first -> new HashMap<>())
        .put(entry.accepted().clientOrderId(), entry);
  }

  /**
   * Takes from both orders of a trade what the trade lost. A link, and who traded by a repeated
   * schedule, has none.
   */
  void fallAway(StandingTrade trade, long energyWh) {
    for (long orderId : new long[] {trade.buyOrderId(), trade.sellOrderId()}) {
      OrderEntry order = byId.get(orderId);
      if (order != null) {
        order.fallAway(energyWh);
      }
    }
  }

  /** Forgets the orders of a dropped slot and their client order ids. */
  void forget(SlotState slot) {
    for (OrderEntry entry : slot.orders()) {
      byId.remove(entry.orderId());
      byClientId.computeIfPresent(
          entry.accepted().participant(),
          (participant, own) -> {
            own.remove(entry.accepted().clientOrderId());
            return own.isEmpty() ? null : own;
          });
    }
  }
}
