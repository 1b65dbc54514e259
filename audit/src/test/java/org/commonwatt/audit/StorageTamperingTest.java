package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.model.Command.CommitStorage;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Command.ReportOutage;
import org.commonwatt.model.Command.ReportStateOfCharge;
import org.commonwatt.model.Command.WithdrawCommitment;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CommitmentLost;
import org.commonwatt.model.Event.StateOfChargeRecorded;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Event.StorageRegistered;
import org.commonwatt.model.Event.StorageRejected;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageLimit;
import org.commonwatt.model.StorageRefused;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.junit.jupiter.api.Test;

/** What is falsified of storage units is found. */
class StorageTamperingTest {
  private static final long HOUR = 3_600_000;
  private static final long FIRST = Math.floorDiv(ContinuousDay.START, HOUR) * HOUR + 12 * HOUR;

  private final Day day = stored();

  /**
   * Ann's unit of 1,000 Wh plans to charge 500; room for 600 more is refused, 300 taken, which an
   * outage takes away again; the plan stays.
   */
  private static Day stored() {
    ContinuousDay day = unit();
    day.add(new CommitStorage("ann", "u", plan(-500)));
    day.add(new CommitStorage("ann", "u", room("a", 600)));
    day.add(new CommitStorage("ann", "u", room("b", 300)));
    day.add(new ReportOutage("ann", "u", FIRST + HOUR, FIRST + 2 * HOUR, 0));
    day.add(new WithdrawCommitment("bob", "u", "plan"));
    return day.log();
  }

  /** A day with Ann's unit of 1,000 Wh, which is empty. */
  static ContinuousDay unit() {
    ContinuousDay day =
        ContinuousDay.under(
            ContinuousDay.rulebook(FeeMode.ON_TOP)
                .withSafeguards(
                    Safeguards.NONE.withRegistration(
                        new Registration("registrar", false, "meters", false, "bank", 5))));
    StorageSpec.Rating rating =
        new StorageSpec.Rating(8_000, 8_000, 1_000, 0, 1_000_000, 1_000_000, -1);
    day.add(new RegisterStorage("meters", new StorageSpec("u", "ann", "east", rating, 2_000, "")));
    StorageState empty =
        new StorageState(
            Math.floorDiv(ContinuousDay.START, HOUR) * HOUR - 2 * HOUR, 0, 0, List.of(), List.of());
    day.add(new ReportStateOfCharge("meters", "u", empty));
    return day;
  }

  private static StorageCommitment plan(long injectionWh) {
    return new StorageCommitment(
        "plan",
        "ann",
        Kind.FIRM_SCHEDULE,
        FIRST,
        FIRST + HOUR,
        0,
        0,
        0,
        0,
        List.of(injectionWh, 0L, 0L, 0L));
  }

  /** Room of Ann's for an hour. */
  static StorageCommitment room(String id, long energyWh) {
    return new StorageCommitment(
        id,
        "ann",
        Kind.CHARGE_SERVICE,
        FIRST + HOUR,
        FIRST + 2 * HOUR,
        energyWh,
        energyWh,
        0,
        0,
        List.of());
  }

  @Test
  void theHonestDayPassesAndSaysWhatIsRefusedAndLost() {
    assertThat(told(StorageRejected.class))
        .extracting(refused -> refused.refused().limit())
        .containsExactly(StorageLimit.TOO_FULL, null);
    assertThat(told(CommitmentLost.class))
        .singleElement()
        .satisfies(
            lost -> {
              assertThat(lost.commitment()).isEqualTo("b");
              assertThat(lost.refused().limit()).isEqualTo(StorageLimit.CHARGE_POWER);
            });
    assertThat(codes()).isEmpty();
  }

  @Test
  void aUnitThatHoldsMoreThanWasRegisteredIsFound() {
    StorageSpec.Rating larger =
        new StorageSpec.Rating(8_000, 8_000, 1_001, 0, 1_000_000, 1_000_000, -1);
    falsify(
        StorageRegistered.class,
        e -> new StorageRegistered(new StorageSpec("u", "ann", "east", larger, 2_000, "")),
        FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void aStateOfChargeThatNobodyReportedIsFound() {
    falsify(
        StateOfChargeRecorded.class,
        e ->
            new StateOfChargeRecorded(
                e.unit(),
                new StorageState(e.state().slotStartMillis(), 1, 0, List.of(), List.of())),
        FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void aCommitmentThatIsToldTakenThoughTheUnitIsTooFullIsFound() {
    day.change(
        Event.class,
        e -> e instanceof StorageRejected ? new StorageCommitted("u", room("a", 600)) : e);
    assertThat(codes()).contains(FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void aCommitmentThatIsLostForAnotherLimitIsFound() {
    falsify(
        CommitmentLost.class,
        e ->
            new CommitmentLost(
                e.unit(),
                e.commitment(),
                e.owner(),
                new StorageRefused(e.refused().rejection(), StorageLimit.TOO_FULL, List.of())),
        FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void anotherReasonForARefusalIsFound() {
    StorageRefused other =
        StorageRefused.of(new Rejection(RejectionCode.UNKNOWN_COMMITMENT, "no such thing"));
    falsify(
        StorageRejected.class,
        e -> new StorageRejected(e.account(), e.unit(), e.commitment(), other),
        FindingCode.REJECTION_CODE_DIFFERS,
        FindingCode.REJECTION_CODE_DIFFERS);
  }

  private <E extends Event> void falsify(
      Class<E> type, UnaryOperator<E> change, FindingCode... found) {
    day.change(type, change::apply);
    assertThat(codes()).containsExactly(found);
  }

  private <E extends Event> List<E> told(Class<E> type) {
    return told(day, type);
  }

  /** The events of a type, in order. */
  static <E extends Event> List<E> told(Day day, Class<E> type) {
    List<E> told = new ArrayList<>();
    day.change(
        type,
        event -> {
          told.add(event);
          return event;
        });
    return told;
  }

  private List<FindingCode> codes() {
    return codes(day);
  }

  /** What the audit finds on a day, but for its ledger. */
  static List<FindingCode> codes(Day day) {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), new FakeLedger()))
        .findings()
        .stream()
        .map(Finding::code)
        .filter(code -> code.compareTo(FindingCode.BATCH_UNCONFIRMED) < 0)
        .toList();
  }
}
