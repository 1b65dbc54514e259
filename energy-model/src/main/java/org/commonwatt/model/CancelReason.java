package org.commonwatt.model;

/** Why an order, or what was left of it, went out of the book or did not enter it. */
public enum CancelReason {
  /** Its owner cancelled it. */
  BY_OWNER,
  /** A mass cancel took it. */
  MASS_CANCEL,
  /** It had to trade at once and could not. */
  UNFILLED,
  /** It would have met an order of the same beneficial owner. */
  SELF_TRADE,
  /** Its next trade would have left the dynamic band, so the product was halted. */
  HALTED,
  /** Its time was over. */
  EXPIRED,
  /** The gate of its slot closed. */
  GATE_CLOSED,
  /** It could have traded on, and had made as many trades as one order makes at once. */
  TRADE_LIMIT,
  /** Its owner let the time of a {@link Command.CancelAfter} pass. */
  NOT_RENEWED,
  /** Its owner has no meter point in its slot any more. */
  HANDED_OVER,
  /** Its owner's account is frozen. */
  ACCOUNT_FROZEN
}
