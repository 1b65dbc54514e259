package org.commonwatt.core;

import org.commonwatt.core.settlement.Correction;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.DisputeOpened;
import org.jspecify.annotations.Nullable;

/** A dispute that is open, or was decided while its bill may still be disputed. */
final class DisputeEntry {
  private final long id;
  private final String participant;
  private final long slotStartMillis;
  private final int slotMinutes;
  private final int run;
  private final int line;
  private final @Nullable DisputedLine disputed; // null when no correction is posted
  private final long decideByMillis;
  private int evidence;
  private boolean decided;
  private boolean overdue;

  private DisputeEntry(
      long id, String participant, Where where, long decideByMillis, @Nullable DisputedLine line) {
    this.id = id;
    this.participant = participant;
    this.slotStartMillis = where.slotStartMillis();
    this.slotMinutes = where.slotMinutes();
    this.run = where.run();
    this.line = where.line();
    this.decideByMillis = decideByMillis;
    this.disputed = line;
  }

  /** Which line. */
  private record Where(long slotStartMillis, int slotMinutes, int run, int line) {}

  /**
   * One that was opened just now.
   *
   * @param line what a correction of its line goes by, null when none is posted
   */
  static DisputeEntry of(DisputeOpened event, @Nullable DisputedLine line) {
    Where where =
        new Where(event.slot().startMillis(), event.slot().minutes(), event.run(), event.line());
    DisputeEntry entry =
        new DisputeEntry(
            event.disputeId(), event.participant(), where, event.decideByMillis(), line);
    entry.evidence = event.evidence() == null ? 0 : 1;
    return entry;
  }

  /** What a correction of its line goes by; null when none is posted. */
  @Nullable DisputedLine disputed() {
    return disputed;
  }

  /**
   * What is to be posted when the line's amount becomes another one; null when nothing is.
   *
   * @param correctedNano what the amount should be, nano-currency
   */
  @Nullable Correction correction(long correctedNano) {
    if (disputed == null || correctedNano == disputed.amountNano()) {
      return null;
    }
    return new Correction(
        id,
        participant,
        disputed.counterparty(),
        disputed.ofMember(),
        new DeliverySlot(slotStartMillis, slotMinutes),
        Math.subtractExact(correctedNano, disputed.amountNano()),
        disputed.ground());
  }

  int run() {
    return run;
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
    out.number(slotMinutes);
    out.number(run);
    out.number(line);
    out.number(decideByMillis);
    out.number(disputed == null ? 0 : 1);
    if (disputed != null) {
      disputed.save(out);
    }
    out.number(evidence);
    out.number(decided ? 1 : 0);
    out.number(overdue ? 1 : 0);
  }

  static DisputeEntry restore(StateReader in) {
    long id = in.number();
    String participant = in.text();
    Where where = new Where(in.number(), in.count(), in.count(), in.count());
    long decideBy = in.number();
    DisputedLine line = in.number() == 1 ? DisputedLine.restore(in) : null;
    DisputeEntry entry = new DisputeEntry(id, participant, where, decideBy, line);
    entry.evidence = in.count();
    entry.decided = in.number() == 1;
    entry.overdue = in.number() == 1;
    return entry;
  }
}
