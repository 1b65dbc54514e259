package org.commonwatt.cli.book;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.commonwatt.model.Hash;

/** Measures how long the book takes for the messages of a stream. */
public final class BookBench {
  private static final int WARM_UPS = 3;
  private static final long IDLE_NANOS = 100_000_000;
  private static final long PATIENCE_NANOS = 3_000_000_000L;

  private BookBench() {}

  /**
   * The figures.
   *
   * @param messages number of messages
   * @param report SHA-256 of the report lines
   * @param nanosPerMessage median over the measured passes, ns
   * @param messagesPerSecond the same as a rate, 0 for an empty stream
   * @param rounds number of measured passes
   */
  public record Figures(
      int messages, Hash report, double nanosPerMessage, long messagesPerSecond, int rounds) {}

  /**
   * Reads a stream, replays it three times to warm up, then measures; each pass starts from an
   * empty book. Reading the stream and writing the report are not measured; keeping the events is.
   *
   * @param rounds number of measured passes, at least 1
   * @param nanoTime a clock for durations
   * @throws StreamException when the stream cannot be used
   */
  public static Figures run(InputStream in, int rounds, LongSupplier nanoTime)
      throws IOException, StreamException {
    OrderStream stream = OrderStream.read(in);
    BookReplay replay = new BookReplay(stream);
    for (int i = 0; i < WARM_UPS; i++) {
      replay.reset();
      replay.run();
    }
    Hash report = ReplayReport.hash(stream, replay.log());
    awaitCompiler(nanoTime);
    long[] nanos = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      replay.reset();
      long start = nanoTime.getAsLong();
      replay.run();
      nanos[i] = nanoTime.getAsLong() - start;
    }
    if (!report.equals(ReplayReport.hash(stream, replay.log()))) {
      throw new IllegalStateException("two passes over one stream differ");
    }
    Arrays.sort(nanos);
    double median = (nanos[(rounds - 1) / 2] + nanos[rounds / 2]) / 2.0;
    return figures(stream.size(), report, median, rounds);
  }

  private static Figures figures(int messages, Hash report, double nanos, int rounds) {
    if (messages == 0 || nanos == 0) {
      return new Figures(messages, report, 0, 0, rounds);
    }
    double each = Math.round(nanos / messages * 10) / 10.0;
    return new Figures(messages, report, each, Math.round(messages * 1e9 / nanos), rounds);
  }

  /** Waits until the just-in-time compiler has nothing to do, so that it is not measured too. */
  private static void awaitCompiler(LongSupplier nanoTime) {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    if (compiler == null || !compiler.isCompilationTimeMonitoringSupported()) {
      return;
    }
    long begin = nanoTime.getAsLong();
    long idleSince = begin;
    long spent = compiler.getTotalCompilationTime();
    while (nanoTime.getAsLong() - idleSince < IDLE_NANOS
        && nanoTime.getAsLong() - begin < PATIENCE_NANOS) {
      Thread.onSpinWait();
      if (compiler.getTotalCompilationTime() != spent) {
        spent = compiler.getTotalCompilationTime();
        idleSince = nanoTime.getAsLong();
      }
    }
  }
}
