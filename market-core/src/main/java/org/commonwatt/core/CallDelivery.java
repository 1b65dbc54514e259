package org.commonwatt.core;

/**
 * What a unit that accepted a call has of it in a slot.
 *
 * @param unit id of the unit
 * @param slotStartMillis start of the slot, UTC
 * @param acceptedWh what it accepted to discharge, Wh, negative what it accepted to charge
 * @param lost whether it had lost that before the slot began
 * @param version of the newest report of what was metered of it, 0 while there is none
 * @param deliveredWh what it discharged for the call, Wh, negative what it charged; 0 while nothing
 *     is reported
 * @param missedWh what it did not deliver, Wh, 0 or more; 0 while nothing is reported and it is not
 *     lost
 */
public record CallDelivery(
    String unit,
    long slotStartMillis,
    long acceptedWh,
    boolean lost,
    int version,
    long deliveredWh,
    long missedWh) {}
