package org.commonwatt.cli.scenario;

/** The three ways to trade storage, in the order of a day. */
enum Mode {
  /** Two parties come to terms, and both sign. */
  NEGOTIATED,
  /** Won at the gate of a window. */
  AUCTIONED,
  /** Called by the grid operator at the regulated price. */
  CALLED;

  /** How a commitment that charges came about, as its id says. */
  static Mode of(String commitment) {
    if (commitment.startsWith(Calling.CHARGE)) {
      return CALLED;
    }
    return commitment.startsWith(Negotiating.CHARGE) ? NEGOTIATED : AUCTIONED;
  }
}
