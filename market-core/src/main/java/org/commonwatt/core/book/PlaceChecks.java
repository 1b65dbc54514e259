package org.commonwatt.core.book;

import java.util.List;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/** Why an order is refused, in the order of precedence of {@link BookRejection}. */
final class PlaceChecks {
  /** An iceberg is refilled at most this often. */
  static final long MAX_REFILLS = 1_000;

  private final BookState state;

  PlaceChecks(BookState state) {
    this.state = state;
  }

  /** The product of a new order, null when its area or slot is not there. */
  @Nullable Product product(OrderTicket ticket) {
    if (!isArea(ticket.area) || ticket.slot < 0 || ticket.slot >= state.slots.length) {
      return null;
    }
    OpenSlot slot = state.slots[ticket.slot];
    return slot == null ? null : slot.products[ticket.area];
  }

  /** The first reason against a new order that needs no matching, null when there is none. */
  @Nullable BookRejection first(OrderTicket ticket) {
    if (!isArea(ticket.area)) {
      return BookRejection.UNKNOWN_AREA;
    }
    Product product = product(ticket);
    BookRejection rejection = amounts(ticket, product);
    if (rejection != null) {
      return rejection;
    }
    if (state.index.find(ticket.id) != OrderSlab.NONE) {
      return BookRejection.ORDER_ID_REUSED;
    }
    if (product == null) {
      return BookRejection.SLOT_NOT_OPEN;
    }
    rejection = byProduct(ticket, product);
    if (rejection == null && product.isHalted()) {
      rejection = BookRejection.PRODUCT_HALTED;
    }
    return rejection;
  }

  /** Whether tickets are the limits of one order, in turn. */
  @Nullable BookRejection alternatives(List<OrderTicket> tickets) {
    OrderTicket first = tickets.get(0);
    boolean fit = tickets.size() <= Named.MAX_ALTERNATIVES;
    for (int i = 0; i < tickets.size(); i++) {
      OrderTicket ticket = tickets.get(i);
      ticket.alternative = i + 1;
      ticket.special = true;
      fit &=
          ticket.id == first.id
              && ticket.slot == first.slot
              && ticket.area == first.area
              && ticket.side == first.side
              && ticket.owner == first.owner
              && ticket.energy == first.energy
              && ticket.timeInForce == first.timeInForce
              && ticket.selfTrade == first.selfTrade;
    }
    return fit ? null : BookRejection.QUALIFIERS_CONFLICT;
  }

  /** Reasons in the amounts and qualifiers of an order; the product may not be known. */
  @Nullable BookRejection amounts(OrderTicket ticket, @Nullable Product product) {
    if (ticket.energy <= 0) {
      return BookRejection.ENERGY_NOT_POSITIVE;
    }
    if (ticket.energy > Amounts.MAX_ORDER_WH
        || (product != null && ticket.energy > product.slot.rules.maxEnergyWh())) {
      return BookRejection.ENERGY_TOO_LARGE;
    }
    if (!Amounts.isPrice(ticket.price)) {
      return BookRejection.PRICE_OUT_OF_RANGE;
    }
    if (ticket.owner < 0
        || ticket.owner > OrderTicket.MAX_OWNER
        || !Named.isValid(ticket, state.network.areas())
        || conflict(ticket)) {
      return BookRejection.QUALIFIERS_CONFLICT;
    }
    if (ticket.timeInForce == TimeInForce.GOOD_TILL_DATE && ticket.expiry <= state.timeMillis) {
      return BookRejection.EXPIRY_PAST;
    }
    return null;
  }

  /** Reasons in the rules of the product. */
  @Nullable BookRejection byProduct(OrderTicket ticket, Product product) {
    SlotRules rules = product.slot.rules;
    if (!ticket.market && !ticket.anyPrice && ticket.price % rules.tickMicroPerKwh() != 0) {
      return BookRejection.PRICE_OFF_TICK;
    }
    if (!ticket.market
        && (ticket.price < rules.minPriceMicroPerKwh()
            || ticket.price > rules.maxPriceMicroPerKwh())) {
      return BookRejection.PRICE_OUTSIDE_COLLAR;
    }
    if (ticket.energy > product.limits.maxMoneyWh()) {
      return BookRejection.MONEY_TOO_LARGE;
    }
    return null;
  }

  private static boolean conflict(OrderTicket ticket) {
    boolean immediate =
        ticket.timeInForce == TimeInForce.IMMEDIATE_OR_CANCEL
            || ticket.timeInForce == TimeInForce.FILL_OR_KILL;
    boolean conditional = ticket.allOrNone || ticket.minimum != 0;
    return ((ticket.market || ticket.anyPrice) && !immediate)
        || (ticket.postOnly && immediate)
        || (ticket.allOrNone && ticket.minimum != 0)
        || ticket.minimum < 0
        || (isChoosy(ticket) && isQualified(ticket, conditional))
        || (ticket.minimum > ticket.energy && !ticket.amending)
        || badPeak(ticket, immediate || conditional);
  }

  private static boolean isChoosy(OrderTicket ticket) {
    return ticket.isRestricted() || ticket.alternative > 0;
  }

  private static boolean isQualified(OrderTicket ticket, boolean conditional) {
    return conditional
        || ticket.market
        || ticket.postOnly
        || ticket.peak != 0
        || ticket.timeInForce == TimeInForce.GOOD_TILL_DATE
        || ticket.timeInForce == TimeInForce.FILL_OR_KILL;
  }

  private static boolean badPeak(OrderTicket ticket, boolean otherwiseQualified) {
    return ticket.peak != 0
        && (ticket.peak < 0
            || (ticket.peak >= ticket.energy && !ticket.amending)
            || (ticket.energy - 1) / ticket.peak > MAX_REFILLS
            || otherwiseQualified);
  }

  private boolean isArea(int area) {
    return area >= 0 && area < state.network.areas();
  }
}
