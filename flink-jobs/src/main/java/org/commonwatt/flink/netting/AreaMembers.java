package org.commonwatt.flink.netting;

import org.commonwatt.model.DeliverySlot;

/**
 * How many accounts are in an area in a slot: their sum is whole when so many are in it.
 *
 * @param area id
 * @param slot the delivery slot
 * @param version the engine's number of the event that says so; the highest stands
 * @param accounts how many, 0 when the last one has left
 */
public record AreaMembers(String area, DeliverySlot slot, long version, int accounts) {}
