package org.commonwatt.audit.explain;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.audit.BatchHashes;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/** The lines of one participant in a settlement of one slot. */
final class RunLines {
  private final String participant;
  private final long start;
  private final LineQualities qualities;
  private final List<String> missing;

  /**
   * Lines.
   *
   * @param qualities knows what was settled of the slot
   * @param missing gets a sentence for each that cannot be read
   */
  RunLines(String participant, long start, LineQualities qualities, List<String> missing) {
    this.participant = participant;
    this.start = start;
    this.qualities = qualities;
    this.missing = missing;
  }

  /** An erased line says at which index it stands; the readable ones are between them. */
  List<Explanation.Line> of(SlotSettled slot, int run) {
    List<Explanation.Line> lines = new ArrayList<>();
    int total = slot.billLines().size() + slot.erasedLines().size();
    int nextLine = 0;
    int nextErased = 0;
    for (int index = 0; index < total; index++) {
      String id = Explainer.lineId(start, run, index);
      ErasedLine erased =
          nextErased < slot.erasedLines().size() ? slot.erasedLines().get(nextErased) : null;
      boolean gone =
          erased != null && (erased.index() == index || nextLine == slot.billLines().size());
      if (gone && erased != null) {
        nextErased++;
        if (erased.participant().equals(participant)) {
          missing.add("line " + id + " cannot be read: its key is not here or was erased");
          lines.add(gone(id, erased));
        }
      } else {
        BillLine line = slot.billLines().get(nextLine++);
        if (line.participant().equals(participant)) {
          lines.add(line(id, line, qualities.of(line, run)));
        }
      }
    }
    return lines;
  }

  private static Explanation.Line gone(String id, ErasedLine erased) {
    String hash = erased.seal().leafHash().hex();
    String rule = "only the hash of its leaf is left";
    return new Explanation.Line(id, null, null, 0, 0, 0, null, null, hash, rule);
  }

  private static Explanation.Line line(String id, BillLine line, @Nullable Quality quality) {
    return new Explanation.Line(
        id,
        line.kind().name(),
        line.counterparty(),
        line.tradeId(),
        line.energyWh(),
        line.priceMicroPerKwh(),
        Long.toString(line.amountNano()),
        quality == null ? null : quality.name(),
        BatchHashes.leafHash(line).hex(),
        LineRule.of(line));
  }
}
