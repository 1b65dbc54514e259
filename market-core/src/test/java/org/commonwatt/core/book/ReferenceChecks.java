package org.commonwatt.core.book;

import java.math.BigInteger;
import java.util.function.IntFunction;
import org.commonwatt.core.book.ReferenceNetwork.Way;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/** The checks of the reference book, one reason after the other. */
final class ReferenceChecks {
  private ReferenceChecks() {}

  /** Reasons in the order itself, as far as its slot is known. */
  static @Nullable BookRejection first(
      OrderTicket ticket, IntFunction<@Nullable SlotRules> rulesOf, long time) {
    SlotRules rules = rulesOf.apply(ticket.slot);
    if (ticket.energy <= 0) {
      return BookRejection.ENERGY_NOT_POSITIVE;
    }
    if (ticket.energy > 1_000_000_000_000L
        || (rules != null && ticket.energy > rules.maxEnergyWh())) {
      return BookRejection.ENERGY_TOO_LARGE;
    }
    if (ticket.price < -10_000_000_000L || ticket.price > 10_000_000_000L) {
      return BookRejection.PRICE_OUT_OF_RANGE;
    }
    boolean gtc = ticket.timeInForce == TimeInForce.GOOD_TILL_CANCEL;
    boolean gtd = ticket.timeInForce == TimeInForce.GOOD_TILL_DATE;
    boolean atOnce = !gtc && !gtd;
    if (ticket.owner < 0
        || ticket.owner >= 1 << 29
        || (ticket.market && !atOnce)
        || (ticket.postOnly && atOnce)
        || (ticket.allOrNone && ticket.minimum != 0)
        || ticket.minimum < 0
        || (!ticket.amending && ticket.minimum > ticket.energy)) {
      return BookRejection.QUALIFIERS_CONFLICT;
    }
    if (ticket.peak != 0) {
      boolean negative = ticket.peak < 0;
      boolean whole = !ticket.amending && ticket.peak >= ticket.energy;
      boolean mixed = atOnce || ticket.allOrNone || ticket.minimum != 0;
      if (negative || whole || mixed || (ticket.energy - 1) / ticket.peak > 1_000) {
        return BookRejection.QUALIFIERS_CONFLICT;
      }
    }
    boolean choosy =
        ticket.acceptedSources != 0 || ticket.acceptedArea >= 0 || ticket.alternative > 0;
    boolean more =
        ticket.allOrNone
            || ticket.minimum != 0
            || ticket.market
            || ticket.postOnly
            || ticket.peak != 0
            || gtd
            || ticket.timeInForce == TimeInForce.FILL_OR_KILL;
    if (choosy && more) {
      return BookRejection.QUALIFIERS_CONFLICT;
    }
    return gtd && ticket.expiry <= time ? BookRejection.EXPIRY_PAST : null;
  }

  /** Reasons in the rules of the product. */
  static @Nullable BookRejection byProduct(OrderTicket ticket, SlotRules rules, long largestFee) {
    if (!ticket.market && ticket.price % rules.tickMicroPerKwh() != 0) {
      return BookRejection.PRICE_OFF_TICK;
    }
    if (!ticket.market
        && (ticket.price < rules.minPriceMicroPerKwh()
            || ticket.price > rules.maxPriceMicroPerKwh())) {
      return BookRejection.PRICE_OUTSIDE_COLLAR;
    }
    BigInteger price =
        BigInteger.valueOf(rules.minPriceMicroPerKwh())
            .abs()
            .max(BigInteger.valueOf(rules.maxPriceMicroPerKwh()).abs())
            .add(BigInteger.valueOf(largestFee));
    return BigInteger.valueOf(ticket.energy).multiply(price).bitLength() > 63
        ? BookRejection.MONEY_TOO_LARGE
        : null;
  }

  /** The number of a way: ways are counted by the areas of their ends, then in their own order. */
  static int wayNumber(ReferenceNetwork ways, Way way) {
    int number = 0;
    for (int from = 0; from < ways.network.areas(); from++) {
      for (int to = 0; to < ways.network.areas(); to++) {
        for (Way other : ways.ways(from, to)) {
          if (other == way) {
            return number;
          }
          number++;
        }
      }
    }
    throw new IllegalArgumentException("not a way of this network");
  }
}
