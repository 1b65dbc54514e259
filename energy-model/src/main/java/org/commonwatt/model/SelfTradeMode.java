package org.commonwatt.model;

/** What happens when an arriving order meets a resting one of the same beneficial owner. */
public enum SelfTradeMode {
  /** What is left of the arriving order is cancelled. */
  CANCEL_NEWEST,
  /** The resting order is cancelled and the arriving one goes on. */
  CANCEL_OLDEST,
  /** Both lose the smaller of their energies; who has none left is cancelled. */
  DECREMENT_AND_CANCEL
}
