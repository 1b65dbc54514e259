package org.commonwatt.model;

/** The life of a slot, in order. */
public enum SlotPhase {
  /** Takes orders until its gate. */
  OPEN,
  /** The auction ran; no more orders. */
  CLEARED,
  /** The slot's energy flows. */
  DELIVERY,
  /** Delivery is over, meter data are collected. */
  METERING,
  /** Its initial settlement is computed. */
  SETTLED,
  /** The ledger committed its settlement batch. */
  RECORDED
}
