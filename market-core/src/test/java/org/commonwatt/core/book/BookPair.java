package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;

/**
 * A book and the reference book side by side, slot 0 open in both: after each command the events,
 * the state and what is restored from it are the same.
 */
final class BookPair {
  private final BookNetwork network;
  private final ReferenceBook reference;
  private final EventText events = new EventText();
  private ContinuousBook book;

  BookPair(BookNetwork network, SlotRules rules) {
    this.network = network;
    this.book = new ContinuousBook(network);
    this.reference = new ReferenceBook(network);
    book.openSlot(0, rules);
    reference.openSlot(0, rules);
  }

  /** Places an order and returns what happens. */
  List<String> place(long id, Consumer<OrderTicket> order) {
    OrderTicket ticket = new OrderTicket().start(id, 0, 0);
    order.accept(ticket);
    book.place(ticket, events);
    reference.place(ticket);
    return same();
  }

  /** Amends an order and returns what happens. */
  List<String> amend(long id, long energy, long price) {
    book.amend(id, energy, price, events);
    reference.amend(id, energy, price);
    return same();
  }

  /** Cancels an order and returns what happens. */
  List<String> cancel(long id) {
    book.cancel(id, events);
    reference.cancel(id);
    return same();
  }

  /** Cancels the orders of an owner and returns what happens. */
  List<String> cancelAll(int owner) {
    book.cancelAll(owner, events);
    reference.cancelAll(owner);
    return same();
  }

  private List<String> same() {
    List<String> found = events.take();
    assertThat(found).isEqualTo(reference.sink.take());
    byte[] snapshot = book.snapshot();
    assertThat(SnapshotDump.of(snapshot, network)).isEqualTo(reference.dump());
    book = ContinuousBook.restore(snapshot, network); // every command meets a restored book
    assertThat(book.snapshot()).isEqualTo(snapshot);
    return found;
  }
}
