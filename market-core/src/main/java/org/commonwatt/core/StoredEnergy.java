package org.commonwatt.core;

import java.util.List;
import org.commonwatt.core.settlement.Promise;
import org.commonwatt.core.settlement.Services;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.UnitDelivery;

/** What the settlement of storage services rests on. */
final class StoredEnergy {
  private final Promises promises;
  private final Deliveries deliveries;

  StoredEnergy(Promises promises, Deliveries deliveries) {
    this.promises = promises;
    this.deliveries = deliveries;
  }

  /** What was metered last of units in a slot, by unit. */
  List<UnitDelivery> metered(long slotStartMillis) {
    return deliveries.of(slotStartMillis);
  }

  /** What is settled of a slot by its rules. */
  Services of(DeliverySlot slot, Rules rules) {
    if (rules.rulebook().storage() == null) {
      return Services.NONE;
    }
    return new Services(
        judged(promises.of(slot.startMillis()), rules), metered(slot.startMillis()));
  }

  /** The same of one unit, in any market. */
  Services ofUnit(String unit, DeliverySlot slot, Rules rules) {
    UnitDelivery metered = deliveries.find(unit, slot.startMillis());
    return new Services(
        judged(promises.of(unit, slot.startMillis()), rules),
        metered == null ? List.of() : List.of(metered));
  }

  private static List<Promise> judged(List<Promise> promises, Rules rules) {
    return promises.stream()
        .map(one -> rules.canSettle(one.mostWh(), one.mostMicroPerKwh()) ? one : one.outside())
        .toList();
  }
}
