package org.commonwatt.flink;

/**
 * The area that energy of a slot is reported to.
 *
 * @param area id; empty: to none
 * @param accounts how many accounts are in it in the slot
 */
public record AreaPlace(String area, int accounts) {
  static final AreaPlace NOWHERE = new AreaPlace("", 0);
}
