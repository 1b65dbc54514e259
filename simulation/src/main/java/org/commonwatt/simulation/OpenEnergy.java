package org.commonwatt.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;

/** Follows what is open of every order from event to event. */
final class OpenEnergy {
  private final Map<Long, Long> open = new HashMap<>();
  private final Map<Long, DeliverySlot> slots = new HashMap<>();

  /** Nothing is open. */
  OpenEnergy() {}

  /**
   * The first event by which an order trades more than it has open, ends with another rest than it
   * has, or is open when its slot is settled; null if there is none.
   */
  static @Nullable String problem(List<EventEnvelope> events) {
    OpenEnergy energy = new OpenEnergy();
    for (EventEnvelope envelope : events) {
      if (!energy.take(envelope.event())) {
        return "not what was open: " + envelope.event();
      }
    }
    return null;
  }

  /** Whether an order has energy that is open. */
  boolean isOpen(long orderId) {
    return left(orderId) > 0;
  }

  /** Follows an event; says whether it fits what was open. */
  boolean take(Event event) {
    if (event instanceof Event.OrderAccepted order) {
      open.put(order.orderId(), order.energyWh());
      slots.put(order.orderId(), order.slot());
    } else if (event instanceof Event.OrderAmended order) {
      open.put(order.orderId(), order.energyWh());
    } else if (event instanceof Event.OrderFilled fill) {
      return less(fill.orderId(), fill.energyWh());
    } else if (event instanceof Event.OrderReduced order) {
      return less(order.orderId(), order.byWh());
    } else if (event instanceof Event.ContinuousTrade trade) {
      return less(trade.takerOrderId(), trade.energyWh())
          && less(trade.makerOrderId(), trade.energyWh());
    } else if (event instanceof Event.OrderExpired order) {
      return less(order.orderId(), order.unfilledWh()) && left(order.orderId()) == 0;
    } else if (event instanceof Event.OrderCancelled order) {
      return less(order.orderId(), order.unfilledWh()) && left(order.orderId()) == 0;
    } else if (event instanceof Event.SlotSettled settled) {
      return slots.entrySet().stream()
          .filter(order -> order.getValue().equals(settled.batch().slot()))
          .allMatch(order -> left(order.getKey()) == 0);
    }
    return true;
  }

  private long left(long orderId) {
    return open.getOrDefault(orderId, 0L);
  }

  private boolean less(long orderId, long energyWh) {
    return energyWh > 0 && open.merge(orderId, -energyWh, Long::sum) >= 0;
  }
}
