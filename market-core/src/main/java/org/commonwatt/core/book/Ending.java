package org.commonwatt.core.book;

import org.commonwatt.model.CancelReason;

/** Takes orders out of the book otherwise than by trades, and ends halts. */
final class Ending {
  private static final int ANYONE = -1;

  private final BookState state;

  Ending(BookState state) {
    this.state = state;
  }

  void cancel(long id, BookSink sink) {
    int handle = state.index.find(id);
    if (handle == OrderSlab.NONE) {
      sink.rejected(id, BookRejection.UNKNOWN_ORDER);
    } else {
      cancel(handle, CancelReason.BY_OWNER, sink);
    }
  }

  void closeSlot(OpenSlot slot, BookSink sink) {
    cancelAll(slot, ANYONE, CancelReason.GATE_CLOSED, sink);
    state.close(slot);
  }

  void cancelAll(int owner, BookSink sink) {
    for (int number = 0; number < state.slotsEnd; number++) {
      OpenSlot slot = state.slots[number];
      if (slot != null) {
        cancelAll(slot, owner, CancelReason.MASS_CANCEL, sink);
      }
    }
  }

  void advanceTo(long timeMillis, BookSink sink) {
    state.timeMillis = timeMillis;
    int handle = state.expiries.due(timeMillis);
    while (handle != OrderSlab.NONE) {
      cancel(handle, CancelReason.EXPIRED, sink);
      handle = state.expiries.due(timeMillis);
    }
    for (int number = 0; number < state.slotsEnd; number++) {
      OpenSlot slot = state.slots[number];
      if (slot != null && slot.rules.bandMicroPerKwh() > 0) {
        endHalts(slot, sink);
      }
    }
  }

  /**
   * The next instant at which a dated order or a halt ends, {@link Long#MAX_VALUE} if none does.
   */
  long nextDueMillis() {
    long next = state.expiries.nextMillis();
    for (int number = 0; number < state.slotsEnd; number++) {
      OpenSlot slot = state.slots[number];
      if (slot != null && slot.rules.bandMicroPerKwh() > 0) {
        for (Product product : slot.products) {
          if (product.isHalted()) {
            next = Math.min(next, product.haltedUntil());
          }
        }
      }
    }
    return next;
  }

  private void endHalts(OpenSlot slot, BookSink sink) {
    for (Product product : slot.products) {
      if (product.isHalted() && product.haltedUntil() <= state.timeMillis) {
        product.halt(Product.NONE);
        sink.resumed(slot.number, product.area);
      }
    }
  }

  private void cancel(int handle, CancelReason reason, BookSink sink) {
    long id = state.orders.id(handle);
    long energy = state.openEnergy(handle);
    state.remove(handle);
    sink.cancelled(id, energy, reason);
  }

  private void cancelAll(OpenSlot slot, int owner, CancelReason reason, BookSink sink) {
    for (Product product : slot.products) {
      for (BookSide side : product.sides) {
        cancelQueues(side, owner, reason, sink);
        cancelConditional(side, owner, reason, sink);
      }
    }
  }

  private void cancelQueues(BookSide side, int owner, CancelReason reason, BookSink sink) {
    long rank = side.ladder.best();
    while (rank != PriceLadder.NO_RANK) {
      long after = side.ladder.after(rank);
      int handle = side.head(rank);
      while (handle != OrderSlab.NONE) {
        int next = state.orders.next(handle);
        if (owner == ANYONE || state.orders.owner(handle) == owner) {
          cancel(handle, reason, sink);
        }
        handle = next;
      }
      rank = after;
    }
  }

  private void cancelConditional(BookSide side, int owner, CancelReason reason, BookSink sink) {
    int handle = side.conditional.first();
    while (handle != OrderSlab.NONE) {
      int next = side.conditional.after(handle);
      while (next != OrderSlab.NONE && state.orders.id(next) == state.orders.id(handle)) {
        next = side.conditional.after(next); // an alternative of the same order ends with it
      }
      if (owner == ANYONE || state.orders.owner(handle) == owner) {
        cancel(handle, reason, sink);
      }
      handle = next;
    }
  }
}
