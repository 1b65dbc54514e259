package org.commonwatt.flink.surveillance;

import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/**
 * An event of a slot with all that surveillance has to know of it: exactly one of the four parts is
 * there.
 *
 * @param place where on the log
 * @param slot the delivery slot
 * @param order a step of an order
 * @param trade a trade, or a trade that fell away
 * @param change a phase or an auction's price
 * @param surplus what was metered
 */
public record MarketFact(
    Place place,
    DeliverySlot slot,
    @Nullable OrderFact order,
    @Nullable TradeFact trade,
    @Nullable SlotFact change,
    @Nullable SurplusFact surplus) {

  static MarketFact of(Place place, DeliverySlot slot, OrderFact order) {
    return new MarketFact(place, slot, order, null, null, null);
  }

  static MarketFact of(Place place, DeliverySlot slot, TradeFact trade) {
    return new MarketFact(place, slot, null, trade, null, null);
  }

  static MarketFact of(Place place, DeliverySlot slot, SlotFact change) {
    return new MarketFact(place, slot, null, null, change, null);
  }

  static MarketFact of(Place place, DeliverySlot slot, SurplusFact surplus) {
    return new MarketFact(place, slot, null, null, null, surplus);
  }

  /** Whose offers or meters it is about, null when it is about neither. */
  public @Nullable String supplier() {
    if (order != null) {
      return order.participant();
    }
    return surplus == null ? null : surplus.participant();
  }
}
