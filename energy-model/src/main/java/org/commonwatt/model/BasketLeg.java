package org.commonwatt.model;

/**
 * One order of a basket, or one slot of a block.
 *
 * @param area delivery area
 * @param slotStartMillis start of the delivery slot
 * @param side buy or sell
 * @param priceMicroPerKwh limit price, µ/kWh; 0 in a block, which has a limit for all
 * @param energyWh energy, Wh
 */
public record BasketLeg(
    String area, long slotStartMillis, Side side, long priceMicroPerKwh, long energyWh) {}
