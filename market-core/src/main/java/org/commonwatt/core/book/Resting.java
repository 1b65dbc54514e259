package org.commonwatt.core.book;

import java.util.List;
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
    state.index.add(ticket.id, handle);
    own.append(handle, own.sign * ticket.price);
  }

  /** An order with qualifiers. */
  void restSpecial(OrderTicket ticket, int sideIndex, BookSide own, long energy) {
    int handle = restUnknown(ticket, sideIndex, own, energy);
    state.index.add(ticket.id, handle);
  }

  /** Rests all alternatives of an order, which are found by its one id. */
  void restAlternatives(List<OrderTicket> alternatives, int sideIndex, BookSide own) {
    int[] handles = new int[alternatives.size()];
    for (int i = 0; i < handles.length; i++) {
      OrderTicket ticket = alternatives.get(i);
      handles[i] = restUnknown(ticket, sideIndex, own, ticket.energy);
    }
    state.index.add(alternatives.get(0).id, handles[0]);
    state.ring(handles, handles.length);
  }

  /** Rests an order that cannot be found by its id yet. */
  private int restUnknown(OrderTicket ticket, int sideIndex, BookSide own, long energy) {
    long named = Named.of(ticket);
    boolean choosy = ticket.isRestricted() || ticket.alternative > 0;
    long minimum = ticket.allOrNone ? ALL : choosy ? Math.max(1, ticket.minimum) : ticket.minimum;
    boolean iceberg = ticket.peak > 0;
    long shown = iceberg ? Math.min(ticket.peak, energy) : energy;
    int flags =
        (iceberg ? OrderSlab.ICEBERG : 0)
            | (minimum > 0 ? OrderSlab.CONDITIONAL : 0)
            | (ticket.timeInForce == TimeInForce.GOOD_TILL_DATE ? OrderSlab.DATED : 0)
            | (ticket.postOnly ? OrderSlab.POST_ONLY : 0)
            | (named != 0 ? OrderSlab.NAMED : 0);
    int handle = take(ticket, sideIndex, shown, flags);
    if ((flags & OrderSlab.RARE) != 0) {
      state.extras.take(handle);
      state.extras.peak(handle, ticket.peak);
      state.extras.hidden(handle, energy - shown);
      state.extras.minimum(handle, minimum);
      state.extras.expiry(handle, ticket.expiry);
      state.extras.named(handle, named);
    }
    if ((flags & OrderSlab.DATED) != 0) {
      state.expiries.add(handle);
    }
    if ((flags & OrderSlab.CONDITIONAL) != 0) {
      own.addConditional(handle);
    } else {
      own.append(handle, own.sign * ticket.price);
    }
    return handle;
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
    return handle;
  }
}
