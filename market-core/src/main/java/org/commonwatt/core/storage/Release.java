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
    implements Commitment {
  /**
   * What it may have removed at most after some of its slots, µWh. In parts it may remove more than
   * at once, since each part is rounded up.
   */
  long removedMicroWh(Efficiency efficiency, int slots) {
    long most = Math.min(energyWh, slotWh);
    if (slots <= energyWh / most) {
      return slots * efficiency.removedMicroWh(most);
    }
    int rounded = efficiency.rounds() ? slots - 1 : 0;
    return Math.addExact(efficiency.removedMicroWh(energyWh), rounded);
  }

  /** By how much that grows in one of its slots, from 0, µWh. */
  long stepMicroWh(Efficiency efficiency, int slot) {
    return removedMicroWh(efficiency, slot + 1) - removedMicroWh(efficiency, slot);
  }
}
