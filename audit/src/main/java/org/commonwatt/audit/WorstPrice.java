package org.commonwatt.audit;

import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Rulebook;

/**
 * The worst price that an order may get, all grid fees that its buyer may pay on top included. A
 * block keeps its limit on average: what it is paid in slots of negative prices may be spent in
 * others.
 */
final class WorstPrice {
  private static final long MILLION = 1_000_000;

  private WorstPrice() {}

  static long of(AuditedOrder order, Rulebook rules) {
    if (GateBlocks.terms(order) != null) {
      long lowest = Math.min(0, rules.minPriceMicroPerKwh());
      return order.isBuy() ? Math.subtractExact(order.price(), lowest) : lowest;
    }
    boolean market = order.terms().market();
    if (!order.isBuy()) {
      return market ? rules.minPriceMicroPerKwh() : order.price();
    }
    long limit = market ? rules.maxPriceMicroPerKwh() : order.price();
    Continuous continuous = rules.continuous();
    if (continuous == null || continuous.fees().mode() != FeeMode.ON_TOP) {
      return limit;
    }
    long worst = limit;
    for (GridFees.Level level : continuous.fees().levels()) {
      worst = Math.addExact(worst, fee(level.fee(), limit));
    }
    for (AreaLink link : rules.areas().links()) {
      worst = Math.addExact(worst, fee(continuous.fees().of(link).fee(), limit));
    }
    return worst;
  }

  private static long fee(GridFee fee, long price) {
    long product = Math.multiplyExact(Math.max(price, 0), fee.ppm());
    return fee.constantMicroPerKwh() + -Math.floorDiv(-product, MILLION);
  }
}
