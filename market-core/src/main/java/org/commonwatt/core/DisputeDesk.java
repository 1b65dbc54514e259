package org.commonwatt.core;

import org.commonwatt.core.settlement.Correction;
import org.commonwatt.model.Command.AddEvidence;
import org.commonwatt.model.Command.DecideDispute;
import org.commonwatt.model.Command.OpenDispute;
import org.commonwatt.model.Command.WithdrawDispute;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event.DisputeDecided;
import org.commonwatt.model.Event.DisputeEvidenceAdded;
import org.commonwatt.model.Event.DisputeOpened;
import org.commonwatt.model.Event.DisputeOverdue;
import org.commonwatt.model.Event.DisputeRejected;
import org.commonwatt.model.Event.DisputeWithdrawn;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * Takes disputes of bill lines: their opening, evidence, decision and withdrawal. A decision states
 * an amount; a run posts the difference only under a rulebook that says so. Who is not decided in
 * time stays open: it is never dismissed by silence.
 */
final class DisputeDesk {
  private final Disputes disputes = new Disputes();
  private final DisputeChecks checks;
  private final SettlementDesk settlements;

  DisputeDesk(SlotSchedule schedule, SettlementDesk settlements) {
    this.settlements = settlements;
    this.checks = new DisputeChecks(schedule, settlements, disputes);
  }

  /** A slot was settled: from now on the lines of its bill may be disputed. */
  void settled(SlotState slot, SlotSettled settled, long nowMillis) {
    DisputeRules rules = slot.rules().rulebook().disputes();
    if (rules != null) {
      SlotRevised run = new SlotRevised(settled.batch(), 0, settled.billLines());
      disputes.add(DisputableBill.of(slot, run, rules, nowMillis));
    }
  }

  /** A later run was made: its lines may be disputed, too, if corrections are posted. */
  void revised(SlotState slot, SlotRevised revised, long nowMillis) {
    DisputeRules rules = slot.rules().rulebook().disputes();
    if (rules != null && rules.corrections()) {
      disputes.add(DisputableBill.of(slot, revised, rules, nowMillis));
    }
  }

  /** The number of the run that posts a correction of a slot, which is made now. */
  int nextRun(long slotStartMillis) {
    return disputes.nextRun(slotStartMillis);
  }

  /** How many disputes were ever opened. */
  long opened() {
    return disputes.opened();
  }

  /** Whether a dispute may lead to a correction of a slot. */
  boolean mayCorrect(long slotStartMillis) {
    return disputes.mayCorrect(slotStartMillis);
  }

  /** Whether a dispute may lead to a correction, or one is to be posted or confirmed. */
  boolean mayCorrect() {
    return disputes.haveCorrectable() || settlements.awaitsCorrections();
  }

  void open(OpenDispute command, long nowMillis, EventSink sink) {
    Rejection rejection = checks.refusal(command);
    DisputableBill bill = disputes.bill(command.slotStartMillis(), command.run());
    if (rejection != null || bill == null) {
      Rejection told = rejection == null ? DisputeChecks.unknownLine(command) : rejection;
      sink.emit(new DisputeRejected(command.participant(), 0, told));
      return;
    }
    DisputedLine line = bill.line(command.line());
    DisputeOpened opened =
        new DisputeOpened(
            disputes.nextId(),
            command.participant(),
            bill.slot(),
            command.run(),
            command.line(),
            command.reason(),
            command.evidence(),
            nowMillis,
            bill.decideByMillis(nowMillis),
            line == null ? 0 : bill.untilMillis());
    disputes.add(DisputeEntry.of(opened, line));
    sink.emit(opened);
  }

  void addEvidence(AddEvidence command, EventSink sink) {
    DisputeEntry entry = disputes.find(command.participant(), command.disputeId());
    Rejection rejection = checks.refusal(command, entry);
    if (rejection != null || entry == null) {
      refuse(command.participant(), command.disputeId(), rejection, sink);
      return;
    }
    entry.addEvidence();
    sink.emit(new DisputeEvidenceAdded(entry.id(), command.participant(), command.evidence()));
  }

  void decide(DecideDispute command, long nowMillis, EventSink sink) {
    DisputeEntry entry = disputes.find(command.participant(), command.disputeId());
    Rejection rejection = checks.refusal(command, entry);
    if (rejection != null || entry == null) {
      refuse(command.decider(), command.disputeId(), rejection, sink);
      return;
    }
    entry.decide();
    disputes.close(entry);
    sink.emit(
        new DisputeDecided(
            entry.id(), command.participant(), command.decider(), command.ruling(), nowMillis));
    Correction correction =
        command.ruling().upheld() ? entry.correction(command.ruling().correctedNano()) : null;
    if (correction != null) {
      settlements.correct(correction);
    }
  }

  void withdraw(WithdrawDispute command, EventSink sink) {
    DisputeEntry entry = disputes.find(command.participant(), command.disputeId());
    Rejection rejection = checks.refusal(command, entry);
    if (rejection != null || entry == null) {
      refuse(command.participant(), command.disputeId(), rejection, sink);
      return;
    }
    disputes.close(entry);
    sink.emit(new DisputeWithdrawn(entry.id(), command.participant()));
  }

  /** The market's clock stands at an instant: tells what is overdue, and closes bills. */
  void advance(long timeMillis, EventSink sink) {
    disputes.passDeadlines(
        timeMillis,
        entry ->
            sink.emit(new DisputeOverdue(entry.id(), entry.participant(), entry.decideByMillis())));
    disputes.closeBills(timeMillis);
    disputes.forgetRuns(settlements::mayRunAgain);
  }

  void save(StateWriter out) {
    disputes.save(out);
  }

  void restore(StateReader in) {
    disputes.restore(in);
  }

  private static void refuse(
      String account, long disputeId, @Nullable Rejection rejection, EventSink sink) {
    Rejection told = rejection == null ? DisputeChecks.unknownDispute(disputeId) : rejection;
    sink.emit(new DisputeRejected(account, disputeId, told));
  }
}
