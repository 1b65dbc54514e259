package org.commonwatt.model;

import java.util.List;

/**
 * What was metered of a storage unit in a slot. A value as it was sent; the core validates.
 *
 * @param unit id of the unit
 * @param slot the slot, which is over
 * @param version 1 or more; a correction has a higher one
 * @param injectionWh what the unit discharged at its connection less what it charged, Wh
 * @param used what customers used of services, releases and leases, each once; firm schedules are
 *     not among them, since what they got follows from the rest
 */
public record UnitDelivery(
    String unit, DeliverySlot slot, int version, long injectionWh, List<Used> used) {
  /** The most commitments that are named: as many as a unit may have. */
  public static final int MOST_USED = 10_000;

  /**
   * What was used of one commitment.
   *
   * @param commitment its id
   * @param injectionWh what was discharged for it, Wh, negative what was charged; not 0
   */
  public record Used(String commitment, long injectionWh) {}

  /** Copies the list. */
  public UnitDelivery {
    used = List.copyOf(used);
  }
}
