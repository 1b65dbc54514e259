package org.commonwatt.core.storage;

/**
 * A share of a unit for a time: a virtual battery with a state of charge of its own, which its
 * lessee charges and discharges at will, in one direction in a slot, with at most as many cycles in
 * a day as the unit. It pays the unit's losses; what it discharges against others' charges in the
 * same slot costs it only what that removes. What it still holds at the end falls to the unit.
 *
 * @param id its name
 * @param owner the lessee
 * @param window in which slots
 * @param share of what
 */
public record Lease(String id, String owner, Window window, Share share) implements Commitment {
  /**
   * A virtual battery.
   *
   * @param energyWh most that it holds, 1 to 10¹¹ Wh
   * @param chargeSlotWh most that it charges in a slot, at the connection, 0 to 10¹¹ Wh
   * @param dischargeSlotWh the same of discharging
   * @param startWh what it holds at first, out of the lessee's lots, 0 to {@code energyWh}
   */
  public record Share(long energyWh, long chargeSlotWh, long dischargeSlotWh, long startWh) {}
}
