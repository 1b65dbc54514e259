package org.commonwatt.audit.book;

/** What happens when an arriving order would trade with one of its owner. */
public enum SelfTrade {
  /** What is left of the arriving order is cancelled. */
  CANCEL_NEWEST,
  /** The resting order is cancelled. */
  CANCEL_OLDEST,
  /** Both lose the smaller energy; who has none left is cancelled. */
  DECREMENT_AND_CANCEL
}
