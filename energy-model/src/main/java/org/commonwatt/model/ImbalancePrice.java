package org.commonwatt.model;

/**
 * The imported imbalance price of an area in a slot.
 *
 * @param area the area
 * @param slot the delivery slot
 * @param version from 1, higher with each correction
 * @param shortMicroPerKwh what who is short pays, µ/kWh
 * @param longMicroPerKwh what who is long gets, µ/kWh
 */
public record ImbalancePrice(
    String area, DeliverySlot slot, int version, long shortMicroPerKwh, long longMicroPerKwh) {}
