package org.commonwatt.core.book;

import java.util.List;

/** Takes new orders: the plain way for plain orders, the planned way for all others. */
final class Placing {
  private final BookState state;
  private final PlaceChecks checks;
  private final Matching matching;
  private final PlannedMatching planned;
  private final Resting resting;

  Placing(BookState state) {
    this.state = state;
    this.checks = new PlaceChecks(state);
    this.resting = new Resting(state);
    this.matching = new Matching(state, resting);
    this.planned = new PlannedMatching(state, resting);
  }

  void place(OrderTicket ticket, BookSink sink) {
    int areas = state.network.areas();
    if (!ticket.special
        && Integer.compareUnsigned(ticket.area, areas) < 0
        && Integer.compareUnsigned(ticket.slot, state.slots.length) < 0) {
      int at = 2 * (ticket.slot * areas + ticket.area) + ticket.side;
      BookSide own = state.sides[at];
      BookSide other = state.sides[at ^ 1];
      if (own != null
          && other != null
          && other.plain
          && own.takes(ticket.price, ticket.energy)
          && ticket.owner >>> 29 == 0
          && state.index.find(ticket.id) == OrderSlab.NONE
          && !state.orders.isFull()) {
        matching.place(ticket, at, sink);
        return;
      }
    }
    placeWithCare(ticket, sink);
  }

  /** Takes an order with several limits, or with one that it asks more of than a price. */
  void place(List<OrderTicket> alternatives, BookSink sink) {
    OrderTicket first = alternatives.get(0);
    BookRejection rejection = checks.alternatives(alternatives);
    for (int i = 0; i < alternatives.size() && rejection == null; i++) {
      rejection = checks.first(alternatives.get(i));
    }
    Product product = checks.product(first);
    if (rejection == null && product != null) {
      rejection = planned.place(alternatives, product, sink);
    }
    if (rejection != null) {
      sink.rejected(first.id, rejection);
    }
  }

  private void placeWithCare(OrderTicket ticket, BookSink sink) {
    BookRejection rejection = checks.first(ticket);
    if (rejection == null) {
      Product product = checks.product(ticket);
      if (product == null) {
        throw new IllegalStateException("an order that passed the checks has a product");
      }
      rejection = planned.place(ticket, product, sink);
    }
    if (rejection != null) {
      sink.rejected(ticket.id, rejection);
    }
  }
}
