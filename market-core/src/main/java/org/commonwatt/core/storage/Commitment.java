package org.commonwatt.core.storage;

/** What a unit's capacity or energy is promised for. */
public sealed interface Commitment permits ChargeService, Release, FirmSchedule, Lease {
  /** Its name, one in a unit. */
  String id();

  /** Whose energy it is. */
  String owner();

  /** Its slots. */
  Window window();
}
