package org.commonwatt.core.book;

import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import java.util.List;
import java.util.function.UnaryOperator;

/** A book with one open slot, number 0, for tests that tell a story. */
final class TestBook {
  static final SlotRules RULES = SlotRules.plain(-1_000, 1_000);

  final ContinuousBook book;
  final EventText events = new EventText();
  private final OrderTicket ticket = new OrderTicket();

  TestBook() {
    this(RULES);
  }

  TestBook(SlotRules rules) {
    this(BookNetwork.SINGLE, rules);
  }

  TestBook(BookNetwork network, SlotRules rules) {
    this(new ContinuousBook(network), rules);
  }

  TestBook(ContinuousBook empty, SlotRules rules) {
    book = empty;
    book.openSlot(0, rules);
  }

  List<String> buy(long id, long energy, long price) {
    return place(0, id, order -> order.limit(BUY, energy, price));
  }

  List<String> sell(long id, long energy, long price) {
    return place(0, id, order -> order.limit(SELL, energy, price));
  }

  List<String> place(long id, UnaryOperator<OrderTicket> order) {
    return place(0, id, order);
  }

  List<String> place(int area, long id, UnaryOperator<OrderTicket> order) {
    book.place(order.apply(ticket.start(id, 0, area)), events);
    return events.take();
  }

  List<String> amend(long id, long energy, long price) {
    book.amend(id, energy, price, events);
    return events.take();
  }

  List<String> cancel(long id) {
    book.cancel(id, events);
    return events.take();
  }

  List<String> advanceTo(long timeMillis) {
    book.advanceTo(timeMillis, events);
    return events.take();
  }
}
