package org.commonwatt.core;

import java.math.BigInteger;
import java.time.Instant;
import org.commonwatt.model.Command.AddEvidence;
import org.commonwatt.model.Command.DecideDispute;
import org.commonwatt.model.Command.OpenDispute;
import org.commonwatt.model.Command.WithdrawDispute;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Ruling;
import org.jspecify.annotations.Nullable;

/** Why what is asked about a dispute is refused, in the order of precedence of the codes. */
final class DisputeChecks {
  /** The longest reason, in characters. */
  static final int MAX_REASON = 1_000;

  /** The most open disputes of one participant in one slot. */
  static final int MAX_OPEN_OF_SLOT = 16;

  /** The most open disputes of one participant. */
  static final int MAX_OPEN = 1_000;

  /** The most evidence of one dispute. */
  static final int MAX_EVIDENCE = 16;

  private final SlotSchedule schedule;
  private final SettlementDesk settlements;
  private final Disputes disputes;

  DisputeChecks(SlotSchedule schedule, SettlementDesk settlements, Disputes disputes) {
    this.schedule = schedule;
    this.settlements = settlements;
    this.disputes = disputes;
  }

  @Nullable Rejection refusal(OpenDispute command) {
    Rejection malformed = malformed("participant", command.participant(), command.reason());
    Rules rules = schedule.rules();
    if (malformed != null || rules == null) {
      return malformed == null ? Refusals.notReady() : malformed;
    }
    String participant = command.participant();
    if (!schedule.isKnown(participant) && !disputes.isMember(participant)) {
      return Refusals.unknownParticipant(participant, rules);
    }
    Rejection rejection = OrderChecks.misaligned(command.slotStartMillis(), rules);
    if (rejection != null) {
      return rejection;
    }
    int first = disputes.firstOpenRun(command.slotStartMillis());
    DisputableBill bill = disputes.bill(command.slotStartMillis(), command.run());
    if (bill == null && (first < 0 || (command.run() >= 0 && command.run() < first))) {
      return withoutBill(command);
    }
    return bill == null ? unknownLine(command) : byBill(command, bill);
  }

  @Nullable Rejection refusal(AddEvidence command, @Nullable DisputeEntry entry) {
    Rejection rejection = byDispute(command.participant(), command.disputeId(), entry);
    if (rejection != null || entry == null || entry.evidence() < MAX_EVIDENCE) {
      return rejection;
    }
    return new Rejection(
        RejectionCode.DISPUTES_FULL,
        "dispute "
            + entry.id()
            + " has "
            + MAX_EVIDENCE
            + " pieces of evidence, which is all it takes: put several into one archive");
  }

  @Nullable Rejection refusal(DecideDispute command, @Nullable DisputeEntry entry) {
    Ruling ruling = command.ruling();
    Rejection malformed = malformed("decider", command.decider(), ruling.reason());
    if (malformed == null) {
      malformed = Refusals.unlessId("participant", command.participant());
    }
    Rules rules = schedule.rules();
    if (malformed != null || rules == null) {
      return malformed == null ? Refusals.notReady() : malformed;
    }
    DisputeRules who = rules.rulebook().disputes();
    if (who == null || !who.decider().equals(command.decider())) {
      return notDecider(command.decider(), who, rules);
    }
    long amount = ruling.correctedNano();
    boolean inRange = amount >= -Ruling.MAX_NANO && amount <= Ruling.MAX_NANO;
    if (!inRange || (!ruling.upheld() && amount != 0)) {
      return new Rejection(
          RejectionCode.VALUE_OUT_OF_RANGE,
          "the corrected amount "
              + amount
              + " must be within ±"
              + Ruling.MAX_NANO
              + ", and 0 when the dispute is dismissed");
    }
    Rejection rejection = byDispute(command.participant(), command.disputeId(), entry);
    return rejection == null && entry != null && ruling.upheld()
        ? byDifference(ruling.correctedNano(), entry.disputed())
        : rejection;
  }

  /** What is posted fits where a ruling's amount fits. */
  private static @Nullable Rejection byDifference(long corrected, @Nullable DisputedLine line) {
    if (line == null) {
      return null;
    }
    BigInteger difference =
        BigInteger.valueOf(corrected).subtract(BigInteger.valueOf(line.amountNano()));
    return difference.abs().compareTo(BigInteger.valueOf(Ruling.MAX_NANO)) <= 0
        ? null
        : new Rejection(
            RejectionCode.VALUE_OUT_OF_RANGE,
            "the corrected amount "
                + corrected
                + " must be within "
                + Ruling.MAX_NANO
                + " of the line's amount "
                + line.amountNano());
  }

  @Nullable Rejection refusal(WithdrawDispute command, @Nullable DisputeEntry entry) {
    return byDispute(command.participant(), command.disputeId(), entry);
  }

  static Rejection unknownLine(OpenDispute command) {
    return new Rejection(
        RejectionCode.UNKNOWN_BILL_LINE,
        "the slot of "
            + Instant.ofEpochMilli(command.slotStartMillis())
            + " is not settled, or run "
            + command.run()
            + " of the bill of "
            + command.participant()
            + " has no line "
            + command.line()
            + ": take run and line from GET /v1/bills");
  }

  static Rejection unknownDispute(long disputeId) {
    return new Rejection(
        RejectionCode.UNKNOWN_DISPUTE,
        "no dispute " + disputeId + " of this participant is open or was decided lately");
  }

  private @Nullable Rejection byDispute(
      String participant, long disputeId, @Nullable DisputeEntry entry) {
    Rejection malformed = Refusals.unlessId("participant", participant);
    if (malformed != null) {
      return malformed;
    }
    if (schedule.rules() == null) {
      return Refusals.notReady();
    }
    if (entry == null) {
      return unknownDispute(disputeId);
    }
    return entry.isDecided()
        ? new Rejection(
            RejectionCode.DISPUTE_CLOSED,
            "dispute " + disputeId + " was decided: look the decision up")
        : null;
  }

  /** Of a slot whose bill nobody may dispute now. */
  private Rejection withoutBill(OpenDispute command) {
    Rules rules = schedule.rulesOf(command.slotStartMillis());
    if (rules != null && rules.rulebook().disputes() == null) {
      return new Rejection(
          RejectionCode.NOT_IN_RULES,
          "rulebook "
              + rules.rulebook().version()
              + " names nobody who decides disputes: that needs disputes, fallbacks or guarantees");
    }
    return settlements.isSettled(command.slotStartMillis())
        ? new Rejection(
            RejectionCode.DEADLINE_PAST,
            "the time to dispute the bill of the slot of "
                + Instant.ofEpochMilli(command.slotStartMillis())
                + " is over: settle it outside the market")
        : unknownLine(command);
  }

  private @Nullable Rejection byBill(OpenDispute command, DisputableBill bill) {
    if (!bill.has(command.participant(), command.line())) {
      return unknownLine(command);
    }
    Long other = bill.disputeOf(command.line());
    if (other != null) {
      return new Rejection(
          RejectionCode.LINE_DISPUTED,
          "dispute " + other + " is about this line: look it up, or add evidence to it");
    }
    boolean full =
        bill.openOf(command.participant()) >= MAX_OPEN_OF_SLOT
            || disputes.openOf(command.participant()) >= MAX_OPEN;
    return full
        ? new Rejection(
            RejectionCode.DISPUTES_FULL,
            "a participant has at most "
                + MAX_OPEN_OF_SLOT
                + " open disputes of a slot and "
                + MAX_OPEN
                + " in all: wait for a decision, or withdraw one")
        : null;
  }

  private static Rejection notDecider(String decider, @Nullable DisputeRules who, Rules rules) {
    return new Rejection(
        RejectionCode.NOT_DECIDER,
        decider
            + " does not decide disputes: under rulebook "
            + rules.rulebook().version()
            + (who == null ? " nobody does" : " that is " + who.decider()));
  }

  private static @Nullable Rejection malformed(String what, String id, PersonalText reason) {
    Rejection malformed = Refusals.unlessId(what, id);
    String text = reason.text();
    if (malformed != null
        || (!text.isBlank() && text.codePointCount(0, text.length()) <= MAX_REASON)) {
      return malformed;
    }
    return new Rejection(
        RejectionCode.MALFORMED, "reason must be a text of 1 to " + MAX_REASON + " characters");
  }
}
