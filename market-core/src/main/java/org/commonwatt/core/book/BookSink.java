package org.commonwatt.core.book;

import org.commonwatt.model.CancelReason;

/**
 * Takes what a book does, in order, while the command runs. Prices in µ/kWh, energies in Wh. A sink
 * must not give the book commands; it may ask for the links of a way.
 */
public interface BookSink {

  /**
   * An order passed all checks; its trades follow.
   *
   * @param id the order
   */
  void accepted(long id);

  /**
   * A command was refused and changed nothing.
   *
   * @param id the order it names
   * @param reason the first reason in the order of precedence
   */
  void rejected(long id, BookRejection reason);

  /**
   * An order with several limits goes on with one of them, which trades next or, when it arrives,
   * meets an order of its owner; the others are gone.
   *
   * @param id the order
   * @param alternative which of them, from 1
   */
  default void chosen(long id, int alternative) {} // few books have such orders

  /**
   * An arriving order traded with a resting one.
   *
   * @param takerId the arriving order
   * @param makerId the resting order
   * @param priceMicroPerKwh the trade's price, before fees
   * @param energyWh the traded energy
   */
  void traded(long takerId, long makerId, long priceMicroPerKwh, long energyWh);

  /**
   * The trade just reported takes a way with links or fees.
   *
   * @param feeMicroPerKwh what the buyer pays for the grid beside the price
   * @param route number of the way, see {@link ContinuousBook#routeLinks}
   */
  void charged(long feeMicroPerKwh, int route);

  /**
   * An order lost energy without a trade, by self-trade prevention.
   *
   * @param id the order
   * @param byWh the energy it lost; some is left
   */
  void reduced(long id, long byWh);

  /**
   * An order was amended; trades may follow when it lost its priority.
   *
   * @param id the order
   * @param priceMicroPerKwh its price now
   * @param energyWh its open energy now
   */
  void amended(long id, long priceMicroPerKwh, long energyWh);

  /**
   * What was left of an order is out of the market.
   *
   * @param id the order
   * @param energyWh the energy that was left, hidden energy included
   * @param reason why
   */
  void cancelled(long id, long energyWh, CancelReason reason);

  /**
   * A product was halted.
   *
   * @param slot the slot
   * @param area the area
   * @param priceMicroPerKwh the price that would have traded
   */
  void halted(int slot, int area, long priceMicroPerKwh);

  /**
   * A halted product trades again.
   *
   * @param slot the slot
   * @param area the area
   */
  void resumed(int slot, int area);
}
