package org.commonwatt.flink.netting;

import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Quality;

/**
 * What was metered in an area and slot by one account, or at the area's boundary.
 *
 * @param area id
 * @param participant the account; empty: it is of the boundary meter
 * @param slot the delivery slot
 * @param version of the report, counted up from 1 with each correction
 * @param importWh withdrawn by the account, or flown into the area, Wh
 * @param exportWh injected by the account, or flown out of the area, Wh
 * @param quality worst quality of the readings behind it
 * @param accounts how many accounts are in the area in the slot
 */
public record AreaReport(
    String area,
    String participant,
    DeliverySlot slot,
    int version,
    long importWh,
    long exportWh,
    Quality quality,
    int accounts) {
  /** In the place of an account: the boundary meter. */
  public static final String BOUNDARY = "";

  boolean isBoundary() {
    return participant.equals(BOUNDARY);
  }
}
