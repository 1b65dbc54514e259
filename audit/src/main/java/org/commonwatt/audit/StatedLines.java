package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.Event.BillPart;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a bill: whose they are stays readable of lines that were erased.
 *
 * @param owners by line; empty when the log has no such bill
 * @param readable the lines that were not erased, by index
 */
record StatedLines(List<String> owners, Map<Integer, BillLine> readable) {
  /** Lines that can all be read. */
  static StatedLines of(List<BillLine> lines) {
    StatedLines all = new StatedLines(new ArrayList<>(), new HashMap<>());
    all.add(lines, List.of());
    return all;
  }

  /** Those of a batch, as the log states them. */
  static StatedLines of(@Nullable EventGroup group, SettlementBatch batch) {
    StatedLines stated = new StatedLines(new ArrayList<>(), new HashMap<>());
    for (EventEnvelope envelope : group == null ? List.<EventEnvelope>of() : group.events()) {
      if (envelope.event() instanceof BillPart part
          && batch.isInitial()
          && part.slot().equals(batch.slot())) {
        stated.add(part.billLines(), part.erasedLines());
      } else if (envelope.event() instanceof SlotSettled settled
          && settled.batch().batchId().equals(batch.batchId())) {
        stated.add(settled.billLines(), settled.erasedLines());
      } else if (envelope.event() instanceof SlotRevised revised
          && revised.batch().batchId().equals(batch.batchId())) {
        stated.add(revised.billLines(), revised.erasedLines());
      }
    }
    return stated;
  }

  /** An erased line says at which index it stands; the readable ones are between them. */
  private void add(List<BillLine> lines, List<ErasedLine> erased) {
    int nextLine = 0;
    int nextErased = 0;
    while (nextLine < lines.size() || nextErased < erased.size()) {
      boolean gone =
          nextErased < erased.size()
              && (nextLine == lines.size() || erased.get(nextErased).index() <= owners.size());
      if (gone) {
        owners.add(erased.get(nextErased++).participant());
      } else {
        readable.put(owners.size(), lines.get(nextLine));
        owners.add(lines.get(nextLine++).participant());
      }
    }
  }
}
