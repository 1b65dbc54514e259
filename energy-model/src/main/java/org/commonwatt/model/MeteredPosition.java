package org.commonwatt.model;

/**
 * What a participant's meters measured in one slot, summed over its meters.
 *
 * @param participant id
 * @param slot delivery slot
 * @param version counts up from 1 with each correction
 * @param importWh energy withdrawn from the grid, not negative
 * @param exportWh energy injected into the grid, not negative
 * @param quality worst quality of the readings behind it
 */
public record MeteredPosition(
    String participant,
    DeliverySlot slot,
    int version,
    long importWh,
    long exportWh,
    Quality quality) {
  /** Checks the ranges. */
  public MeteredPosition {
    Ids.require("participant", participant);
    if (version < 1) {
      throw new IllegalArgumentException("a position's version counts up from 1");
    }
    if (importWh < 0 || exportWh < 0) {
      throw new IllegalArgumentException("metered import and export must not be negative");
    }
    if (importWh > Amounts.MAX_ORDER_WH || exportWh > Amounts.MAX_ORDER_WH) {
      throw new IllegalArgumentException(
          "metered energy of one slot must not exceed " + Amounts.MAX_ORDER_WH + " Wh");
    }
  }

  /** Net injection: export minus import; negative when the participant withdrew. */
  public long netWh() {
    return exportWh - importWh;
  }
}
