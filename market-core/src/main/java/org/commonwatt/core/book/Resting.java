package org.commonwatt.core.book;

import org.commonwatt.model.TimeInForce;

/** Puts what is left of an arriving order into the book. */
final class Resting {
  /** The minimum of an all-or-none order, whatever its energy. */
  static final long ALL = Long.MAX_VALUE;

  private final BookState state;

  Resting(BookState state) {
    this.state = state;
  }

  /** A plain order. */
  void rest(OrderTicket ticket, int sideIndex, BookSide own, long energy) {
    int handle = take(ticket, sideIndex, energy, 0);
    own.append(handle, own.sign * ticket.price);
  }

  /** An order with qualifiers. */
  void restSpecial(OrderTicket ticket, int sideIndex, BookSide own, long energy) {
    long minimum = ticket.allOrNone ? ALL : ticket.minimum;
    boolean iceberg = ticket.peak > 0;
    long shown = iceberg ? Math.min(ticket.peak, energy) : energy;
    int flags =
        (iceberg ? OrderSlab.ICEBERG : 0)
            | (minimum > 0 ? OrderSlab.CONDITIONAL : 0)
            | (ticket.timeInForce == TimeInForce.GOOD_TILL_DATE ? OrderSlab.DATED : 0)
            | (ticket.postOnly ? OrderSlab.POST_ONLY : 0);
    int handle = take(ticket, sideIndex, shown, flags);
    if ((flags & OrderSlab.RARE) != 0) {
      state.extras.take(handle);
      state.extras.peak(handle, ticket.peak);
      state.extras.hidden(handle, energy - shown);
      state.extras.minimum(handle, minimum);
      state.extras.expiry(handle, ticket.expiry);
    }
    if ((flags & OrderSlab.DATED) != 0) {
      state.expiries.add(handle);
    }
    if ((flags & OrderSlab.CONDITIONAL) != 0) {
      own.addConditional(handle);
    } else {
      own.append(handle, own.sign * ticket.price);
    }
  }

  private int take(OrderTicket ticket, int sideIndex, long energy, int flags) {
    int word =
        (sideIndex >>> 1) << 8
            | sideIndex & OrderSlab.SELL
            | flags
            | ticket.selfTrade.ordinal() << OrderSlab.MODE_SHIFT;
    int handle =
        state.orders.take(
            ticket.id, energy, word, OrderSlab.priceAndOwner(ticket.price, ticket.owner));
    state.orders.sequence(handle, ++state.lastSequence);
    state.index.add(ticket.id, handle);
    return handle;
  }
}
