package org.commonwatt.model;

/** Why a trade fell away. */
public enum BustCause {
  /** The operator found it obviously erroneous. */
  ERRONEOUS,
  /** It is of an auction that was cancelled, or rests on what that auction sent over links. */
  AUCTION_CANCELLED
}
