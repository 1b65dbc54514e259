package org.commonwatt.core.coupled;

import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * An order of a case.
 *
 * @param id unique among the orders of the case
 * @param area id of a normal area
 * @param side buy or sell
 * @param priceMicroPerKwh limit price, µ/kWh, may be negative
 * @param energyWh energy, 0 to 10¹² Wh
 * @param time any measure of arrival; null arrives after all that have one, in order of id
 * @param participant beneficial owner; null for an owner of this order alone
 * @param clean whether the energy is clean, for sells
 * @param minEnergyWh the order gets at least this or nothing, 0 to {@code energyWh}
 */
public record CaseOrder(
    String id,
    String area,
    Side side,
    long priceMicroPerKwh,
    long energyWh,
    @Nullable Long time,
    @Nullable String participant,
    boolean clean,
    long minEnergyWh) {}
