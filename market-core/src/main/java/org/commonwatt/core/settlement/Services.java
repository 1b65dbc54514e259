package org.commonwatt.core.settlement;

import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.UnitDelivery;
import org.jspecify.annotations.Nullable;

/**
 * What the settlement of storage services rests on in a slot.
 *
 * @param promises that cover the slot, by number
 * @param deliveries what was metered of units, by unit
 */
public record Services(List<Promise> promises, List<UnitDelivery> deliveries) {
  /** Nothing was promised. */
  public static final Services NONE = new Services(List.of(), List.of());

  /** Copies the lists. */
  public Services {
    promises = List.copyOf(promises);
    deliveries = List.copyOf(deliveries);
  }

  /**
   * What one of the promises has, by what was metered of its unit.
   *
   * @param slot which all promises cover
   * @return null when it was taken back before the slot
   */
  public @Nullable ServiceDelivery of(DeliverySlot slot, Promise one) {
    UnitDelivery metered =
        deliveries.stream()
            .filter(delivery -> delivery.unit().equals(one.unit()))
            .findFirst()
            .orElse(null);
    List<Promise> ofUnit =
        promises.stream().filter(promise -> promise.unit().equals(one.unit())).toList();
    return new UnitServices(slot, ofUnit, metered).of(one);
  }
}
