package org.commonwatt.benchmarks.book;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.commonwatt.core.book.ContinuousBook;
import org.commonwatt.core.book.OrderTicket;

/** What a warm book allocates. */
final class Garbage {
  private Garbage() {}

  static void print(Commands commands) {
    ContinuousBook book = OwnBook.empty(commands.products);
    OwnBook.run(commands, book);
    book.clear();
    OwnBook.open(book, commands.products);
    VolumeSink sink = new VolumeSink();
    OrderTicket ticket = new OrderTicket();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < commands.count(); i++) {
      OwnBook.apply(commands, i, book, ticket, sink);
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    System.out.printf("%d bytes allocated by %d commands%n", bytes, commands.count());
  }
}
