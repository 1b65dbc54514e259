package org.commonwatt.core;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the orders of all kept slots. */
final class Orders {
  private final Map<Long, OrderEntry> byId = new HashMap<>();
  private final Map<ClientKey, OrderEntry> byClientId = new HashMap<>();

  /**
   * Whose id it is, and the id. One large map of them costs a new order a look or two at memory
   * that is far away, a map for each participant seven. It is comparable for the map's sake: ids
   * that were chosen for their hash do not make it slow.
   */
  private record ClientKey(String participant, String clientOrderId)
      implements Comparable<ClientKey> {
    static ClientKey of(OrderEntry entry) {
      return new ClientKey(entry.accepted().participant(), entry.accepted().clientOrderId());
    }

    @Override
    public int compareTo(ClientKey other) {
      int byParticipant = participant.compareTo(other.participant);
      return byParticipant != 0 ? byParticipant : clientOrderId.compareTo(other.clientOrderId);
    }
  }

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
    byId.put(entry.orderId(), entry);
    byClientId.put(ClientKey.of(entry), entry);
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
      byClientId.remove(ClientKey.of(entry));
    }
  }
}
