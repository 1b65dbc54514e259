package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.commonwatt.core.CallFixture.Wanted;
import org.commonwatt.model.DispatchCall.Answer;
import org.commonwatt.model.DispatchCall.End;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CallAnswered;
import org.commonwatt.model.Event.CallEnded;
import org.commonwatt.model.Event.CallTakenBack;
import org.commonwatt.model.Event.CommitmentWithdrawn;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Event.StorageRejected;
import org.commonwatt.model.Event.UnitCalled;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Test;

/** Dispatch calls: who is called for how much, what is answered, and what comes of it. */
class CallDeskTest {
  private final CallFixture grid = new CallFixture();

  @Test
  void freeUnitsAreCalledFirstThenTheCheapestEachForWhatItCanKeep() {
    grid.price("home-02", "beta", 0);
    grid.price("home-01", "alpha", 200_000);
    List<Event> events = grid.call("c", new Wanted(2, 4, -900));
    assertThat(events)
        .filteredOn(UnitCalled.class::isInstance)
        .containsExactly(
            new UnitCalled(
                "c", "beta", "home-02", -500, 0, StorageFixture.slot(0) + 11 * 60_000, 0));
    events = grid.answer("home-02", "c", "beta", "");
    assertThat(events.get(0))
        .isEqualTo(new CallAnswered("c", "beta", "home-02", Answer.ACCEPTED, ""));
    assertThat(((StorageCommitted) events.get(1)).commitment())
        .satisfies(
            taken -> {
              assertThat(taken.owner()).as("who pays for the energy").isEqualTo("operator");
              assertThat(taken.injectionWh()).containsExactly(-500L, -500L);
            });
    assertThat(events.get(2))
        .isEqualTo(
            new UnitCalled(
                "c", "alpha", "home-01", -400, 200_000, StorageFixture.slot(0) + 11 * 60_000, 0));
    assertThat(grid.answer("home-01", "c", "alpha", ""))
        .endsWith(new CallEnded("c", End.FILLED, -900, ""));
  }

  @Test
  void whoRefusesOrDoesNotAnswerInTimeIsFollowedByTheNext() {
    grid.price("home-02", "beta", 0);
    grid.call("c", new Wanted(2, 4, -100));
    List<Event> events = grid.answer("home-02", "c", "beta", "maintenance");
    assertThat(events.get(0))
        .isEqualTo(new CallAnswered("c", "beta", "home-02", Answer.REFUSED, "maintenance"));
    assertThat(((UnitCalled) events.get(1)).unit()).isEqualTo("alpha");
    grid.restore();
    assertThat(grid.tick(12))
        .contains(
            new CallAnswered("c", "alpha", "home-01", Answer.TIMED_OUT, ""),
            new CallEnded("c", End.EXHAUSTED, 0, ""));
    assertThat(CallFixture.code(grid.answer("home-01", "c", "alpha", "")))
        .isEqualTo(RejectionCode.CALL_ENDED);
  }

  @Test
  void unitsThatAskForMoreThanTheRegulatedPriceAreNotCalled() {
    grid.price("home-01", "alpha", 324_701);
    grid.price("home-02", "beta", 324_701);
    assertThat(grid.call("c", new Wanted(2, 4, -100)))
        .endsWith(new CallEnded("c", End.EXHAUSTED, 0, ""));
  }

  @Test
  void aCallIdCallsOnce() {
    grid.call("c", new Wanted(2, 4, -100));
    assertThat(CallFixture.code(grid.call("c", new Wanted(2, 4, -100))))
        .isEqualTo(RejectionCode.CALL_EXISTS);
    assertThat(grid.market().machine().calls()).hasSize(1);
  }

  @Test
  void whatWasPromisedMeanwhileIsNotPromisedTwice() {
    grid.call("c", new Wanted(2, 4, -1_000));
    grid.commit("home-01", "alpha", StorageFixture.service("own", 2, 4, 400, 200));
    List<Event> events = grid.answer("home-01", "c", "alpha", "");
    assertThat(events.get(0))
        .isEqualTo(new CallAnswered("c", "alpha", "home-01", Answer.NOT_FEASIBLE, "TOO_FULL"));
    assertThat(((UnitCalled) events.get(1)).unit()).isEqualTo("beta");
  }

  @Test
  void aDischargeComesOutOfTheOwnersEnergyAndTheOwnerCannotWithdrawIt() {
    List<Event> events = grid.call("c", new Wanted(2, 3, 1_000));
    assertThat(((UnitCalled) events.get(1)).injectionSlotWh())
        .as("500 Wh give 400 Wh at 80 %")
        .isEqualTo(400);
    grid.answer("home-01", "c", "alpha", "");
    assertThat(grid.withdraw("home-01", "alpha", "c").get(0)).isInstanceOf(StorageRejected.class);
    grid.restore();
    assertThat(grid.withdraw("home-01", "alpha", "c").get(0)).isInstanceOf(StorageRejected.class);
  }

  @Test
  void aCallThatIsTakenBackSetsItsUnitsFree() {
    grid.call("c", new Wanted(2, 4, -100));
    grid.answer("home-01", "c", "alpha", "");
    assertThat(grid.cancel("c"))
        .containsExactly(
            new CallEnded("c", End.CANCELLED, 0, "over"),
            new CallTakenBack("c", "alpha", "home-01", true),
            new CommitmentWithdrawn("alpha", "c", "operator"));
    assertThat(CallFixture.code(grid.cancel("c"))).isEqualTo(RejectionCode.CALL_ENDED);
    grid.call("d", new Wanted(2, 4, -100));
    grid.tick(31);
    assertThat(CallFixture.code(grid.cancel("d"))).isEqualTo(RejectionCode.DEADLINE_PAST);
  }

  @Test
  void aPreviewCallsNobody() {
    grid.price("home-02", "beta", 0);
    assertThat(grid.preview(new Wanted(2, 4, -1_200)))
        .extracting(UnitCalled::unit, UnitCalled::injectionSlotWh)
        .containsExactly(tuple("beta", -500L), tuple("alpha", -625L));
    assertThat(grid.market().machine().calls()).isEmpty();
    assertThat(grid.market().machine().storageUnit("alpha").orElseThrow().commitments()).isEmpty();
  }

  @Test
  void callsBeyondAllLimitsAreRefused() {
    List<Wanted> wrong =
        List.of(
            new Wanted(2, 4, 0),
            new Wanted(2, 4, 10_000_000_001L),
            new Wanted(4, 2, -1),
            new Wanted(2, 4, -1, "village", -1),
            new Wanted(2, 4, -1, "nowhere", 1),
            new Wanted(0, 4, -1));
    assertThat(wrong)
        .extracting(wanted -> CallFixture.code(grid.call("c", wanted)))
        .containsExactly(
            RejectionCode.VALUE_OUT_OF_RANGE,
            RejectionCode.VALUE_OUT_OF_RANGE,
            RejectionCode.VALUE_OUT_OF_RANGE,
            RejectionCode.VALUE_OUT_OF_RANGE,
            RejectionCode.UNKNOWN_AREA,
            RejectionCode.DEADLINE_PAST);
    assertThat(CallFixture.code(grid.callAs("home-01", "c", new Wanted(2, 4, -1))))
        .isEqualTo(RejectionCode.NOT_OPERATOR);
    grid.call("c", new Wanted(2, 4, -1));
    assertThat(CallFixture.code(grid.answer("home-02", "c", "beta", "")))
        .isEqualTo(RejectionCode.UNKNOWN_CALL);
    assertThat(CallFixture.code(grid.answer("home-01", "c", "alpha", "x".repeat(201))))
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
  }
}
