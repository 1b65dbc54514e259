package org.commonwatt.model;

/**
 * What a settlement run has of one storage service in a slot.
 *
 * @param service number of the agreement in the market, from 1
 * @param unit id of the unit
 * @param commitment id of the commitment in the unit
 * @param kind what was promised
 * @param seller owner of the unit
 * @param customer whose service it is
 * @param priceMicroPerKwh agreed price, µ/kWh, 0 or more
 * @param slot the slot
 * @param version of what was metered of the unit; 0 while nothing is
 * @param committedWh what was promised of a firm schedule, Wh, negative what was to be charged; of
 *     another service what was used
 * @param deliveredWh what was discharged for the customer, Wh, negative what was charged
 * @param leasedWh the slot's share of the energy that a lease holds, Wh; 0 of others
 * @param missedWh what was not delivered, Wh, 0 or more
 * @param excused whether no penalty is due for that: a safety hold or the proof of the unit's
 *     energy was the reason
 */
public record ServiceDelivery(
    long service,
    String unit,
    String commitment,
    StorageCommitment.Kind kind,
    String seller,
    String customer,
    long priceMicroPerKwh,
    DeliverySlot slot,
    int version,
    long committedWh,
    long deliveredWh,
    long leasedWh,
    long missedWh,
    boolean excused) {
  /** Whether there is anything to tell or to settle. */
  public boolean isAnything() {
    return committedWh != 0 || deliveredWh != 0 || leasedWh != 0 || missedWh != 0;
  }
}
