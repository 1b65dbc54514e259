package org.commonwatt.benchmarks.audit;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import org.commonwatt.audit.Audit;
import org.commonwatt.audit.AuditInput;
import org.commonwatt.audit.AuditReport;

/**
 * Prints a row for {@code docs/performance.md}: how long {@code audit verify} takes over the log of
 * a market, from stored bytes in memory to the verdict, elapsed and as processor time of its one
 * thread. {@code Recomputation [orders] [slots]}.
 */
public final class Recomputation {
  private static final long ORDERS = 1_000_000;
  private static final int SLOTS = 96;

  private Recomputation() {}

  /** Records a market and audits it. */
  public static void main(String[] arguments) {
    long orders = arguments.length > 0 ? Long.parseLong(arguments[0]) : ORDERS;
    int slots = arguments.length > 1 ? Integer.parseInt(arguments[1]) : SLOTS;
    RecordedMarket market = RecordedMarket.of(orders, slots);
    System.gc();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long spent = threads.getCurrentThreadCpuTime();
    long begun = System.nanoTime();
    AuditReport report =
        Audit.verify(AuditInput.of(market.commands(), market.events(), market.ledger()));
    double seconds = (System.nanoTime() - begun) / 1e9;
    double processor = (threads.getCurrentThreadCpuTime() - spent) / 1e9;
    if (!report.passed()) {
      throw new IllegalStateException("the audit fails: " + report.findings().get(0));
    }
    System.out.printf(
        Locale.ROOT,
        "| %,d orders, %,d trades, %d batches | %,d commands, %,d events, %,d MiB | %.1f s | %.1f s"
            + " |%n",
        report.counts().orders(),
        report.counts().trades(),
        report.counts().confirmedBatches(),
        report.counts().commands(),
        report.counts().events(),
        market.bytes() >> 20,
        seconds,
        processor);
  }
}
