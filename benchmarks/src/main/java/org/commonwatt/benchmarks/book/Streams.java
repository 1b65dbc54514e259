package org.commonwatt.benchmarks.book;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;

/** The public workload through the continuous book and through a plain one, in turns. */
final class Streams {
  private static final int WARM_UPS = 30;
  private static final int ROUNDS = 61;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final OrderStream stream;
  private final StreamRecord record;
  private final StreamBook book;
  private final double[] cpu = new double[ROUNDS];
  private final double[] wall = new double[ROUNDS];

  private Streams(OrderStream stream, StreamRecord record, StreamBook book) {
    this.stream = stream;
    this.record = record;
    this.book = book;
  }

  /** Both books over one stream: equal reports, then the medians of passes that take turns. */
  static void print(Path file) throws IOException {
    OrderStream stream = OrderStream.read(file);
    StreamRecord record = new StreamRecord(stream);
    Streams own = new Streams(stream, record, new OwnStreamBook(stream, record));
    Streams plain = new Streams(stream, new StreamRecord(stream), new TreeMapBook());
    for (int i = 0; i < WARM_UPS; i++) {
      own.pass(0);
      plain.pass(0);
    }
    String report = own.record.hash();
    if (!report.equals(plain.record.hash())) {
      throw new IllegalStateException("the books differ over " + file);
    }
    for (int i = 0; i < ROUNDS; i++) {
      own.pass(i);
      plain.pass(i);
    }
    System.out.printf("%s: %d messages, report %s%n", file.getFileName(), stream.size, report);
    own.print("the book", own);
    plain.print("TreeMap book", own);
  }

  private void pass(int round) {
    book.reset();
    long start = System.nanoTime();
    long cpuStart = THREADS.getCurrentThreadCpuTime();
    record.run(book);
    cpu[round] = THREADS.getCurrentThreadCpuTime() - cpuStart;
    wall[round] = System.nanoTime() - start;
  }

  private void print(String what, Streams own) {
    System.out.printf(
        "  %-14s %6.1f ns CPU a message, %6.1f ns elapsed, %5.1f times ours (CPU)%n",
        what, median(cpu) / stream.size, median(wall) / stream.size, median(cpu) / median(own.cpu));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
