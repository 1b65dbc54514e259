package org.commonwatt.model;

/** The life of a slot, in order. */
public enum SlotPhase {
  /** Takes orders for its auction until its gate. */
  OPEN,
  /** The auction ran; without continuous trading no more orders. */
  CLEARED,
  /** Trades continuously until gate closure; only in a market with continuous trading. */
  CONTINUOUS,
  /** Gate closure is past: no more orders; only in a market with continuous trading. */
  CLOSED,
  /** The slot's energy flows. */
  DELIVERY,
  /** Delivery is over, meter data are collected. */
  METERING,
  /** Its initial settlement is computed. */
  SETTLED,
  /** The ledger committed its settlement batch. */
  RECORDED
}
