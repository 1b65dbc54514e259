package org.commonwatt.core.book;

import org.commonwatt.model.CancelReason;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.TimeInForce;

/**
 * Plain matching: a limit order against the queues of its own product, best price first, then first
 * come first served. Nothing here knows of conditions, links, fees and bands.
 */
final class Matching {
  private final BookState state;
  private final OrderSlab orders;
  private final Resting resting;

  Matching(BookState state, Resting resting) {
    this.state = state;
    this.orders = state.orders;
    this.resting = resting;
  }

  /** Takes an order that passed all checks. */
  void place(OrderTicket ticket, int sideIndex, BookSink sink) {
    sink.accepted(ticket.id);
    BookSide own = side(sideIndex);
    BookSide other = side(sideIndex ^ 1);
    long rest = ticket.energy;
    long worst = -own.sign * ticket.price;
    if (other.ladder.best() <= worst) {
      rest = sweep(ticket, other, worst, sink);
      if (rest == 0) {
        return;
      }
      if (other.ladder.best() <= worst) {
        sink.cancelled(ticket.id, rest, CancelReason.TRADE_LIMIT);
        return;
      }
    }
    if (ticket.timeInForce == TimeInForce.IMMEDIATE_OR_CANCEL) {
      sink.cancelled(ticket.id, rest, CancelReason.UNFILLED);
    } else {
      resting.rest(ticket, sideIndex, own, rest);
    }
  }

  /**
   * Trades up to a rank, or as often as one order may. Returns what is left to rest or be
   * cancelled, 0 when all is said.
   */
  private long sweep(OrderTicket ticket, BookSide other, long worst, BookSink sink) {
    long rest = ticket.energy;
    int left = state.maxTrades; // a ticket that may make fewer is not plain
    while (rest > 0 && left > 0 && other.ladder.best() <= worst) {
      int maker = other.head();
      if (ticket.owner != OrderTicket.NO_OWNER && orders.owner(maker) == ticket.owner) {
        rest = preventSelfTrade(ticket, rest, maker, sink);
      } else {
        rest -= trade(ticket, rest, other, maker, sink);
        left--;
      }
    }
    return rest;
  }

  private long trade(OrderTicket ticket, long rest, BookSide other, int maker, BookSink sink) {
    long shown = orders.energy(maker);
    long energy = Math.min(shown, rest);
    sink.traded(ticket.id, orders.id(maker), other.sign * other.ladder.best(), energy);
    if (energy == shown) {
      state.exhaustHead(other, maker);
    } else {
      orders.energy(maker, shown - energy);
    }
    return energy;
  }

  /** Returns what is left of the arriving order; its cancellation is reported here. */
  private long preventSelfTrade(OrderTicket ticket, long rest, int maker, BookSink sink) {
    if (ticket.selfTrade == SelfTradeMode.CANCEL_NEWEST) {
      sink.cancelled(ticket.id, rest, CancelReason.SELF_TRADE);
      return 0;
    }
    long resting = state.openEnergy(maker);
    long id = orders.id(maker);
    if (ticket.selfTrade == SelfTradeMode.CANCEL_OLDEST) {
      state.remove(maker);
      sink.cancelled(id, resting, CancelReason.SELF_TRADE);
      return rest;
    }
    if (resting > rest) {
      state.reduce(maker, rest);
      sink.reduced(id, rest);
      sink.cancelled(ticket.id, rest, CancelReason.SELF_TRADE);
      return 0;
    }
    state.remove(maker);
    sink.cancelled(id, resting, CancelReason.SELF_TRADE);
    if (resting == rest) {
      sink.cancelled(ticket.id, rest, CancelReason.SELF_TRADE);
      return 0;
    }
    sink.reduced(ticket.id, resting);
    return rest - resting;
  }

  private BookSide side(int sideIndex) {
    BookSide side = state.sides[sideIndex];
    if (side == null) {
      throw new IllegalStateException("no product has side " + sideIndex);
    }
    return side;
  }
}
