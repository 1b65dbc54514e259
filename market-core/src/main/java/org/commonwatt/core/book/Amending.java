package org.commonwatt.core.book;

import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/** Amends resting orders. */
final class Amending {
  private static final SelfTradeMode[] MODES = SelfTradeMode.values();

  private final BookState state;
  private final PlaceChecks checks;
  private final PlannedMatching planned;
  private final OrderTicket ticket = new OrderTicket();

  Amending(BookState state) {
    this.state = state;
    this.checks = new PlaceChecks(state);
    this.planned = new PlannedMatching(state, new Resting(state));
  }

  void amend(long id, long energy, long price, BookSink sink) {
    int handle = state.index.find(id);
    ticket.start(id, 0, 0);
    ticket.energy = energy;
    ticket.price = price;
    BookRejection rejection =
        handle == OrderSlab.NONE ? unknown() : amend(handle, state.product(handle), sink);
    if (rejection != null) {
      sink.rejected(id, rejection);
    }
  }

  private BookRejection unknown() {
    BookRejection amounts = checks.amounts(ticket, null);
    return amounts == null ? BookRejection.UNKNOWN_ORDER : amounts;
  }

  private @Nullable BookRejection amend(int handle, Product product, BookSink sink) {
    fill(handle);
    BookRejection rejection = checks.amounts(ticket, product);
    if (rejection == null && isChoosy(handle)) {
      rejection = BookRejection.QUALIFIERS_CONFLICT;
    }
    if (rejection == null) {
      rejection = checks.byProduct(ticket, product);
    }
    if (rejection != null) {
      return rejection;
    }
    long open = state.openEnergy(handle);
    if (ticket.price == state.orders.price(handle) && ticket.energy <= open) {
      state.reduce(handle, open - ticket.energy);
      sink.amended(ticket.id, ticket.price, ticket.energy);
      return null;
    }
    return product.isHalted()
        ? BookRejection.PRODUCT_HALTED
        : planned.enterAgain(ticket, handle, sink);
  }

  /** Whether it accepts not all, or has or had several limits: it stays as it is until it ends. */
  private boolean isChoosy(int handle) {
    return (state.orders.flags(handle) & OrderSlab.NAMED) != 0
        && Named.isChoosy(state.extras.named(handle));
  }

  /** Fills the ticket with what an amendment leaves as it is. */
  private void fill(int handle) {
    int flags = state.orders.flags(handle);
    ticket.special = true;
    ticket.amending = true;
    ticket.side = flags & OrderSlab.SELL;
    ticket.owner = state.orders.owner(handle);
    ticket.selfTrade = MODES[flags >>> OrderSlab.MODE_SHIFT & 3];
    ticket.postOnly = (flags & OrderSlab.POST_ONLY) != 0;
    boolean rare = (flags & OrderSlab.RARE) != 0;
    long minimum = rare ? state.extras.minimum(handle) : 0;
    ticket.allOrNone = minimum == Resting.ALL;
    ticket.minimum = ticket.allOrNone ? 0 : minimum;
    ticket.peak = rare ? state.extras.peak(handle) : 0;
    if ((flags & OrderSlab.NAMED) != 0) {
      ticket.declares(Named.source(state.extras.named(handle)));
    }
    if ((flags & OrderSlab.DATED) != 0) {
      ticket.timeInForce = TimeInForce.GOOD_TILL_DATE;
      ticket.expiry = state.extras.expiry(handle);
    }
  }
}
