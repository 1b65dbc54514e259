package org.commonwatt.model;

/** The side of an order: buying energy or selling it. */
public enum Side {
  /** The participant wants to withdraw the energy and pays the price. */
  BUY,
  /** The participant wants to inject the energy and receives the price. */
  SELL
}
