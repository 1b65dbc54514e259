package org.commonwatt.core.coupled;

/** What an area is to an auction. */
public enum AreaKind {
  /** Has orders, a balance and a price. */
  NORMAL,
  /** Buys and sells any amount at its fixed price, within the limits of its links. */
  NEIGHBOUR,
  /** Has neither balance nor price: its links carry a given schedule. */
  EXTERNAL
}
