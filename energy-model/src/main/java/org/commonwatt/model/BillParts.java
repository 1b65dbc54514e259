package org.commonwatt.model;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Event.BillPart;
import org.commonwatt.model.Event.SlotSettled;
import org.jspecify.annotations.Nullable;

/**
 * Joins the parts of bills, for readers that look at a whole one. It believes the log that it
 * reads: whether the parts are those of the bill is the audit's question.
 */
public final class BillParts {
  private final List<BillLine> lines = new ArrayList<>();
  private final List<ErasedLine> erased = new ArrayList<>();

  /**
   * Takes the next event of a market.
   *
   * @return the event itself; of a settlement that was told in parts, one with all its lines; null
   *     for a part that another event follows
   */
  public @Nullable Event join(Event event) {
    if (event instanceof BillPart part) {
      lines.addAll(part.billLines());
      erased.addAll(part.erasedLines());
      return null;
    }
    if (event instanceof SlotSettled last && last.firstLine() > 0) {
      lines.addAll(last.billLines());
      erased.addAll(last.erasedLines());
      SlotSettled whole = new SlotSettled(last.batch(), lines, erased);
      lines.clear();
      erased.clear();
      return whole;
    }
    return event;
  }
}
