package org.commonwatt.model;

import java.time.Instant;
import java.util.List;

/**
 * Surplus that a participant wants to have stored, bid in an auction of storage services. Without a
 * release any part of it may be accepted, and what is stored is the bidder's. With one, all of it
 * is charged in one unit and all of the release comes out of that unit, or nothing. Fields are as
 * they were sent: the core validates.
 *
 * @param bid its id, one in a window
 * @param area where the surplus is
 * @param windowMillis start of the window, UTC
 * @param limitMicroPerKwh the most that is paid for a charged kWh, µ/kWh; may be negative
 * @param surplusWh the most in each slot of the window, at the connection, Wh
 * @param energyWh the most in all of them, Wh; with a release at least their sum
 * @param releaseMillis start of the first slot of the release, UTC; 0 without one
 * @param releaseWh what is given back in each slot from there on, at the connection, Wh; empty
 *     without a release
 */
public record StorageBid(
    String bid,
    String area,
    long windowMillis,
    long limitMicroPerKwh,
    List<Long> surplusWh,
    long energyWh,
    long releaseMillis,
    List<Long> releaseWh) {
  /** Copies the energies. */
  public StorageBid {
    surplusWh = List.copyOf(surplusWh);
    releaseWh = List.copyOf(releaseWh);
  }

  /** Whether it is linked to a release. */
  public boolean isLinked() {
    return !releaseWh.isEmpty();
  }

  /**
   * The id of a commitment that a bid has won: no other commitment has it, since ids that others
   * choose have no colon.
   */
  public static String commitment(long windowMillis, String bid) {
    return Instant.ofEpochMilli(windowMillis) + "@" + bid;
  }
}
