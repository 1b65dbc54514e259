package org.commonwatt.core;

import org.commonwatt.model.Event.DisputeOpened;

/** A dispute that is open, or was decided while its bill may still be disputed. */
final class DisputeEntry {
  private final long id;
  private final String participant;
  private final long slotStartMillis;
  private final int line;
  private final long decideByMillis;
  private int evidence;
  private boolean decided;
  private boolean overdue;

  private DisputeEntry(
      long id, String participant, long slotStartMillis, int line, long decideByMillis) {
    this.id = id;
    this.participant = participant;
    this.slotStartMillis = slotStartMillis;
    this.line = line;
    this.decideByMillis = decideByMillis;
  }

  /** One that was opened just now. */
  static DisputeEntry of(DisputeOpened event) {
    DisputeEntry entry =
        new DisputeEntry(
            event.disputeId(),
            event.participant(),
            event.slot().startMillis(),
            event.line(),
            event.decideByMillis());
    entry.evidence = event.evidence() == null ? 0 : 1;
    return entry;
  }

  long id() {
    return id;
  }

  String participant() {
    return participant;
  }

  long slotStartMillis() {
    return slotStartMillis;
  }

  int line() {
    return line;
  }

  long decideByMillis() {
    return decideByMillis;
  }

  /** How many pieces of evidence it has. */
  int evidence() {
    return evidence;
  }

  boolean isDecided() {
    return decided;
  }

  /** Whether it was told that nobody decided it in time. */
  boolean isOverdue() {
    return overdue;
  }

  void addEvidence() {
    evidence++;
  }

  void decide() {
    decided = true;
  }

  void becomeOverdue() {
    overdue = true;
  }

  void save(StateWriter out) {
    out.number(id);
    out.text(participant);
    out.number(slotStartMillis);
    out.number(line);
    out.number(decideByMillis);
    out.number(evidence);
    out.number(decided ? 1 : 0);
    out.number(overdue ? 1 : 0);
  }

  static DisputeEntry restore(StateReader in) {
    DisputeEntry entry =
        new DisputeEntry(in.number(), in.text(), in.number(), in.count(), in.number());
    entry.evidence = in.count();
    entry.decided = in.number() == 1;
    entry.overdue = in.number() == 1;
    return entry;
  }
}
