package org.commonwatt.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The prices of storage in an area, slot by slot of an auction's window.
 *
 * @param area id of the area
 * @param slots one for each slot of the window
 */
public record StoragePrices(String area, List<Slot> slots) {
  /**
   * The price in a slot, and what was accepted there.
   *
   * @param lowest the lowest price that supports the result, µ/kWh; null: nothing bounds it
   * @param highest the highest, µ/kWh; null: nothing bounds it
   * @param acceptedWh what of the area's bids is stored, anywhere, Wh
   * @param chargedWh what the area's units charge, Wh
   */
  public record Slot(
      @Nullable Long lowest, @Nullable Long highest, long acceptedWh, long chargedWh) {
    /**
     * The price: what bids of the area pay and its units get for a charged kWh, the floored middle
     * of both ends, µ/kWh; null where an end is open, and then nothing is accepted.
     */
    public @Nullable Long price() {
      return lowest == null || highest == null ? null : Math.floorDiv(lowest + highest, 2L);
    }
  }

  /**
   * What flows through a link for stored energy in a slot.
   *
   * @param slot number of the slot in the window, from 0
   * @param wh positive from the one area to the other, never 0
   * @param feeMicroPerKwh the link's fee, µ/kWh of the flow either way, for the grid operator
   */
  public record Flow(String from, String to, int slot, long wh, long feeMicroPerKwh) {}

  /** Copies the slots. */
  public StoragePrices {
    slots = List.copyOf(slots);
  }
}
