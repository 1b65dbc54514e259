package org.commonwatt.model;

import org.jspecify.annotations.Nullable;

/**
 * One order of a basket, or one slot of a block.
 *
 * @param area delivery area
 * @param slotStartMillis start of the delivery slot
 * @param side buy or sell
 * @param priceMicroPerKwh limit price, µ/kWh; 0 in a block, which has a limit for all
 * @param energyWh energy, Wh
 * @param source what a seller declares its energy to be made of; null: nothing
 */
public record BasketLeg(
    String area,
    long slotStartMillis,
    Side side,
    long priceMicroPerKwh,
    long energyWh,
    @Nullable EnergySource source) {}
