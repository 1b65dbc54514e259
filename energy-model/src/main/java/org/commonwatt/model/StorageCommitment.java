package org.commonwatt.model;

import java.util.List;

/**
 * What room, power or energy of a storage unit is promised for. Fields are as they were sent: the
 * core validates. Energies are those at the unit's connection but those that a lease holds.
 *
 * @param id its name, one in a unit
 * @param owner whose energy it is
 * @param kind what it promises
 * @param fromMillis start of its first slot, UTC
 * @param toMillis end of its last slot, UTC; of a firm schedule it follows from its energies
 * @param energyWh of a service or a release the most in all slots, of a lease the most that it
 *     holds, Wh; 0 of a firm schedule
 * @param chargeSlotWh of a service or a lease the most that is charged in a slot, Wh, else 0
 * @param dischargeSlotWh of a release or a lease the most that is discharged in a slot, Wh, else 0
 * @param startWh what a lease holds at first, Wh, else 0
 * @param injectionWh of a firm schedule what is discharged in each slot, Wh, negative what is
 *     charged; else empty
 */
public record StorageCommitment(
    String id,
    String owner,
    Kind kind,
    long fromMillis,
    long toMillis,
    long energyWh,
    long chargeSlotWh,
    long dischargeSlotWh,
    long startWh,
    List<Long> injectionWh) {
  /** The most that a firm schedule charges and discharges in all its slots together, Wh. */
  public static final long MOST_MOVED_WH = 100_000_000_000L;

  /** What a commitment promises. */
  public enum Kind {
    /** The owner may have energy stored. */
    CHARGE_SERVICE,
    /** The owner may take energy out. */
    RELEASE,
    /** So much is charged or discharged in each slot. */
    FIRM_SCHEDULE,
    /** A share of power and energy is a battery of its own. */
    LEASE
  }

  /** Copies the energies. */
  public StorageCommitment {
    injectionWh = List.copyOf(injectionWh);
  }

  /** The same for another owner. */
  public StorageCommitment of(String another) {
    return new StorageCommitment(
        id,
        another,
        kind,
        fromMillis,
        toMillis,
        energyWh,
        chargeSlotWh,
        dischargeSlotWh,
        startWh,
        injectionWh);
  }

  /** The same with other slots and energies, once a part of it is over. */
  public StorageCommitment rest(long from, long energy, long start, List<Long> injection) {
    return new StorageCommitment(
        id, owner, kind, from, toMillis, energy, chargeSlotWh, dischargeSlotWh, start, injection);
  }
}
