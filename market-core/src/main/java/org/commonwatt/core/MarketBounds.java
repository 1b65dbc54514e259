package org.commonwatt.core;

import org.commonwatt.core.book.ContinuousBook;
import org.commonwatt.model.Event.SlotSettled;

/**
 * How much one command, one slot and one market hold.
 *
 * @param restingOrders how many orders may rest in the books of one rulebook
 * @param tradesAtOnce how many trades one arriving order makes, and all rests of an auction that
 *     enter together
 * @param billLines how many lines of a bill one event holds
 */
record MarketBounds(int restingOrders, int tradesAtOnce, int billLines) {
  /** The bounds of every market. */
  static final MarketBounds USUAL =
      new MarketBounds(
          ContinuousBook.DEFAULT_MAX_ORDERS, ContinuousBook.MAX_TRADES, SlotSettled.MAX_LINES);

  /** The same, but for how many orders rest. */
  MarketBounds withRestingOrders(int orders) {
    return new MarketBounds(orders, tradesAtOnce, billLines);
  }

  /** The same, but for how many trades one order makes. */
  MarketBounds withTradesAtOnce(int trades) {
    return new MarketBounds(restingOrders, trades, billLines);
  }

  /** The same, but for how many lines of a bill one event holds. */
  MarketBounds withBillLines(int lines) {
    return new MarketBounds(restingOrders, tradesAtOnce, lines);
  }
}
