package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BillPart;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.EventEnvelope;

/**
 * Puts the bills that are told in parts together, and checks that each is cut where it must be:
 * every part is full, begins where the one before ended, and stands right before its settlement.
 */
final class StatedBills {
  private final Findings findings;
  private final int fullPart;
  private final List<BillPart> parts = new ArrayList<>(); // whose settlement is not seen yet

  /**
   * No bill yet.
   *
   * @param fullPart lines of a full part, and the most of a settlement
   */
  StatedBills(Findings findings, int fullPart) {
    this.findings = findings;
    this.fullPart = fullPart;
  }

  /** The events of a command with each bill in one piece, in its settlement. */
  EventGroup whole(EventGroup group) {
    if (group.events().stream().noneMatch(event -> isOfBill(event.event()))) {
      return group;
    }
    List<EventEnvelope> events = new ArrayList<>();
    for (int i = 0; i < group.events().size(); i++) {
      EventEnvelope envelope = group.events().get(i);
      if (envelope.event() instanceof BillPart part) {
        add(group.place(i), part);
      } else if (envelope.event() instanceof SlotSettled settled) {
        events.add(copy(envelope, end(group.place(i), settled)));
      } else {
        requireNone(group.place(i));
        events.add(envelope);
      }
    }
    requireNone(group.place());
    return new EventGroup(group.commandOffset(), group.commandIndex(), events);
  }

  private static boolean isOfBill(Event event) {
    return event instanceof BillPart || event instanceof SlotSettled;
  }

  private void add(Place place, BillPart part) {
    if (!parts.isEmpty() && !parts.get(0).slot().equals(part.slot())) {
      requireNone(place);
    }
    expect(place.withSlot(part.slot()), lines(), part.firstLine(), "a part from line ");
    int size = part.billLines().size() + part.erasedLines().size();
    expect(place.withSlot(part.slot()), fullPart, size, "a part with so many lines: ");
    parts.add(part);
  }

  private SlotSettled end(Place eventPlace, SlotSettled last) {
    Place place = eventPlace.withSlot(last.batch().slot()).withBatch(last.batch().batchId());
    if (!parts.isEmpty() && !parts.get(0).slot().equals(last.batch().slot())) {
      requireNone(place);
    }
    expect(place, lines(), last.firstLine(), "the lines that parts do not hold, from ");
    int size = last.billLines().size() + last.erasedLines().size();
    if (size > fullPart || (size == 0 && !parts.isEmpty())) {
      differs(place, "1 to " + fullPart + " lines beside the batch", size);
    }
    List<BillLine> lines = new ArrayList<>();
    List<ErasedLine> erased = new ArrayList<>();
    for (BillPart part : parts) {
      lines.addAll(part.billLines());
      erased.addAll(part.erasedLines());
    }
    parts.clear();
    lines.addAll(last.billLines());
    erased.addAll(last.erasedLines());
    return new SlotSettled(last.batch(), lines, erased);
  }

  private int lines() {
    return parts.stream()
        .mapToInt(part -> part.billLines().size() + part.erasedLines().size())
        .sum();
  }

  private void requireNone(Place place) {
    if (!parts.isEmpty()) {
      differs(
          place.withSlot(parts.get(0).slot()),
          "the settlement right after the parts of its bill",
          parts.size() + " parts without it");
      parts.clear();
    }
  }

  private void expect(Place place, int expected, int found, String what) {
    if (expected != found) {
      differs(place, what + expected, found);
    }
  }

  private void differs(Place place, String expected, Object found) {
    findings.add(FindingCode.BILL_PART_DIFFERS, place, "expected " + expected + ", found " + found);
  }

  private static EventEnvelope copy(EventEnvelope envelope, Event event) {
    return new EventEnvelope(
        envelope.commandOffset(),
        envelope.commandIndex(),
        envelope.index(),
        envelope.count(),
        envelope.sequence(),
        envelope.previousHash(),
        event);
  }
}
