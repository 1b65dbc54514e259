package org.commonwatt.core.book;

import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.TimeInForce;

/** A resting order of the reference book. */
final class ReferenceOrder {
  long id;
  int slot;
  int area;
  int owner;
  boolean sell;
  long price;
  long shown;
  long hidden;
  long peak;
  boolean allOrNone;
  long minimum;
  boolean dated;
  long expiry;
  boolean postOnly;
  SelfTradeMode mode = SelfTradeMode.CANCEL_NEWEST;
  int source;
  int acceptedSources;
  int acceptedArea = -1;
  int alternative;
  long sequence;

  /** An order as a ticket says. */
  static ReferenceOrder of(OrderTicket ticket) {
    ReferenceOrder order = new ReferenceOrder();
    order.id = ticket.id;
    order.slot = ticket.slot;
    order.area = ticket.area;
    order.owner = ticket.owner;
    order.sell = ticket.side == 1;
    order.price = ticket.price;
    order.shown = ticket.energy;
    order.peak = ticket.peak;
    order.allOrNone = ticket.allOrNone;
    order.minimum = ticket.minimum;
    order.dated = ticket.timeInForce == TimeInForce.GOOD_TILL_DATE;
    order.expiry = ticket.expiry;
    order.postOnly = ticket.postOnly;
    order.mode = ticket.selfTrade;
    order.source = ticket.source;
    order.acceptedSources = ticket.acceptedSources;
    order.acceptedArea = ticket.acceptedArea;
    order.alternative = ticket.alternative;
    return order;
  }

  /** A ticket of the order as it is, but for price and energy. */
  OrderTicket ticket() {
    OrderTicket ticket = new OrderTicket();
    ticket.start(id, slot, area).owner(owner, mode);
    ticket.side = sell ? 1 : 0;
    ticket.peak = peak;
    ticket.allOrNone = allOrNone;
    ticket.minimum = minimum;
    ticket.postOnly = postOnly;
    ticket.source = source;
    if (dated) {
      ticket.goodTill(expiry);
    }
    return ticket;
  }

  ReferenceOrder copy() {
    ReferenceOrder copy = new ReferenceOrder();
    copy.id = id;
    copy.slot = slot;
    copy.area = area;
    copy.owner = owner;
    copy.sell = sell;
    copy.price = price;
    copy.shown = shown;
    copy.hidden = hidden;
    copy.peak = peak;
    copy.allOrNone = allOrNone;
    copy.minimum = minimum;
    copy.dated = dated;
    copy.expiry = expiry;
    copy.postOnly = postOnly;
    copy.mode = mode;
    copy.source = source;
    copy.acceptedSources = acceptedSources;
    copy.acceptedArea = acceptedArea;
    copy.alternative = alternative;
    copy.sequence = sequence;
    return copy;
  }

  long open() {
    return shown + hidden;
  }

  boolean isConditional() {
    return allOrNone || minimum > 0 || isChoosy();
  }

  /** Whether it accepts not all, or has or had several limits. */
  boolean isChoosy() {
    return acceptedSources != 0 || acceptedArea >= 0 || alternative > 0;
  }

  /** Whether it takes an order of the other side. */
  boolean accepts(ReferenceOrder other) {
    boolean ofSource =
        acceptedSources == 0
            || (other.source > 0 && (acceptedSources & 1 << (other.source - 1)) != 0);
    return ofSource && (acceptedArea < 0 || acceptedArea == other.area);
  }

  /** The least it takes from one arriving order. */
  long need() {
    return allOrNone ? open() : Math.min(Math.max(minimum, 1), open());
  }

  /** A number that is smaller for the better price. */
  long rank() {
    return sell ? price : -price;
  }

  /** All that a book knows of it; an all-or-none order's minimum is the largest number. */
  String describe() {
    int flags =
        (sell ? 1 : 0)
            + (peak > 0 ? 2 : 0)
            + (isConditional() ? 4 : 0)
            + (dated ? 8 : 0)
            + (postOnly ? 16 : 0)
            + 32 * mode.ordinal()
            + (source > 0 || isChoosy() ? 128 : 0);
    long named = (acceptedArea + 1L) * 8192 + acceptedSources * 128L + source * 16L + alternative;
    return "%d flags %d %d+%d@%d owner %d seq %d peak %d minimum %d expiry %d named %d"
        .formatted(
            id,
            flags,
            shown,
            hidden,
            price,
            owner,
            sequence,
            peak,
            allOrNone ? Long.MAX_VALUE : isChoosy() ? Math.max(1, minimum) : minimum,
            dated ? expiry : 0,
            named);
  }
}
