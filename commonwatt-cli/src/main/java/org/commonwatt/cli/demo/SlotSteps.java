package org.commonwatt.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.commonwatt.model.DeliverySlot;

/**
 * Stops before the auction of each traded slot until somebody says that it may go on: a line for
 * each slot. When no more lines can come, nothing stops any more.
 */
final class SlotSteps implements Pace {
  private final DemoPlan plan;
  private final BufferedReader lines;
  private final PrintWriter out;
  private boolean ended;

  /**
   * Steps.
   *
   * @param lines each lets one slot pass, whatever it says
   * @param out is told before which slot time stands still
   */
  SlotSteps(DemoPlan plan, BufferedReader lines, PrintWriter out) {
    this.plan = plan;
    this.lines = lines;
    this.out = out;
  }

  @Override
  public void await(Instant next) {
    if (ended || !plan.isBorder(next)) {
      return;
    }
    for (DeliverySlot slot : plan.slotsWithGateAt(next)) {
      out.println(
          "Waiting before the auction of "
              + Instant.ofEpochMilli(slot.startMillis())
              + "; press Enter to go on by one slot.");
      out.flush();
      ended = isEnd();
    }
  }

  private boolean isEnd() {
    try {
      return lines.readLine() == null;
    } catch (IOException e) {
      throw new UncheckedIOException("the standard input cannot be read", e);
    }
  }
}
