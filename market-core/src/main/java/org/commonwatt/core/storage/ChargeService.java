package org.commonwatt.core.storage;

/**
 * The right to have energy stored: any whole Wh in each slot of a window, up to an energy in all.
 * How much is the customer's choice, so nothing else may count on it.
 *
 * @param id its name
 * @param owner who has energy stored, and owns it
 * @param window in which slots
 * @param energyWh most in all slots, at the connection, 1 to 10¹¹ Wh
 * @param slotWh most in one slot, at the connection, 1 to 10¹¹ Wh
 */
public record ChargeService(String id, String owner, Window window, long energyWh, long slotWh)
    implements Commitment {}
