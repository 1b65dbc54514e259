package org.commonwatt.core;

/** Where an order stands. */
public enum OrderState {
  /** In the book until its slot's gate. */
  OPEN,
  /** Taken back by its owner before the gate. */
  CANCELLED,
  /** Traded at the gate, in whole or in part; the rest has expired. */
  MATCHED,
  /** Ended at the gate without a fill. */
  EXPIRED,
  /** Matched, and its trades are in a settlement batch that the ledger committed. */
  RECORDED
}
