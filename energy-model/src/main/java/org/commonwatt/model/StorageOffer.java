package org.commonwatt.model;

import java.util.List;

/**
 * What a storage unit offers in an auction of storage services: to charge in the slots of a window,
 * as far as its commitments leave it free. Fields are as they were sent: the core validates.
 *
 * @param unit id of the unit
 * @param windowMillis start of the window, UTC
 * @param slots one for each slot of the window
 * @param energyWh the most that it charges in all of them, at its connection, Wh
 */
public record StorageOffer(String unit, long windowMillis, List<Step> slots, long energyWh) {
  /**
   * The offer in a slot.
   *
   * @param priceMicroPerKwh the least price of a charged kWh, µ/kWh; may be negative
   * @param mostWh the most that it charges, at its connection, Wh; 0: nothing
   */
  public record Step(long priceMicroPerKwh, long mostWh) {}

  /** Copies the slots. */
  public StorageOffer {
    slots = List.copyOf(slots);
  }
}
