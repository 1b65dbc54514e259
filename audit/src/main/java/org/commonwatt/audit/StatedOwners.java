package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.Event.BillPart;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;

/** Whose the lines of a bill are as the log says: what stays readable of lines that were erased. */
final class StatedOwners {
  private final List<String> owners = new ArrayList<>();

  private StatedOwners() {}

  /** By line; empty when the log has no such bill. */
  static List<String> of(@Nullable EventGroup group, DeliverySlot slot) {
    StatedOwners stated = new StatedOwners();
    for (EventEnvelope envelope : group == null ? List.<EventEnvelope>of() : group.events()) {
      if (envelope.event() instanceof BillPart part && part.slot().equals(slot)) {
        stated.add(part.billLines(), part.erasedLines());
      } else if (envelope.event() instanceof SlotSettled settled
          && settled.batch().slot().equals(slot)) {
        stated.add(settled.billLines(), settled.erasedLines());
      }
    }
    return List.copyOf(stated.owners);
  }

  /** An erased line says at which index it stands; the readable ones are between them. */
  private void add(List<BillLine> lines, List<ErasedLine> erased) {
    int nextLine = 0;
    int nextErased = 0;
    while (nextLine < lines.size() || nextErased < erased.size()) {
      boolean gone =
          nextErased < erased.size()
              && (nextLine == lines.size() || erased.get(nextErased).index() <= owners.size());
      owners.add(
          gone ? erased.get(nextErased++).participant() : lines.get(nextLine++).participant());
    }
  }
}
