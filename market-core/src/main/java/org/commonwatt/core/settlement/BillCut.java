package org.commonwatt.core.settlement;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BillPart;
import org.commonwatt.model.Event.SlotSettled;

/** Cuts a bill into events that are not too large, however much was traded. */
public final class BillCut {
  private BillCut() {}

  /**
   * A settlement as it is told: full parts first, then the settlement with the lines that are left.
   * A bill of no more lines than one event holds has no parts.
   *
   * @param settled a settlement with all its lines
   * @param maxLines how many lines one event holds, usually {@link SlotSettled#MAX_LINES}
   */
  public static List<Event> of(SlotSettled settled, int maxLines) {
    List<BillLine> lines = settled.billLines();
    List<Event> events = new ArrayList<>();
    int from = 0;
    while (lines.size() - from > maxLines) {
      events.add(new BillPart(settled.batch().slot(), from, lines.subList(from, from + maxLines)));
      from += maxLines;
    }
    events.add(
        new SlotSettled(settled.batch(), from, lines.subList(from, lines.size()), List.of()));
    return events;
  }
}
