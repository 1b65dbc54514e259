package org.commonwatt.cli.demo;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.commonwatt.engine.MarketStatus;

/**
 * One line that says how far the demo is: rewritten in place on a terminal, a new line every few
 * seconds elsewhere.
 */
final class ProgressLine {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final long TERMINAL_NANOS = 200_000_000L;
  private static final long LINE_NANOS = 5_000_000_000L;

  private final PrintWriter out;
  private final boolean terminal;
  private final ZoneOffset offset;
  private long last = Long.MIN_VALUE;
  private String text = "";
  private String printed = "";

  /**
   * A progress line.
   *
   * @param out where to
   * @param terminal whether a line can be rewritten
   * @param offset of the local time to show
   */
  ProgressLine(PrintWriter out, boolean terminal, ZoneOffset offset) {
    this.out = out;
    this.terminal = terminal;
    this.offset = offset;
  }

  /** Shows the state, unless the last one is too fresh. */
  void show(Instant simulated, long readings, MarketStatus status) {
    text =
        "%s  readings %d  orders %d  trades %d  settled slots %d  on the ledger %d"
            .formatted(
                LOCAL.format(simulated.atOffset(offset)),
                readings,
                status.orders(),
                status.trades(),
                status.settledSlots(),
                status.recordedSlots());
    long now = System.nanoTime();
    if (last == Long.MIN_VALUE || now - last >= (terminal ? TERMINAL_NANOS : LINE_NANOS)) {
      last = now;
      print();
    }
  }

  /** Says something in a line of its own. */
  void tell(String line) {
    if (terminal && !text.isEmpty()) {
      out.println();
    }
    out.println(line);
    out.flush();
  }

  /** Shows the last state for good. */
  void done() {
    if (!text.equals(printed)) {
      print();
    }
    if (terminal) {
      out.println();
    }
  }

  private void print() {
    printed = text;
    if (terminal) {
      out.print("\r" + text + "  ");
    } else {
      out.println(text);
    }
    out.flush();
  }
}
