package org.commonwatt.flink.netting;

import org.commonwatt.flink.surveillance.Place;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an account in a slot: it was metered, its contracted energy changed,
 * or, when it is neither, the slot opened.
 *
 * @param place where on the log
 * @param participant the account
 * @param area where its meters are
 * @param slot the delivery slot
 * @param contractedWh by how much the contracted net position changed, Wh: sold positive
 * @param metered what was metered, null when it is not about that
 */
public record AccountFact(
    Place place,
    String participant,
    String area,
    DeliverySlot slot,
    long contractedWh,
    @Nullable Metered metered) {
  /** Whether it says that the slot takes orders. */
  boolean isOpening() {
    return metered == null && contractedWh == 0;
  }
}
