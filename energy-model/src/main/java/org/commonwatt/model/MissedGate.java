package org.commonwatt.model;

/** What happens to a slot whose gate passed while the market's clock stood still. */
public enum MissedGate {
  /** Its auction is held late, with the orders that are there; no trade once delivery has begun. */
  LATE_AUCTION,
  /** No auction: every open order of the slot expires. */
  NO_TRADE,
  /** The auction trades of an earlier slot are made again; no trade where that is not possible. */
  PREVIOUS_SCHEDULE
}
