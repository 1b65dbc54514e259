package org.commonwatt.flink.registers;

import org.commonwatt.model.DeliverySlot;

/**
 * How registers become the energy of slots.
 *
 * @param slotMinutes the length of a slot: 5, 15, 30 or 60
 * @param maxGapMillis a meter that was silent for longer starts anew: the slots of the gap are not
 *     estimated
 */
public record SlotRules(int slotMinutes, long maxGapMillis) {
  /**
   * The most energy one meter may measure in one slot, in Wh. It keeps every sum of a participant
   * (at most {@link #MAX_METERS_PER_PARTICIPANT} meters) within the limit of a metered position.
   */
  public static final long MAX_METER_WH_PER_SLOT = 1_000_000_000L;

  /** The most meters one participant may have. */
  public static final int MAX_METERS_PER_PARTICIPANT = 500;

  /** Checks the ranges. */
  public SlotRules {
    if (!DeliverySlot.isLength(slotMinutes)) {
      throw new IllegalArgumentException("a slot has 5, 15, 30 or 60 minutes, not " + slotMinutes);
    }
    if (maxGapMillis < slotMinutes * 60_000L) {
      throw new IllegalArgumentException(
          "the longest gap must be at least one slot, not " + maxGapMillis + " ms");
    }
  }

  /** The first border after an instant. */
  long borderAfter(long timeMillis) {
    return DeliverySlot.containing(timeMillis, slotMinutes).endMillis();
  }

  /** The length of a slot in milliseconds. */
  long slotMillis() {
    return slotMinutes * 60_000L;
  }
}
