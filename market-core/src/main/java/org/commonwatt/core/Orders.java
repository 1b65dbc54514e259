package org.commonwatt.core;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the orders of all kept slots. */
final class Orders {
  private final Map<Long, OrderEntry> byId = new HashMap<>();
  private final Map<ClientKey, OrderEntry> byClientId = new HashMap<>();

  private record ClientKey(String participant, String clientOrderId) {}

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
    return byClientId.get(new ClientKey(participant, clientOrderId));
  }

  void add(OrderEntry entry) {
    byId.put(entry.accepted().orderId(), entry);
    byClientId.put(clientKey(entry), entry);
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
      byId.remove(entry.accepted().orderId());
      byClientId.remove(clientKey(entry));
    }
  }

  private static ClientKey clientKey(OrderEntry entry) {
    return new ClientKey(entry.accepted().participant(), entry.accepted().clientOrderId());
  }
}
