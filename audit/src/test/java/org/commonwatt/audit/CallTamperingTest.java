package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.model.Command.AnswerCall;
import org.commonwatt.model.Command.CallStorage;
import org.commonwatt.model.Command.CancelCall;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Command.ReportStateOfCharge;
import org.commonwatt.model.Command.SetCallPrice;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.DispatchCall.Answer;
import org.commonwatt.model.DispatchCall.End;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CallAnswered;
import org.commonwatt.model.Event.CallEnded;
import org.commonwatt.model.Event.CallRejected;
import org.commonwatt.model.Event.CallTakenBack;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Event.UnitCalled;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.junit.jupiter.api.Test;

/** What is falsified of dispatch calls is found. */
class CallTamperingTest {
  private static final long HOUR = 3_600_000;
  private static final long NOW = Math.floorDiv(ContinuousDay.START, HOUR) * HOUR;
  private static final long FIRST = NOW + 12 * HOUR;

  private final Day day = called();

  /**
   * Bob's unit is free of charge and refuses, Ann's accepts 250 Wh of the 400 of each quarter-hour;
   * nobody is left, the same call comes again, and is then taken back.
   */
  private static Day called() {
    ContinuousDay day =
        ContinuousDay.under(
            ContinuousDay.rulebook(FeeMode.ON_TOP)
                .withSafeguards(
                    new Safeguards(
                            null,
                            new Fallbacks("operator", MissedGate.LATE_AUCTION, 3_600, 0, 10, 10))
                        .withRegistration(
                            new Registration("registrar", false, "meters", false, "bank", 5))));
    unit(day, "a", "ann");
    unit(day, "b", "bob");
    day.add(new SetCallPrice("bob", "b", 0));
    CallStorage call =
        new CallStorage(
            "operator",
            new DispatchCall("c", "east", FIRST, FIRST + HOUR, -400, 324_700, 5, "too much sun"));
    day.add(call);
    day.add(new AnswerCall("bob", "c", "b", false, "maintenance"));
    day.add(new AnswerCall("ann", "c", "a", true, ""));
    day.add(call);
    day.add(new CancelCall("operator", "c", "clouds"));
    return day.log();
  }

  private static void unit(ContinuousDay day, String unit, String owner) {
    StorageSpec.Rating rating =
        new StorageSpec.Rating(8_000, 8_000, 1_000, 0, 1_000_000, 1_000_000, -1);
    day.add(new RegisterStorage("meters", new StorageSpec(unit, owner, "east", rating, 2_000, "")));
    day.add(
        new ReportStateOfCharge(
            "meters", unit, new StorageState(NOW - 2 * HOUR, 0, 0, List.of(), List.of())));
  }

  @Test
  void theHonestDayPassesAndSaysWhoWasCalledForWhat() {
    assertThat(StorageTamperingTest.told(day, UnitCalled.class))
        .extracting(called -> called.unit() + " " + called.injectionSlotWh())
        .containsExactly("b -250", "a -250");
    assertThat(StorageTamperingTest.told(day, CallEnded.class))
        .extracting(ended -> ended.end() + " " + ended.promisedSlotWh())
        .containsExactly("EXHAUSTED -250", "CANCELLED 0");
    assertThat(StorageTamperingTest.told(day, CallRejected.class))
        .extracting(refused -> refused.rejection().code())
        .containsExactly(RejectionCode.CALL_EXISTS);
    assertThat(codes()).isEmpty();
  }

  @Test
  void aUnitThatIsCalledForMoreThanItCanKeepIsFound() {
    falsify(
        UnitCalled.class,
        e ->
            e.unit().equals("a")
                ? new UnitCalled(
                    e.call(), e.unit(), e.owner(), -251, e.priceMicroPerKwh(), e.untilMillis(), 0)
                : e,
        FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void aUnitThatIsSaidToStayBoundByACancelledCallIsFound() {
    falsify(
        CallTakenBack.class,
        e -> new CallTakenBack(e.call(), e.unit(), e.owner(), !e.released()),
        FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void aDearerUnitThatIsCalledFirstIsFound() {
    day.change(
        UnitCalled.class,
        e ->
            e.unit().equals("b")
                ? new UnitCalled(e.call(), "a", "ann", -250, 324_700, e.untilMillis(), 0)
                : e);
    assertThat(codes()).contains(FindingCode.EVENT_UNEXPECTED, FindingCode.EVENT_MISSING);
  }

  @Test
  void aRefusalThatIsToldAsAnAcceptanceIsFound() {
    falsify(
        CallAnswered.class,
        e -> new CallAnswered(e.call(), e.unit(), e.owner(), Answer.ACCEPTED, ""),
        FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void aCommitmentForTheWrongOneIsFound() {
    falsify(
        StorageCommitted.class,
        e -> new StorageCommitted(e.unit(), e.commitment().of("ann")),
        FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void anEndThatIsNoneIsFound() {
    falsify(
        CallEnded.class,
        e ->
            e.end() == End.EXHAUSTED
                ? new CallEnded(e.call(), End.FILLED, e.promisedSlotWh(), "")
                : e,
        FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void anotherReasonForARefusedCallIsFound() {
    falsify(
        CallRejected.class,
        e -> new CallRejected("operator", "c", new Rejection(RejectionCode.CALL_ENDED, "over")),
        FindingCode.REJECTION_CODE_DIFFERS);
  }

  private <E extends Event> void falsify(
      Class<E> type, UnaryOperator<E> change, FindingCode... found) {
    day.change(type, change::apply);
    assertThat(codes()).containsExactly(found);
  }

  private List<FindingCode> codes() {
    return StorageTamperingTest.codes(day);
  }
}
