package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Command.AddEvidence;
import org.commonwatt.model.Command.DecideDispute;
import org.commonwatt.model.Command.OpenDispute;
import org.commonwatt.model.Command.WithdrawDispute;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.DisputeDecided;
import org.commonwatt.model.Event.DisputeEvidenceAdded;
import org.commonwatt.model.Event.DisputeOpened;
import org.commonwatt.model.Event.DisputeOverdue;
import org.commonwatt.model.Event.DisputeRejected;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.Hash;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.Safeguards;
import org.junit.jupiter.api.Test;

/** What is falsified of a dispute is found: its line, its times, its decision and its amount. */
class DisputeTamperingTest {
  private static final PersonalText WHY = PersonalText.clear("the meter was off");
  private static final Ruling UPHELD = new Ruling(true, -7, WHY);

  private final Day day = disputed();

  /**
   * Bob buys 100 Wh of Ann at the auction: lines 0 and 1 of the bill. Bob disputes his and is
   * right; Ann's dispute of hers is overdue.
   */
  private static Day disputed() {
    ContinuousDay day =
        ContinuousDay.under(
            ContinuousDay.rulebook(FeeMode.ON_TOP)
                .withSafeguards(new Safeguards(null, null, new DisputeRules("arbiter", 2, 1))));
    day.sell("ann", 100_000, 100);
    day.buy("bob", 200_000, 100);
    day.settle();
    day.add(open("bob", 0));
    day.add(open("bob", 1));
    day.add(open("ann", 1));
    day.add(new AddEvidence("ann", 2, Hash.ZERO));
    day.add(new DecideDispute("bob", "bob", 1, UPHELD));
    day.add(new DecideDispute("arbiter", "bob", 1, UPHELD));
    day.tick(80);
    day.add(new WithdrawDispute("bob", 2));
    return day.log();
  }

  private static OpenDispute open(String who, int line) {
    return new OpenDispute(who, ContinuousDay.START, 0, line, WHY, null);
  }

  @Test
  void theHonestDayPasses() {
    assertThat(count(DisputeOpened.class)).isEqualTo(2);
    assertThat(count(DisputeRejected.class)).isEqualTo(3);
    assertThat(count(DisputeDecided.class)).isEqualTo(1);
    assertThat(count(DisputeOverdue.class)).isEqualTo(1);
    assertThat(codes()).isEmpty();
  }

  @Test
  void anotherCorrectedAmountThanWasDecidedIsFound() {
    day.change(
        DisputeDecided.class,
        d ->
            new DisputeDecided(
                d.disputeId(),
                d.participant(),
                d.decider(),
                new Ruling(true, -8, WHY),
                d.timeMillis()));
    assertThat(codes()).containsExactly(FindingCode.DISPUTE_DIFFERS);
  }

  @Test
  void aDecisionThatIsToldAsADismissalIsFound() {
    day.change(
        DisputeDecided.class,
        d ->
            new DisputeDecided(
                d.disputeId(),
                d.participant(),
                d.decider(),
                new Ruling(false, 0, WHY),
                d.timeMillis()));
    assertThat(codes()).containsExactly(FindingCode.DISPUTE_DIFFERS);
  }

  @Test
  void aDecisionByWhoMayNotDecideIsFound() {
    replaceRefusal(RejectionCode.NOT_DECIDER, new DisputeDecided(1, "bob", "bob", UPHELD, clock()));
    assertThat(codes()).containsExactly(FindingCode.DISPUTE_DIFFERS);
  }

  @Test
  void aDisputeOfTheLineOfAnotherIsFound() {
    replaceRefusal(
        RejectionCode.UNKNOWN_BILL_LINE,
        new DisputeOpened(
            2, "bob", ContinuousDay.SLOT, 0, 1, WHY, null, clock(), clock() + 3_600_000));
    assertThat(codes()).startsWith(FindingCode.DISPUTE_DIFFERS);
  }

  @Test
  void aRefusalOfADisputeThatTheRulesAcceptIsFound() {
    day.change(
        DisputeEvidenceAdded.class,
        e -> new DisputeEvidenceAdded(e.disputeId(), e.participant(), Hash.of(new byte[] {1})));
    assertThat(codes()).containsExactly(FindingCode.DISPUTE_DIFFERS);
  }

  @Test
  void aDeadlineThatIsToldLaterIsFound() {
    day.change(
        DisputeOpened.class,
        o ->
            new DisputeOpened(
                o.disputeId(),
                o.participant(),
                o.slot(),
                o.run(),
                o.line(),
                o.reason(),
                o.evidence(),
                o.timeMillis(),
                o.decideByMillis() + 1));
    assertThat(codes()).containsOnly(FindingCode.DISPUTE_DIFFERS).hasSize(2);
  }

  @Test
  void anOverdueDisputeThatNobodyTellsOfIsFound() {
    day.change(DisputeOverdue.class, overdue -> null);
    assertThat(codes()).startsWith(FindingCode.EVENT_MISSING);
  }

  @Test
  void anotherReasonForARefusalIsFound() {
    day.change(
        DisputeRejected.class,
        r ->
            new DisputeRejected(
                r.account(), r.disputeId(), new Rejection(RejectionCode.DEADLINE_PAST, "no")));
    assertThat(codes()).containsOnly(FindingCode.REJECTION_CODE_DIFFERS).hasSize(3);
  }

  private void replaceRefusal(RejectionCode code, Event event) {
    for (int frame = 0; ; frame++) {
      List<Event> events = day.events(frame, 0);
      if (events.get(0) instanceof DisputeRejected refused && refused.rejection().code() == code) {
        events.set(0, event);
        return;
      }
    }
  }

  private static long clock() {
    return ContinuousDay.START + 15 * ContinuousDay.MINUTE;
  }

  private int count(Class<? extends Event> type) {
    int count = 0;
    for (StoredRecord record : day.events()) {
      for (byte[] bytes : EventCodec.splitFrame(record.bytes())) {
        if (type.isInstance(EventCodec.decodeEvent(bytes).event())) {
          count++;
        }
      }
    }
    return count;
  }

  private List<FindingCode> codes() {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), new FakeLedger()))
        .findings()
        .stream()
        .map(Finding::code)
        .filter(code -> code.compareTo(FindingCode.BATCH_UNCONFIRMED) < 0)
        .toList();
  }
}
