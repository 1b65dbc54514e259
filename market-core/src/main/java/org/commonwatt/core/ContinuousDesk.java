package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.commonwatt.core.book.BookRejection;
import org.commonwatt.core.book.ContinuousBook;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.ProductResumed;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/** Continuous trading: opens and closes slots, hands orders to the books, and ends what is due. */
final class ContinuousDesk {
  private static final Comparator<OrderEntry> BY_EXPIRY =
      Comparator.<OrderEntry>comparingLong(order -> order.terms().expiryMillis())
          .thenComparingLong(OrderEntry::orderId);

  private final Orders orders;
  private final TradeIds tradeIds;
  private final Books books;
  private final RoomChecks room;

  /** Dated orders that wait for their auction; of each gate those that no longer do are dropped. */
  private final PriorityQueue<OrderEntry> dated = new PriorityQueue<>(BY_EXPIRY);

  ContinuousDesk(Orders orders, TradeIds tradeIds, Books books, RoomChecks room) {
    this.orders = orders;
    this.tradeIds = tradeIds;
    this.books = books;
    this.room = room;
  }

  /** Watches the expiry of an order that waits for its auction. */
  void watch(OrderEntry order) {
    if (order.terms().timeInForce() == TimeInForce.GOOD_TILL_DATE && isWaiting(order)) {
      dated.add(order);
    }
  }

  /** Forgets the dated orders that no longer wait for an auction. */
  void forgetEnded() {
    dated.removeIf(order -> !isWaiting(order));
  }

  /**
   * Opens a slot after its auction; what that left of the orders enters in order of arrival. All of
   * them together make as many trades as one order may at any other time, and as there is room for.
   */
  void open(SlotState slot, long timeMillis, EventSink sink) {
    AuctionCleared auction = slot.auction();
    if (auction == null) {
      throw new IllegalStateException("slot " + slot.slot() + " has had no auction");
    }
    MarketBook book = books.of(slot);
    book.advanceTo(timeMillis, new EndedByTime(book)); // a new book; nothing is due in others
    book.open(slot, auction);
    List<OrderEntry> rests = new ArrayList<>(slot.openOrders());
    rests.sort(Comparator.comparingLong(OrderEntry::arrival));
    int tradesLeft = Math.min(books.maxTrades(), room.left(slot));
    for (OrderEntry rest : rests) {
      BookEvents events = events(book, sink, () -> {});
      book.placeRest(rest, tradesLeft, events);
      BookRejection rejection = events.end();
      tradesLeft -= events.trades();
      if (rejection != null) {
        cancel(rest, reasonOf(rejection), sink);
      }
    }
  }

  /** Ends continuous trading in a slot; its orders end in order of id. */
  void close(SlotState slot, EventSink sink) {
    MarketBook book = books.of(slot);
    EndedByTime ended = new EndedByTime(book);
    book.close(slot, ended);
    tellOrders(ended.orders(), sink);
  }

  /** Hands over a new order; returns why it was refused, null when it was not. */
  @Nullable BookRejection place(OrderEntry order, EventSink sink, Runnable onAccepted) {
    MarketBook book = books.of(order.slot());
    BookEvents events = events(book, sink, onAccepted);
    book.place(order, events);
    return events.end();
  }

  /** Amends a resting order; returns why that was refused, null when it was not. */
  @Nullable BookRejection amend(OrderEntry order, long energyWh, long price, EventSink sink) {
    MarketBook book = books.of(order.slot());
    BookEvents events = events(book, sink, () -> {});
    book.amend(order, energyWh, price, events);
    return events.end();
  }

  /** Takes a resting order out of its book. */
  void remove(OrderEntry order) {
    MarketBook book = books.of(order.slot());
    book.cancel(order, new EndedByTime(book));
  }

  /** What others see of an open order, Wh. */
  long shownWh(OrderEntry order) {
    if (order.slot().phase() == SlotPhase.CONTINUOUS) {
      return books.of(order.slot()).shownWh(order);
    }
    long peak = order.terms().peakWh();
    return peak > 0 ? Math.min(peak, order.openWh()) : order.openWh();
  }

  /** Ends dated orders and halts that are due by an instant, instant by instant. */
  void advanceTo(long timeMillis, EventSink sink) {
    long until = Math.min(timeMillis, ContinuousBook.MAX_TIME_MILLIS - 1);
    for (long next = nextDueMillis(); next <= until; next = nextDueMillis()) {
      endAt(next, sink);
    }
    for (MarketBook book : books.all()) {
      book.advanceTo(timeMillis, new EndedByTime(book));
    }
  }

  /** Watches the orders that wait for their auction, after a restart. */
  void restore(Iterable<SlotState> slots) {
    for (SlotState slot : slots) {
      slot.openOrders().forEach(this::watch);
    }
  }

  private long nextDueMillis() {
    while (!dated.isEmpty() && !isWaiting(dated.element())) {
      dated.remove();
    }
    long next = dated.isEmpty() ? Long.MAX_VALUE : dated.element().terms().expiryMillis();
    for (MarketBook book : books.all()) {
      next = Math.min(next, book.nextDueMillis());
    }
    return next;
  }

  private void endAt(long timeMillis, EventSink sink) {
    List<OrderCancelled> ended = new ArrayList<>();
    List<ProductResumed> halts = new ArrayList<>();
    for (MarketBook book : books.all()) {
      EndedByTime due = new EndedByTime(book);
      book.advanceTo(timeMillis, due);
      ended.addAll(due.orders());
      halts.addAll(due.halts());
    }
    while (!dated.isEmpty() && dated.element().terms().expiryMillis() <= timeMillis) {
      OrderEntry order = dated.remove();
      if (isWaiting(order)) {
        ended.add(new OrderCancelled(order.orderId(), order.openWh(), CancelReason.EXPIRED));
      }
    }
    tellOrders(ended, sink);
    EndedByTime.tellHalts(halts, sink);
  }

  private void tellOrders(List<OrderCancelled> ended, EventSink sink) {
    ended.stream()
        .sorted(Comparator.comparingLong(OrderCancelled::orderId))
        .forEach(
            end -> {
              OrderEntry order = orders.get(end.orderId());
              order.requireOpen(end.unfilledWh());
              cancel(order, end.reason(), sink);
            });
  }

  /** Ends an order that is in no book. */
  void cancel(OrderEntry order, CancelReason reason, EventSink sink) {
    long open = order.openWh();
    order.end(reason);
    order.slot().count(-open);
    sink.emit(new OrderCancelled(order.orderId(), open, reason));
  }

  private BookEvents events(MarketBook book, EventSink sink, Runnable onAccepted) {
    return new BookEvents(orders, tradeIds, book, sink, onAccepted);
  }

  private static boolean isWaiting(OrderEntry order) {
    return order.isOpen() && order.slot().phase() == SlotPhase.OPEN;
  }

  /** Of the rest of an order the checks of the market leave two reasons. */
  private static CancelReason reasonOf(BookRejection rejection) {
    return switch (rejection) {
      case PRODUCT_HALTED -> CancelReason.HALTED;
      case BOOK_FULL -> CancelReason.UNFILLED;
      default -> throw new IllegalStateException("the rest of an order is refused: " + rejection);
    };
  }
}
