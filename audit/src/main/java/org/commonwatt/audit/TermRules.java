package org.commonwatt.audit;

import org.commonwatt.model.Alternative;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/** Which terms of an order go together, and when: "Continuous trading in the market", 1 and 2. */
final class TermRules {
  private static final long MAX_REFILLS = 1000;

  private TermRules() {}

  static boolean conflict(PlaceOrder order) {
    OrderTerms terms = order.terms();
    long minimum = terms.minEnergyWh();
    boolean auctionOnly = terms.timeInForce() == TimeInForce.GOOD_TILL_AUCTION;
    boolean market = terms.market() && (!terms.isImmediate() || order.priceMicroPerKwh() != 0);
    boolean postOnly = terms.postOnly() && (terms.isImmediate() || auctionOnly);
    boolean minima =
        minimum < 0 || minimum > order.energyWh() || (terms.allOrNone() && minimum != 0);
    boolean expiry = terms.expiryMillis() != 0 && terms.timeInForce() != TimeInForce.GOOD_TILL_DATE;
    return market
        || postOnly
        || minima
        || expiry
        || preference(order)
        || iceberg(order, auctionOnly);
  }

  private static boolean preference(PlaceOrder order) {
    OrderTerms terms = order.terms();
    if (terms.source() != null && order.side() == Side.BUY) {
      return true;
    }
    if (terms.alternatives().isEmpty()) {
      return false;
    }
    OrderTerms bare =
        OrderTerms.of(terms.timeInForce())
            .against(terms.selfTradeMode())
            .goodTill(terms.expiryMillis())
            .preferring(terms.alternatives());
    boolean other = !bare.equals(terms.goodTill(terms.expiryMillis()));
    boolean ends =
        terms.timeInForce() != TimeInForce.GOOD_TILL_CANCEL
            && terms.timeInForce() != TimeInForce.IMMEDIATE_OR_CANCEL;
    long highest = Long.MIN_VALUE;
    for (Alternative one : terms.alternatives()) {
      highest = Math.max(highest, one.priceMicroPerKwh());
    }
    return other
        || ends
        || order.side() != Side.BUY
        || terms.alternatives().size() > 8
        || order.priceMicroPerKwh() != highest;
  }

  private static boolean iceberg(PlaceOrder order, boolean auctionOnly) {
    OrderTerms terms = order.terms();
    if (terms.peakWh() == 0) {
      return false;
    }
    return terms.peakWh() < 0
        || terms.peakWh() >= order.energyWh()
        || refillsTooOften(terms, order.energyWh())
        || terms.isImmediate()
        || auctionOnly
        || terms.allOrNone()
        || terms.minEnergyWh() != 0;
  }

  /** Whether an iceberg of this energy would be refilled more than 1,000 times. */
  static boolean refillsTooOften(OrderTerms terms, long energyWh) {
    return terms.peakWh() > 0 && (energyWh - 1) / terms.peakWh() > MAX_REFILLS;
  }

  /** What speaks against an order in a phase, at an instant. */
  static @Nullable RejectionCode refusal(OrderTerms terms, SlotPhase phase, long clock) {
    boolean misplaced =
        phase == SlotPhase.OPEN
            ? terms.isImmediate()
                || terms.market()
                || terms.postOnly()
                || !terms.alternatives().isEmpty()
            : terms.timeInForce() == TimeInForce.GOOD_TILL_AUCTION;
    if (misplaced) {
      return RejectionCode.NOT_IN_THIS_PHASE;
    }
    boolean dated = terms.timeInForce() == TimeInForce.GOOD_TILL_DATE;
    return dated && terms.expiryMillis() <= clock ? RejectionCode.EXPIRY_PAST : null;
  }
}
