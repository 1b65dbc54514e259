package org.commonwatt.benchmarks.book;

import java.util.Arrays;
import org.commonwatt.core.book.ContinuousBook;
import org.commonwatt.core.book.OrderTicket;

/**
 * Time from the planned send time of a command to its last event, at a steady rate. A command that
 * starts late because an earlier one took long counts the wait.
 */
final class Latency {
  private static final int PER_SECOND = 100_000;
  private static final int MEASURED = 1_000_000;

  private Latency() {}

  static void print(Commands commands) {
    ContinuousBook book = OwnBook.empty(commands.products);
    for (int i = 0; i < 3; i++) {
      OwnBook.run(commands, book);
    }
    book.clear();
    OwnBook.open(book, commands.products);
    VolumeSink sink = new VolumeSink();
    OrderTicket ticket = new OrderTicket();
    long[] nanos = new long[MEASURED];
    long start = System.nanoTime();
    for (int i = 0; i < MEASURED; i++) {
      long planned = start + i * (1_000_000_000L / PER_SECOND);
      while (System.nanoTime() < planned) {
        Thread.onSpinWait();
      }
      OwnBook.apply(commands, i, book, ticket, sink);
      nanos[i] = System.nanoTime() - planned;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "at %d commands/s: p50 %d ns, p99 %d ns, p99.9 %d ns%n",
        PER_SECOND, nanos[MEASURED / 2], nanos[MEASURED / 100 * 99], nanos[MEASURED / 1000 * 999]);
  }
}
