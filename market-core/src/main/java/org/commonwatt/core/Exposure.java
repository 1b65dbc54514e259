package org.commonwatt.core;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.Leg;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * What one participant may still have to deliver, take and pay in one slot. The energy limits of a
 * slot keep all of it within 64 bits. Money counts only where it is secured.
 */
final class Exposure {
  private final Set<OrderEntry> open = new LinkedHashSet<>(); // in order of acceptance
  private final UncoveredPrices uncovered;
  private Reservations.@Nullable Sum secured;
  private long openBuyWh;
  private long openSellWh;
  private long boughtWh;
  private long soldWh;
  private Need orders = Need.NONE;
  private Need trades = Need.NONE; // what trades bring counts only where they are not delivered
  private long ordersNano; // what the open orders add to it
  private long tradesNano; // what the trades reserve

  /**
   * Nothing yet.
   *
   * @param secured the account's sums over all slots, null where nothing is secured
   * @param uncovered what it costs not to deliver or not to take
   */
  Exposure(Reservations.@Nullable Sum secured, UncoveredPrices uncovered) {
    this.secured = secured;
    this.uncovered = uncovered;
  }

  /** The open orders, by order id. */
  Collection<OrderEntry> openOrders() {
    return Collections.unmodifiableCollection(open);
  }

  /** Counts an order from now on. */
  void begin(OrderEntry order) {
    if (order.isOpen()) {
      open.add(order);
    }
    add(order);
  }

  /** An order is not open any more. */
  void end(OrderEntry order) {
    open.remove(order);
  }

  /** Adds what is open of an order. */
  void add(OrderEntry order) {
    count(order, 1);
  }

  /** Takes out what is open of an order, which was added. */
  void remove(OrderEntry order) {
    count(order, -1);
  }

  /** The slot is settled: its orders and trades reserve nothing any more. */
  void release() {
    if (secured != null) {
      secured.addOrders(-ordersNano);
      secured.addTrades(-tradesNano);
      secured = null;
    }
  }

  private void count(OrderEntry order, int sign) {
    long energy = order.openWh();
    if (energy == 0) {
      return;
    }
    if (order.accepted().side() == Side.BUY) {
      openBuyWh = Math.addExact(openBuyWh, sign * energy);
    } else {
      openSellWh = Math.addExact(openSellWh, sign * energy);
    }
    if (secured != null) {
      Need need = need(order, energy, order.priceMicroPerKwh());
      orders = sign > 0 ? orders.plus(need) : orders.minus(need);
      reserve();
    }
  }

  /**
   * Adds a trade of the participant.
   *
   * @param paidMicroPerKwh what its buyer pays, fees included, or what its seller gets
   */
  void trade(Side side, long energyWh, long paidMicroPerKwh) {
    count(side, energyWh);
    if (secured != null) {
      trades = trades.plus(Need.of(side, energyWh, paidMicroPerKwh, uncovered));
      reserve();
    }
  }

  /** Takes out a trade of the participant, which was added and does not stand any more. */
  void untrade(Side side, long energyWh, long paidMicroPerKwh) {
    count(side, -energyWh);
    if (secured != null) {
      trades = trades.minus(Need.of(side, energyWh, paidMicroPerKwh, uncovered));
      reserve();
    }
  }

  private void count(Side side, long energyWh) {
    if (side == Side.BUY) {
      boughtWh = Math.addExact(boughtWh, energyWh);
    } else {
      soldWh = Math.addExact(soldWh, energyWh);
    }
  }

  private void reserve() {
    Reservations.Sum sum = secured;
    if (sum == null) {
      return;
    }
    long ofTrades = worst(trades);
    long ofOrders = Math.subtractExact(worst(trades.plus(orders)), ofTrades);
    sum.addTrades(Math.subtractExact(ofTrades, tradesNano));
    sum.addOrders(Math.subtractExact(ofOrders, ordersNano));
    tradesNano = ofTrades;
    ordersNano = ofOrders;
  }

  private long worst(Need need) {
    return need.worstNano(boughtWh, soldWh, uncovered);
  }

  /** What is reserved with more that is wanted, beyond what is reserved; 0 where nothing is. */
  BigInteger moreNano(Need wanted) {
    if (secured == null) {
      return BigInteger.ZERO;
    }
    Need all = trades.plus(orders);
    return BigInteger.valueOf(Math.subtractExact(worst(all.plus(wanted)), worst(all)));
  }

  /** What energy at a price may cost the participant. */
  Need need(Side side, long energyWh, long priceMicroPerKwh) {
    return Need.of(side, energyWh, priceMicroPerKwh, uncovered);
  }

  /** What an order may cost with another open energy and limit price. */
  Need need(OrderEntry order, long energyWh, long priceMicroPerKwh) {
    Rulebook rules = order.slot().rules().rulebook();
    Side side = order.accepted().side();
    return need(side, energyWh, worst(side, priceMicroPerKwh, order.terms(), rules));
  }

  /** The most that may be sold net, if all open sells trade and no open buy does, Wh. */
  long worstNetSellWh() {
    return Math.addExact(openSellWh, Math.subtractExact(soldWh, boughtWh));
  }

  /** The most that may be bought net, if all open buys trade and no open sell does, Wh. */
  long worstNetBuyWh() {
    return Math.addExact(openBuyWh, Math.subtractExact(boughtWh, soldWh));
  }

  /**
   * The worst price of an order: its limit, or for one without a limit that of the rulebook; a
   * buyer who pays grid fees on top may pay all of them. A block keeps its limit on average only,
   * with the blocks that it is linked to: one slot may be the dearer, the more is paid to the buyer
   * in another, where the price is negative; and a seller may pay in any.
   */
  static long worst(Side side, long limitMicroPerKwh, OrderTerms terms, Rulebook rules) {
    Leg leg = terms.leg();
    if (leg != null && leg.auction() != null) {
      long lowest = Math.min(rules.minPriceMicroPerKwh(), 0);
      return side == Side.BUY ? Math.subtractExact(limitMicroPerKwh, lowest) : lowest;
    }
    long price = terms.market() ? worstTraded(side, rules) : limitMicroPerKwh;
    Continuous continuous = rules.continuous();
    boolean onTop = continuous != null && continuous.fees().mode() == FeeMode.ON_TOP;
    return side == Side.BUY && onTop
        ? Math.addExact(price, GridFeeSum.at(Math.max(price, 0), rules))
        : price;
  }

  /** The worst price that the rulebook lets anybody trade at. */
  static long worstTraded(Side side, Rulebook rules) {
    return side == Side.BUY ? rules.maxPriceMicroPerKwh() : rules.minPriceMicroPerKwh();
  }
}
