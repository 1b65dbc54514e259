package org.commonwatt.core;

/** Numbers the trades of a market, of auctions and of continuous trading together, from 1. */
final class TradeIds {
  private long last;

  long next() {
    return ++last;
  }

  void save(StateWriter out) {
    out.number(last);
  }

  void restore(StateReader in) {
    last = in.number();
  }
}
