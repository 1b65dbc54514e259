package org.commonwatt.cli.demo;

import org.commonwatt.cli.community.StationTemplate;

/** What the demo's storage station and wind plant are, and at which prices they trade. */
final class StationFacts {
  /** Id of the storage unit. */
  static final String UNIT = "station";

  /** What its strings are tested for, Wh. */
  static final long USABLE_WH = StationTemplate.CAPACITY_WH;

  /** Most power either way, W. */
  static final long POWER_W = 20_000;

  /** What is left of a charge, and of what is removed: together 90 %, ppm. */
  static final int ONE_WAY_PPM = 948_683;

  /** The owner's own energy at first, Wh. */
  static final long OWN_WH = 12_000;

  /** The most that its owner charges for itself in a slot, Wh. */
  static final long REFILL_SLOT_WH = 4_000;

  /** Slots for which it may be committed. */
  static final int HORIZON_SLOTS = 192;

  /** A share of the station: what it may hold, Wh. */
  static final long LEASED_WH = 6_000;

  /** What the share may charge or discharge in a slot, Wh. */
  static final long LEASED_SLOT_WH = 1_000;

  /** What the plant proposes for the lease, µ/kWh. */
  static final long LEASE_BID_MICRO = 40_000;

  /** What the owner counters with. */
  static final long LEASE_PRICE_MICRO = 50_000;

  /** The least that the owner wants for a charged kWh in an auction, µ/kWh. */
  static final long OFFER_MICRO = 30_000;

  /** The most that it charges in a slot of an auction, Wh. */
  static final long OFFER_SLOT_WH = 1_200;

  /** What the plant pays at most for a stored kWh, µ/kWh. */
  static final long BID_MICRO = 60_000;

  /** What it has to store in each slot of a window, Wh. */
  static final long BID_SLOT_WH = 800;

  /** What of that is released in each of two slots, Wh: all that is left of it, rounded down. */
  static final long RELEASE_SLOT_WH = 1_439;

  /** What the operator calls for in a slot, Wh. */
  static final long CALL_WH = 2_000;

  /** What it pays, µ/kWh. */
  static final long CALL_MICRO = 250_000;

  /** What the plant sends to the grid in a quarter-hour of its own, Wh. */
  static final long STEADY_WH = 2_000;

  private StationFacts() {}
}
