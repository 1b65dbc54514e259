package org.commonwatt.benchmarks.book;

import java.util.Arrays;
import org.commonwatt.core.book.BookNetwork;
import org.commonwatt.core.book.BookRejection;
import org.commonwatt.core.book.BookSink;
import org.commonwatt.core.book.ContinuousBook;
import org.commonwatt.core.book.OrderTicket;
import org.commonwatt.core.book.SlotRules;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Side;

/** The continuous book with one product of plain rules. */
final class OwnStreamBook implements StreamBook, BookSink {
  private final ContinuousBook book = new ContinuousBook(BookNetwork.SINGLE);
  private final OrderTicket ticket = new OrderTicket();
  private final SlotRules rules;
  private final StreamRecord out;
  private int message;
  private boolean refused;

  OwnStreamBook(OrderStream stream, StreamRecord out) {
    this.out = out;
    long lowest = Arrays.stream(stream.prices).min().orElse(0);
    long highest = Arrays.stream(stream.prices).max().orElse(0);
    this.rules = SlotRules.plain(lowest, highest);
  }

  @Override
  public void reset() {
    book.clear();
    book.openSlot(0, rules);
  }

  @Override
  public void place(OrderStream stream, int at, boolean immediate, StreamRecord record) {
    message = at;
    ticket
        .start(stream.ids[at], 0, 0)
        .limit(stream.buys(at) ? Side.BUY : Side.SELL, stream.quantities[at], stream.prices[at]);
    if (immediate) {
      ticket.immediateOrCancel();
    }
    refused = false;
    book.place(ticket, this);
    if (refused) {
      throw new IllegalStateException("the book refuses message " + at);
    }
  }

  @Override
  public boolean cancel(long id) {
    refused = false;
    message = -1;
    book.cancel(id, this);
    return !refused;
  }

  @Override
  public void accepted(long id) {}

  @Override
  public void rejected(long id, BookRejection reason) {
    refused = true;
  }

  @Override
  public void traded(long takerId, long makerId, long priceMicroPerKwh, long energyWh) {
    out.fill(priceMicroPerKwh, energyWh, makerId);
  }

  @Override
  public void cancelled(long id, long energyWh, CancelReason reason) {
    if (message >= 0) {
      out.cut(message);
    }
  }

  @Override
  public void charged(long feeMicroPerKwh, int route) {}

  @Override
  public void reduced(long id, long byWh) {}

  @Override
  public void amended(long id, long priceMicroPerKwh, long energyWh) {}

  @Override
  public void halted(int slot, int area, long priceMicroPerKwh) {}

  @Override
  public void resumed(int slot, int area) {}
}
