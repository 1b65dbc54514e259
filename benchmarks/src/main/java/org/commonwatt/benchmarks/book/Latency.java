package org.commonwatt.benchmarks.book;

import exchange.core2.core.common.CoreWaitStrategy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.commonwatt.core.book.ContinuousBook;
import org.commonwatt.core.book.OrderTicket;

/**
 * Time from the planned send time of a command to its last event, at a steady rate. A command that
 * starts late because an earlier one took long counts the wait.
 */
final class Latency {
  private static final int PER_SECOND = 100_000;
  private static final long APART = 1_000_000_000L / PER_SECOND;

  private Latency() {}

  /** Ours on the calling thread, then the peer with its own threads behind its ring buffer. */
  static void print(Commands commands) throws TimeoutException {
    print("the book", own(commands));
    for (CoreWaitStrategy waiting : List.of(CoreWaitStrategy.BLOCKING, CoreWaitStrategy.YIELDING)) {
      print("exchange-core " + waiting, Peer.latencies(commands, waiting, APART));
    }
  }

  private static long[] own(Commands commands) {
    ContinuousBook book = OwnBook.empty(commands.products);
    for (int i = 0; i < 3; i++) {
      OwnBook.run(commands, book);
    }
    book.clear();
    OwnBook.open(book, commands.products);
    VolumeSink sink = new VolumeSink();
    OrderTicket ticket = new OrderTicket();
    long[] nanos = new long[commands.count()];
    long start = System.nanoTime();
    for (int i = 0; i < nanos.length; i++) {
      long planned = start + i * APART;
      await(planned);
      OwnBook.apply(commands, i, book, ticket, sink);
      nanos[i] = System.nanoTime() - planned;
    }
    return nanos;
  }

  static void await(long nanoTime) {
    while (System.nanoTime() < nanoTime) {
      Thread.onSpinWait();
    }
  }

  private static void print(String what, long[] nanos) {
    Arrays.sort(nanos);
    int count = nanos.length;
    System.out.printf(
        "%-25s at %d commands/s: p50 %,d ns, p99 %,d ns, p99.9 %,d ns; %d commands%n",
        what,
        PER_SECOND,
        nanos[count / 2],
        nanos[(int) (count * 0.99)],
        nanos[(int) (count * 0.999)],
        count);
  }
}
