package org.commonwatt.cli.book;

import org.commonwatt.core.book.BookNetwork;
import org.commonwatt.core.book.ContinuousBook;
import org.commonwatt.core.book.OrderTicket;
import org.commonwatt.core.book.SlotRules;

/** Runs the messages of a stream through one product with plain rules. */
final class BookReplay {
  private static final int SLOT = 0;
  private static final int AREA = 0;

  private final OrderStream stream;
  private final EventLog log;
  private final SlotRules rules;
  private final ContinuousBook book = new ContinuousBook(BookNetwork.SINGLE);
  private final OrderTicket ticket = new OrderTicket();

  BookReplay(OrderStream stream) {
    this.stream = stream;
    this.log = new EventLog(stream.size());
    this.rules = rules(stream);
  }

  EventLog log() {
    return log;
  }

  /** Empties book and log, and opens the product. */
  void reset() {
    log.clear();
    book.clear();
    book.openSlot(SLOT, rules);
  }

  /** One pass over all messages. */
  void run() {
    for (int message = 0; message < stream.size(); message++) {
      apply(message);
      log.endOf(message);
    }
  }

  private void apply(int message) {
    int type = stream.type(message);
    if (type == OrderStream.NEW) {
      place(message, stream.isImmediate(message));
    } else {
      book.cancel(stream.id(message), log);
      if (type == OrderStream.MODIFY && !log.isRejected()) {
        place(message, false);
      }
    }
  }

  private void place(int message, boolean immediate) {
    ticket
        .start(stream.id(message), SLOT, AREA)
        .limit(stream.side(message), stream.energy(message), stream.price(message));
    if (immediate) {
      ticket.immediateOrCancel();
    }
    book.place(ticket, log);
  }

  /** A collar that holds all prices of the stream. */
  private static SlotRules rules(OrderStream stream) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int message = 0; message < stream.size(); message++) {
      if (stream.type(message) != OrderStream.CANCEL) {
        min = Math.min(min, stream.price(message));
        max = Math.max(max, stream.price(message));
      }
    }
    return min > max ? SlotRules.plain(0, 0) : SlotRules.plain(min, max);
  }
}
