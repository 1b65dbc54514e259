package org.commonwatt.core.book;

import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;

/**
 * A new order, filled in by the caller and used again for the next one, so that nothing is
 * allocated. {@link #start} makes it a plain good-till-cancel order without an owner; the other
 * methods change that. Nothing is checked here: the book refuses what it does not take.
 */
public final class OrderTicket {
  /** The owner of orders that may trade with everybody. */
  public static final int NO_OWNER = 0;

  /** The largest number of a beneficial owner. */
  public static final int MAX_OWNER = (1 << 29) - 1;

  long id;
  int slot;
  int area;
  int owner;
  int side;
  long price;
  long energy;
  long minimum;
  long peak;
  long expiry;
  int maxTrades = ContinuousBook.MAX_TRADES;
  int source = Named.NO_SOURCE;
  int acceptedSources = Named.ANY_SOURCE;
  int acceptedArea = Named.ANY_AREA;
  int alternative;
  boolean market;
  boolean anyPrice; // its limit is the end of the collar, which may lie between two ticks
  boolean postOnly;
  boolean allOrNone;
  TimeInForce timeInForce = TimeInForce.GOOD_TILL_CANCEL;
  SelfTradeMode selfTrade = SelfTradeMode.CANCEL_NEWEST;

  /** Whether there is more to it than price, energy, owner and immediate-or-cancel. */
  boolean special;

  /** Whether it stands for what is left of an order: minimum and peak may exceed its energy. */
  boolean amending;

  /**
   * Begins a new order.
   *
   * @param orderId its id; any long that no order of the book has
   * @param slotNumber the slot
   * @param areaNumber the area, counted from 0
   * @return this
   */
  public OrderTicket start(long orderId, int slotNumber, int areaNumber) {
    id = orderId;
    slot = slotNumber;
    area = areaNumber;
    owner = NO_OWNER;
    timeInForce = TimeInForce.GOOD_TILL_CANCEL;
    selfTrade = SelfTradeMode.CANCEL_NEWEST;
    if (special) {
      special = false;
      minimum = 0;
      peak = 0;
      expiry = 0;
      market = false;
      anyPrice = false;
      postOnly = false;
      allOrNone = false;
      amending = false;
      maxTrades = ContinuousBook.MAX_TRADES;
      source = Named.NO_SOURCE;
      acceptedSources = Named.ANY_SOURCE;
      acceptedArea = Named.ANY_AREA;
      alternative = 0;
    }
    return this;
  }

  /**
   * Sets what is wanted.
   *
   * @param orderSide buy or sell
   * @param energyWh energy, Wh
   * @param priceMicroPerKwh limit price, µ/kWh
   * @return this
   */
  public OrderTicket limit(Side orderSide, long energyWh, long priceMicroPerKwh) {
    side = orderSide == Side.SELL ? OrderSlab.SELL : 0;
    energy = energyWh;
    price = priceMicroPerKwh;
    return this;
  }

  /**
   * Sets what is wanted, at any price within the protection of the slot's rules. Only immediate
   * orders can do this.
   *
   * @param orderSide buy or sell
   * @param energyWh energy, Wh
   * @return this
   */
  public OrderTicket market(Side orderSide, long energyWh) {
    limit(orderSide, energyWh, 0);
    market = true;
    special = true;
    return this;
  }

  /**
   * Sets what is wanted, at any price of the collar. Only immediate orders can do this: the end of
   * the collar need not be a multiple of the tick, so the order could not rest there.
   *
   * @param orderSide buy or sell
   * @param energyWh energy, Wh
   * @param endMicroPerKwh the end of the collar that is worst for the order, µ/kWh
   * @return this
   */
  public OrderTicket anyPrice(Side orderSide, long energyWh, long endMicroPerKwh) {
    limit(orderSide, energyWh, endMicroPerKwh);
    anyPrice = true;
    special = true;
    return this;
  }

  /**
   * Sets whose order it is.
   *
   * @param beneficialOwner 1 to {@link #MAX_OWNER}, or {@link #NO_OWNER}
   * @param mode what happens when it meets an order of the same owner
   * @return this
   */
  public OrderTicket owner(int beneficialOwner, SelfTradeMode mode) {
    owner = beneficialOwner;
    selfTrade = mode;
    return this;
  }

  /** Makes it immediate-or-cancel. */
  public OrderTicket immediateOrCancel() {
    timeInForce = TimeInForce.IMMEDIATE_OR_CANCEL;
    return this;
  }

  /** Makes it fill-or-kill. */
  public OrderTicket fillOrKill() {
    timeInForce = TimeInForce.FILL_OR_KILL;
    special = true;
    return this;
  }

  /**
   * Makes it good-till-date.
   *
   * @param expiryMillis it is cancelled at this instant, ms since the epoch
   * @return this
   */
  public OrderTicket goodTill(long expiryMillis) {
    timeInForce = TimeInForce.GOOD_TILL_DATE;
    expiry = expiryMillis;
    special = true;
    return this;
  }

  /** Makes it all-or-none: it trades in full with one arriving order, or rests. */
  public OrderTicket allOrNone() {
    allOrNone = true;
    special = true;
    return this;
  }

  /**
   * Sets a minimum quantity.
   *
   * @param energyWh the least energy that it takes from the arrival of one order, Wh; the rest if
   *     that is less
   * @return this
   */
  public OrderTicket minimum(long energyWh) {
    minimum = energyWh;
    special = true;
    return this;
  }

  /**
   * Makes it an iceberg.
   *
   * @param energyWh the energy that is shown and refilled, Wh
   * @return this
   */
  public OrderTicket peak(long energyWh) {
    peak = energyWh;
    special = true;
    return this;
  }

  /**
   * Makes it what is left of an order that was taken elsewhere before: its minimum and its peak may
   * exceed its energy.
   *
   * @return this
   */
  public OrderTicket remainder() {
    amending = true;
    special = true;
    return this;
  }

  /**
   * Lets it make fewer trades than others.
   *
   * @param trades the most that it makes at once, from 0
   * @return this
   */
  public OrderTicket limitTrades(int trades) {
    maxTrades = trades;
    special = true;
    return this;
  }

  /** Makes it post-only: it is refused if it would meet an order at once. */
  public OrderTicket postOnly() {
    postOnly = true;
    special = true;
    return this;
  }

  /**
   * Declares what its energy is made of.
   *
   * @param energySource a number of the caller's, 1 to {@link Named#MAX_SOURCE}
   * @return this
   */
  public OrderTicket declares(int energySource) {
    source = energySource;
    special = true;
    return this;
  }

  /**
   * Lets it trade only with orders that declare one of some sources.
   *
   * @param sources a bit for each, of value 1 &lt;&lt; (source − 1)
   * @return this
   */
  public OrderTicket acceptsSources(int sources) {
    acceptedSources = sources;
    special = true;
    return this;
  }

  /**
   * Lets it trade only with orders of one area.
   *
   * @param areaNumber the area, counted from 0
   * @return this
   */
  public OrderTicket acceptsArea(int areaNumber) {
    acceptedArea = areaNumber;
    special = true;
    return this;
  }

  /** Whether it passes over orders that are in reach. */
  boolean isRestricted() {
    return acceptedSources != Named.ANY_SOURCE || acceptedArea != Named.ANY_AREA;
  }
}
