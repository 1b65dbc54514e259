package org.commonwatt.model;

/** How long an order stands. */
public enum TimeInForce {
  /** Until its slot's gate closure. */
  GOOD_TILL_CANCEL,
  /** Until an instant, or gate closure if that is earlier. */
  GOOD_TILL_DATE,
  /** Trades what it can at once, the rest is cancelled. */
  IMMEDIATE_OR_CANCEL,
  /** Trades in full at once or is cancelled in full. */
  FILL_OR_KILL,
  /** Takes part in the slot's auction only; what is left of it expires there. */
  GOOD_TILL_AUCTION
}
