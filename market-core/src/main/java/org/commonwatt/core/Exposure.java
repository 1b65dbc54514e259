package org.commonwatt.core;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.FeeMode;
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
  private Reservations.@Nullable Sum secured;
  private long openBuyWh;
  private long openSellWh;
  private long boughtWh;
  private long soldWh;
  private long ordersNano; // what the open orders may cost
  private long tradesNano; // what the trades cost; what other trades bring is not deducted

  /**
   * Nothing yet.
   *
   * @param secured the account's sums over all slots, null where nothing is secured
   */
  Exposure(Reservations.@Nullable Sum secured) {
    this.secured = secured;
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
    long energy = sign * order.openWh();
    if (energy == 0) {
      return;
    }
    if (order.accepted().side() == Side.BUY) {
      openBuyWh = Math.addExact(openBuyWh, energy);
    } else {
      openSellWh = Math.addExact(openSellWh, energy);
    }
    if (secured != null) {
      long nano = sign * reservedNano(order, order.openWh(), order.priceMicroPerKwh());
      ordersNano = Math.addExact(ordersNano, nano);
      secured.addOrders(nano);
    }
  }

  /**
   * Adds a trade of the participant.
   *
   * @param paidMicroPerKwh what its buyer pays, fees included, or what its seller gets
   */
  void trade(Side side, long energyWh, long paidMicroPerKwh) {
    count(side, energyWh, owedNano(side, paidMicroPerKwh, energyWh));
  }

  /** Takes out a trade of the participant, which was added and does not stand any more. */
  void untrade(Side side, long energyWh, long paidMicroPerKwh) {
    count(side, -energyWh, -owedNano(side, paidMicroPerKwh, energyWh));
  }

  private void count(Side side, long energyWh, long nano) {
    if (side == Side.BUY) {
      boughtWh = Math.addExact(boughtWh, energyWh);
    } else {
      soldWh = Math.addExact(soldWh, energyWh);
    }
    if (secured != null) {
      tradesNano = Math.addExact(tradesNano, nano);
      secured.addTrades(nano);
    }
  }

  /** The most that may be sold net, if all open sells trade and no open buy does, Wh. */
  long worstNetSellWh() {
    return Math.addExact(openSellWh, Math.subtractExact(soldWh, boughtWh));
  }

  /** The most that may be bought net, if all open buys trade and no open sell does, Wh. */
  long worstNetBuyWh() {
    return Math.addExact(openBuyWh, Math.subtractExact(boughtWh, soldWh));
  }

  /** What an order reserves with another open energy and limit price. */
  static long reservedNano(OrderEntry order, long energyWh, long priceMicroPerKwh) {
    long worst =
        worst(
            order.accepted().side(),
            priceMicroPerKwh,
            order.terms(),
            order.slot().rules().rulebook());
    return owedNano(order.accepted().side(), worst, energyWh);
  }

  /**
   * The worst price of an order: its limit, or for one without a limit that of the rulebook; a
   * buyer who pays grid fees on top may pay all of them.
   */
  static long worst(Side side, long limitMicroPerKwh, OrderTerms terms, Rulebook rules) {
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

  /**
   * What energy at a price costs its buyer or, at a negative price, its seller; 0 for who is paid.
   */
  static long owedNano(Side side, long priceMicroPerKwh, long energyWh) {
    long paid = side == Side.BUY ? priceMicroPerKwh : Math.negateExact(priceMicroPerKwh);
    return Amounts.moneyNano(energyWh, Math.max(paid, 0));
  }
}
