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
    copy.sequence = sequence;
    return copy;
  }

  long open() {
    return shown + hidden;
  }

  boolean isConditional() {
    return allOrNone || minimum > 0;
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
            + 32 * mode.ordinal();
    return "%d flags %d %d+%d@%d owner %d seq %d peak %d minimum %d expiry %d"
        .formatted(
            id,
            flags,
            shown,
            hidden,
            price,
            owner,
            sequence,
            peak,
            allOrNone ? Long.MAX_VALUE : minimum,
            dated ? expiry : 0);
  }
}
