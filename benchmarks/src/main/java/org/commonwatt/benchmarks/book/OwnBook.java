package org.commonwatt.benchmarks.book;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.commonwatt.core.book.BookSink;
import org.commonwatt.core.book.ContinuousBook;
import org.commonwatt.core.book.OrderTicket;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;

/** Runs streams through the continuous book: a slot for each product. */
final class OwnBook {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private OwnBook() {}

  static ContinuousBook empty(int products) {
    ContinuousBook book = new ContinuousBook(Commands.network());
    open(book, products);
    return book;
  }

  static void open(ContinuousBook book, int products) {
    for (int slot = 0; slot < products; slot++) {
      book.openSlot(slot, Commands.rules());
    }
  }

  /** A run from an empty book. */
  static Result run(Commands commands, ContinuousBook book) {
    return run(commands, book, Beside.NOTHING);
  }

  /**
   * All-or-none orders that trade with no command, half of them on each side of the first product.
   *
   * @param orders how many
   * @param inReach whether their prices are as good as those of the other orders: then they are too
   *     large for every command; else no command reaches them
   */
  record Beside(int orders, boolean inReach) {
    static final Beside NOTHING = new Beside(0, false);
  }

  /** A run from a book in which nothing rests but orders that trade with no command. */
  static Result run(Commands commands, ContinuousBook book, Beside beside) {
    book.clear();
    open(book, commands.products);
    VolumeSink sink = new VolumeSink();
    OrderTicket ticket = new OrderTicket();
    place(book, beside, sink);
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    for (int i = 0; i < commands.count(); i++) {
      apply(commands, i, book, ticket, sink);
    }
    long wall = System.nanoTime() - start;
    if (sink.refused > 0) {
      throw new IllegalStateException(sink.refused + " commands were refused");
    }
    return new Result(wall, SYSTEM.getProcessCpuTime() - cpu, sink.trades, sink.energy);
  }

  private static void place(ContinuousBook book, Beside beside, BookSink sink) {
    OrderTicket ticket = new OrderTicket();
    for (int i = 0; i < beside.orders; i++) {
      long away = 1 + i / 2 % (Commands.REACH - 1) + (beside.inReach ? 0 : Commands.REACH);
      long energy = beside.inReach ? Commands.LARGEST + 1 + i % 100 : 10;
      boolean buys = i % 2 == 0;
      ticket
          .start(-1L - i, 0, 0)
          .limit(buys ? Side.BUY : Side.SELL, energy, Commands.MIDDLE + (buys ? -away : away))
          .allOrNone();
      book.place(ticket, sink);
    }
  }

  static void apply(
      Commands commands, int i, ContinuousBook book, OrderTicket ticket, BookSink sink) {
    if (commands.kinds[i] == Commands.CANCEL) {
      book.cancel(commands.ids[i], sink);
      return;
    }
    // No owners: users of the peer may trade with themselves too.
    ticket
        .start(commands.ids[i], commands.product[i], 0)
        .limit(commands.side(i), commands.energies[i], commands.prices[i])
        .owner(OrderTicket.NO_OWNER, SelfTradeMode.CANCEL_NEWEST);
    if (commands.kinds[i] == Commands.IMMEDIATE) {
      ticket.immediateOrCancel();
    }
    book.place(ticket, sink);
  }
}
