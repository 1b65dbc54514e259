package org.commonwatt.audit.book;

/** What happens in a book, one thing after the other. */
public sealed interface BookStep {

  /** An order goes on with one of its limits; the others are gone. */
  record Chosen(BookOrder order) implements BookStep {}

  /**
   * Two orders trade.
   *
   * @param arriving the order that came
   * @param resting the order that was there
   * @param way from the seller's area to the buyer's
   * @param priceMicroPerKwh the trade's price, without fees
   */
  record Traded(
      BookOrder arriving, BookOrder resting, Way way, long energyWh, long priceMicroPerKwh)
      implements BookStep {}

  /**
   * Energy of an order ends without a trade.
   *
   * @param leftWh what the order has left afterwards; with 0 it is gone
   */
  record Ended(BookOrder order, long energyWh, long leftWh, Why why) implements BookStep {}

  /** An area of the slot is halted. */
  record Halted(String area, long untilMillis, long referenceMicroPerKwh) implements BookStep {}

  /** Why energy of an order ends. */
  enum Why {
    /** It had to trade at once and could not. */
    UNFILLED,
    /** It would have traded with its owner. */
    SELF_TRADE,
    /** The next trade was beyond the band. */
    HALT,
    /** It could have traded once more than it may. */
    TRADE_LIMIT
  }
}
