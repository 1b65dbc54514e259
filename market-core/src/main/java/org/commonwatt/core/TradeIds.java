package org.commonwatt.core;

/**
 * Numbers the trades of a market, of auctions and of continuous trading together, from 1, and knows
 * what the market's clock says when they are made.
 */
final class TradeIds {
  private long last;
  private long timeMillis;

  long next() {
    return ++last;
  }

  /** The market's clock: that of the last tick. */
  long timeMillis() {
    return timeMillis;
  }

  /** The market's clock advanced. */
  void advance(long nowMillis) {
    timeMillis = nowMillis;
  }

  void save(StateWriter out) {
    out.number(last);
  }

  void restore(StateReader in) {
    last = in.number();
  }
}
