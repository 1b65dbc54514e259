package org.commonwatt.model;

import java.util.List;

/**
 * What a storage unit holds when a slot begins, by metering. Fields are as they were sent: the core
 * validates.
 *
 * @param slotStartMillis start of the slot, UTC
 * @param storedWh state of charge, Wh
 * @param storedTodayWh what it has stored since the local day began, Wh: it counts for the cycles
 *     of the day
 * @param lots what of the state of charge belongs to whom, leases included
 * @param left what of commitments is left
 */
public record StorageState(
    long slotStartMillis, long storedWh, long storedTodayWh, List<Lot> lots, List<Left> left) {
  /** The most lots, and the most commitments of which is told what is left. */
  public static final int MAX_PARTS = 10_000;

  /** Copies the lists. */
  public StorageState {
    lots = List.copyOf(lots);
    left = List.copyOf(left);
  }

  /**
   * Energy in a unit that belongs to somebody.
   *
   * @param owner whom; each once
   * @param energyWh Wh, not negative
   */
  public record Lot(String owner, long energyWh) {}

  /**
   * What has not been used of a commitment.
   *
   * @param commitment id of a commitment that goes on
   * @param energyWh what of its energy may still be used, Wh; of a lease, which has to tell once it
   *     has begun, its state of charge
   */
  public record Left(String commitment, long energyWh) {}
}
