package org.commonwatt.core;

/** Where an order stands. */
public enum OrderState {
  /** Something of it may still trade. */
  OPEN,
  /**
   * Ended without a fill by its owner, by self-trade prevention, by a halt, or unfilled at once; or
   * all its trades fell away.
   */
  CANCELLED,
  /** Ended with a fill, in whole or in part. */
  MATCHED,
  /** Ended without a fill at the gate, at gate closure or at its own date. */
  EXPIRED,
  /** Matched, and its trades are in a settlement batch that the ledger committed. */
  RECORDED
}
