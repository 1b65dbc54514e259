package org.commonwatt.core.storage;

/**
 * The right to take stored energy out: any whole Wh in each slot of a window, up to an energy in
 * all. It is sold only from what its owner has in metered lots or will have by firm schedules.
 *
 * @param id its name
 * @param owner who stored the energy
 * @param window in which slots
 * @param energyWh most in all slots, at the connection, 1 to 10¹¹ Wh
 * @param slotWh most in one slot, at the connection, 1 to 10¹¹ Wh
 */
public record Release(String id, String owner, Window window, long energyWh, long slotWh)
    implements Commitment {}
