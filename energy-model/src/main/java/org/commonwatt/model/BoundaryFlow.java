package org.commonwatt.model;

/**
 * What the meter at an area's boundary measured in one slot.
 *
 * @param area id of the area
 * @param slot delivery slot
 * @param version counts up from 1 with each correction
 * @param importWh energy that flowed into the area, Wh, not negative
 * @param exportWh energy that flowed out of it, Wh, not negative
 * @param quality worst quality of the readings behind it
 */
public record BoundaryFlow(
    String area, DeliverySlot slot, int version, long importWh, long exportWh, Quality quality) {
  /** Checks the ranges. */
  public BoundaryFlow {
    Ids.require("area", area);
    if (version < 1) {
      throw new IllegalArgumentException("a boundary flow's version counts up from 1");
    }
    if (importWh < 0 || exportWh < 0) {
      throw new IllegalArgumentException("import and export of a boundary must not be negative");
    }
    if (importWh > Amounts.MAX_ORDER_WH || exportWh > Amounts.MAX_ORDER_WH) {
      throw new IllegalArgumentException(
          "energy at a boundary must not exceed " + Amounts.MAX_ORDER_WH + " Wh in one slot");
    }
  }
}
