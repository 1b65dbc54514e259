package org.commonwatt.core;

import java.time.Instant;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/** Why the terms of an order are refused. */
final class TermChecks {
  /** An iceberg is refilled at most this often. */
  static final long MAX_REFILLS = 1_000;

  private TermChecks() {}

  /** Terms that exclude each other or do not fit the order's energy. */
  static @Nullable Rejection conflict(PlaceOrder command) {
    String conflict = conflictOf(command);
    return conflict == null ? null : new Rejection(RejectionCode.QUALIFIERS_CONFLICT, conflict);
  }

  /** A peak that a new energy would refill too often. */
  static @Nullable Rejection refills(OrderTerms terms, long energyWh) {
    return terms.peakWh() > 0 && (energyWh - 1) / terms.peakWh() > MAX_REFILLS
        ? new Rejection(
            RejectionCode.QUALIFIERS_CONFLICT,
            "a peak of " + terms.peakWh() + " Wh" + refillsOnly())
        : null;
  }

  /** Terms that the slot's phase does not take, or a date that is over. */
  static @Nullable Rejection phase(OrderTerms terms, SlotState slot, long timeMillis) {
    boolean continuous = slot.phase() == SlotPhase.CONTINUOUS;
    boolean onlyContinuous =
        terms.isImmediate() || terms.postOnly() || !terms.alternatives().isEmpty();
    if (!continuous && onlyContinuous) {
      return new Rejection(
          RejectionCode.NOT_IN_THIS_PHASE,
          "immediate, market and post-only orders and preferences trade continuously; slot "
              + slot.slot()
              + " waits for its auction: send a good-till-cancel order, or this one after the"
              + " gate");
    }
    if (continuous && terms.timeInForce() == TimeInForce.GOOD_TILL_AUCTION) {
      return new Rejection(
          RejectionCode.NOT_IN_THIS_PHASE,
          "the auction of slot " + slot.slot() + " is over: send a good-till-cancel order");
    }
    if (terms.timeInForce() == TimeInForce.GOOD_TILL_DATE && terms.expiryMillis() <= timeMillis) {
      return new Rejection(
          RejectionCode.EXPIRY_PAST,
          "the order would end at "
              + Instant.ofEpochMilli(terms.expiryMillis())
              + "; the market's clock is at "
              + Instant.ofEpochMilli(timeMillis)
              + ": choose a later expiry");
    }
    return null;
  }

  private static @Nullable String conflictOf(PlaceOrder command) {
    OrderTerms terms = command.terms();
    if (terms.market() && (!terms.isImmediate() || command.priceMicroPerKwh() != 0)) {
      return "a market order is immediate-or-cancel or fill-or-kill, and its price is 0";
    }
    if (terms.postOnly() && (terms.isImmediate() || isForAuction(terms))) {
      return "a post-only order rests: it is good-till-cancel or good-till-date";
    }
    if (terms.allOrNone() && terms.minEnergyWh() != 0) {
      return "an all-or-none order has no other minimum";
    }
    if (terms.minEnergyWh() < 0 || terms.minEnergyWh() > command.energyWh()) {
      return "minEnergyWh is " + terms.minEnergyWh() + ": use 0 to the order's energy";
    }
    if (terms.timeInForce() != TimeInForce.GOOD_TILL_DATE && terms.expiryMillis() != 0) {
      return "only a good-till-date order has an expiry";
    }
    String conflict = Preferences.conflict(command);
    return conflict == null ? peak(terms, command.energyWh()) : conflict;
  }

  private static @Nullable String peak(OrderTerms terms, long energyWh) {
    if (terms.peakWh() == 0) {
      return null;
    }
    if (terms.isImmediate()
        || isForAuction(terms)
        || terms.allOrNone()
        || terms.minEnergyWh() != 0) {
      return "an iceberg rests and has no minimum: leave peakWh or the other terms out";
    }
    if (terms.peakWh() < 0
        || terms.peakWh() >= energyWh
        || (energyWh - 1) / terms.peakWh() > MAX_REFILLS) {
      return "peakWh is " + terms.peakWh() + refillsOnly();
    }
    return null;
  }

  private static String refillsOnly() {
    return ": use less than the order's energy, and so much that " + MAX_REFILLS + " refills do";
  }

  private static boolean isForAuction(OrderTerms terms) {
    return terms.timeInForce() == TimeInForce.GOOD_TILL_AUCTION;
  }
}
