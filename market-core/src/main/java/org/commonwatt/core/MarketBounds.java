package org.commonwatt.core;

import org.commonwatt.core.book.ContinuousBook;
import org.commonwatt.model.Event.SlotSettled;

/**
 * How much one command, one slot and one market hold. All engines of a market must have the same:
 * they decide what the same commands give. {@link #USUAL} are those of every market; others are for
 * tests and simulations, which cannot wait until the usual ones are reached.
 *
 * @param restingOrders how many orders may rest in the books of one rulebook
 * @param tradesAtOnce how many trades one arriving order makes, and all rests of an auction that
 *     enter together
 * @param billLines how many lines of a bill one event holds
 * @param slotPlaces how many orders and trades a slot has before it takes no further order
 * @param marketPlaces how many orders and trades all kept slots have before no order is taken
 * @param backlog how much the slots that wait for their settlement weigh before none opens, and
 *     those that wait for the ledger before none is settled; in members, see {@link Backlog}
 */
public record MarketBounds(
    int restingOrders,
    int tradesAtOnce,
    int billLines,
    int slotPlaces,
    int marketPlaces,
    int backlog) {
  /** The bounds of every market. */
  public static final MarketBounds USUAL =
      new MarketBounds(
          ContinuousBook.DEFAULT_MAX_ORDERS,
          ContinuousBook.MAX_TRADES,
          SlotSettled.MAX_LINES,
          100_000,
          1_000_000,
          500_000);

  /** The same, but for how many orders rest. */
  public MarketBounds withRestingOrders(int orders) {
    return new MarketBounds(orders, tradesAtOnce, billLines, slotPlaces, marketPlaces, backlog);
  }

  /** The same, but for how many trades one order makes. */
  public MarketBounds withTradesAtOnce(int trades) {
    return new MarketBounds(restingOrders, trades, billLines, slotPlaces, marketPlaces, backlog);
  }

  /** The same, but for how many lines of a bill one event holds. */
  public MarketBounds withBillLines(int lines) {
    return new MarketBounds(restingOrders, tradesAtOnce, lines, slotPlaces, marketPlaces, backlog);
  }

  /** The same, but for how many places there are. */
  public MarketBounds withPlaces(int ofSlot, int ofMarket) {
    return new MarketBounds(restingOrders, tradesAtOnce, billLines, ofSlot, ofMarket, backlog);
  }

  /** The same, but for how much the slots that wait weigh. */
  public MarketBounds withBacklog(int members) {
    return new MarketBounds(
        restingOrders, tradesAtOnce, billLines, slotPlaces, marketPlaces, members);
  }
}
