package org.commonwatt.model;

/** Who sees the grid fee in the price; the buyer pays it in both modes. */
public enum FeeMode {
  /** The buyer pays the fee on top: a bid is compared with the bare price. */
  ON_TOP,
  /** The bid covers price and fee: what is left after the fee is compared with the offer. */
  FROM_BID
}
