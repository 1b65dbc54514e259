package org.commonwatt.core.settlement;

import java.util.List;
import org.commonwatt.model.UnitDelivery;

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
}
