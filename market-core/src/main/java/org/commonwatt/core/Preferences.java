package org.commonwatt.core;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.core.book.OrderTicket;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/** The rules of orders with several limits, and of declared sources. */
final class Preferences {
  private Preferences() {}

  /** Why a preference or a declared source does not go with the rest of an order. */
  static @Nullable String conflict(PlaceOrder command) {
    OrderTerms terms = command.terms();
    if (terms.source() != null && command.side() == Side.BUY) {
      return "a seller declares the source of its energy: leave source out";
    }
    List<Alternative> alternatives = terms.alternatives();
    if (alternatives.isEmpty()) {
      return null;
    }
    boolean rests = terms.timeInForce() == TimeInForce.GOOD_TILL_CANCEL;
    boolean plain = rests || terms.timeInForce() == TimeInForce.IMMEDIATE_OR_CANCEL;
    boolean qualified =
        terms.market()
            || terms.allOrNone()
            || terms.minEnergyWh() != 0
            || terms.peakWh() != 0
            || terms.postOnly();
    if (command.side() != Side.BUY
        || alternatives.size() > Alternative.MAX
        || !plain
        || qualified) {
      return "a preference buys, has 1 to "
          + Alternative.MAX
          + " alternatives, is good-till-cancel or immediate-or-cancel, and has no other qualifier";
    }
    long highest =
        alternatives.stream().mapToLong(Alternative::priceMicroPerKwh).max().orElseThrow();
    return command.priceMicroPerKwh() == highest
        ? null
        : "the price of a preference is the highest of its alternatives: " + highest;
  }

  /** Refuses an area of an alternative that the market does not have. */
  static @Nullable Rejection unknownArea(PlaceOrder command, Rulebook rules) {
    for (Alternative alternative : command.terms().alternatives()) {
      String area = alternative.area();
      if (area != null && !rules.areas().ids().contains(area)) {
        return new Rejection(
            RejectionCode.UNKNOWN_AREA,
            "an alternative names area "
                + area
                + "; the market's areas are "
                + String.join(", ", rules.areas().ids()));
      }
    }
    return null;
  }

  /** Refuses prices of alternatives out of the range or off the tick. */
  static @Nullable Rejection prices(PlaceOrder command, Rulebook rules, boolean tick) {
    for (Alternative alternative : command.terms().alternatives()) {
      Rejection rejection =
          tick
              ? OrderChecks.offTick(alternative.priceMicroPerKwh(), rules)
              : OrderChecks.amounts(command.energyWh(), alternative.priceMicroPerKwh(), rules);
      if (rejection != null) {
        return rejection;
      }
    }
    return null;
  }

  /** The alternatives of an order as the book takes them. */
  static List<OrderTicket> tickets(OrderEntry order, List<String> areas, MarketBook book) {
    List<OrderTicket> tickets = new ArrayList<>();
    for (Alternative alternative : order.terms().alternatives()) {
      OrderTicket ticket = book.ticket(order);
      ticket.limit(order.accepted().side(), order.openWh(), alternative.priceMicroPerKwh());
      int sources = 0;
      for (EnergySource source : alternative.sources()) {
        sources |= 1 << source.ordinal();
      }
      ticket.acceptsSources(sources);
      String area = alternative.area();
      if (area != null) {
        ticket.acceptsArea(areas.indexOf(area));
      }
      tickets.add(ticket);
    }
    return tickets;
  }
}
