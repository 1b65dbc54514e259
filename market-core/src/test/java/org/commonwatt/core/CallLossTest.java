package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import java.util.Map;
import org.commonwatt.core.CallFixture.Wanted;
import org.commonwatt.model.Command.ReportOutage;
import org.commonwatt.model.DispatchCall.Answer;
import org.commonwatt.model.DispatchCall.End;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CallAnswered;
import org.commonwatt.model.Event.CallEnded;
import org.commonwatt.model.Event.CallTakenBack;
import org.commonwatt.model.Event.CommitmentLost;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Event.UnitCalled;
import org.commonwatt.model.StorageCommitment;
import org.junit.jupiter.api.Test;

/** What becomes of a call when a unit cannot keep what it has accepted. */
class CallLossTest {
  private final CallFixture grid = new CallFixture();

  @Test
  void whatAUnitLosesBeforeTheFirstSlotTheNextOneIsCalledFor() {
    call(2, 4);
    grid.answer("home-01", "c", "alpha", "");
    grid.restore();
    List<Event> events = outage("home-01", "alpha", 2, 3);
    assertThat(events.get(1)).isInstanceOf(CommitmentLost.class);
    assertThat(events)
        .endsWith(new UnitCalled("c", "beta", "home-02", -400, 324_700, START + 11 * MINUTE, 0));
    assertThat(grid.market().machine().calls().get(0).end()).as("it goes on").isNull();
    assertThat(grid.market().machine().calls().get(0).lostMillis())
        .containsExactly(Map.entry("alpha", START + MINUTE));
    grid.restore();
    assertThat(grid.answer("home-02", "c", "beta", ""))
        .endsWith(new CallEnded("c", End.FILLED, -400, ""));
  }

  @Test
  void inACallThatHasBegunTheNextOneIsCalledForTheSlotsBehindItsTimeToAnswer() {
    call(1, 4);
    grid.answer("home-01", "c", "alpha", "");
    grid.tick(17);
    assertThat(outage("home-01", "alpha", 1, 3))
        .endsWith(
            new UnitCalled(
                "c",
                "beta",
                "home-02",
                -400,
                324_700,
                START + 27 * MINUTE,
                StorageFixture.slot(2)));
    List<Event> events = grid.answer("home-02", "c", "beta", "");
    StorageCommitment taken = ((StorageCommitted) events.get(1)).commitment();
    assertThat(taken.fromMillis()).isEqualTo(StorageFixture.slot(2));
    assertThat(taken.injectionWh()).containsExactly(-400L, -400L);
    assertThat(events).endsWith(new CallEnded("c", End.FILLED, -400, ""));
  }

  @Test
  void whereNoSlotIsBehindTheTimeToAnswerNobodyIsCalled() {
    call(1, 2);
    grid.answer("home-01", "c", "alpha", "");
    grid.tick(17);
    assertThat(outage("home-01", "alpha", 1, 2)).endsWith(new CallEnded("c", End.EXHAUSTED, 0, ""));
    grid.restore();
    assertThat(outage("home-01", "alpha", 1, 2))
        .as("lost once")
        .noneMatch(CallEnded.class::isInstance);
  }

  @Test
  void whileAnotherOneIsAskedWhatIsLostWaitsForItsAnswer() {
    grid.price("home-02", "beta", 0);
    grid.call("c", new Wanted(2, 4, -600));
    grid.answer("home-02", "c", "beta", "");
    assertThat(outage("home-02", "beta", 2, 3)).noneMatch(UnitCalled.class::isInstance);
    List<Event> events = grid.answer("home-01", "c", "alpha", "");
    assertThat(events.get(0))
        .isEqualTo(new CallAnswered("c", "alpha", "home-01", Answer.ACCEPTED, ""));
    assertThat(events)
        .as("nobody is left for the 500 that beta has lost")
        .endsWith(new CallEnded("c", End.EXHAUSTED, -100, ""));
  }

  @Test
  void onlyWhatIsLostIsCalledForAfterACallHasEnded() {
    grid.price("home-02", "beta", 324_701); // asks for too much, so the call ends without it
    grid.call("c", new Wanted(2, 4, -1_000));
    assertThat(grid.answer("home-01", "c", "alpha", ""))
        .endsWith(new CallEnded("c", End.EXHAUSTED, -625, ""));
    grid.price("home-02", "beta", 0);
    assertThat(outage("home-01", "alpha", 2, 3))
        .as("of 625 that were lost what beta can keep, not of 1,000")
        .endsWith(new UnitCalled("c", "beta", "home-02", -500, 0, START + 11 * MINUTE, 0));
    assertThat(grid.answer("home-02", "c", "beta", ""))
        .endsWith(new CallEnded("c", End.EXHAUSTED, -500, ""));
  }

  @Test
  void aCallThatWasTakenBackDoesNotGoOnAndWhoWasAskedIsTold() {
    call(2, 4);
    assertThat(grid.cancel("c"))
        .containsExactly(
            new CallEnded("c", End.CANCELLED, 0, "over"),
            new CallTakenBack("c", "alpha", "home-01", true));
    grid.commit("home-01", "alpha", StorageFixture.firm("c", 2, -100L));
    assertThat(outage("home-01", "alpha", 2, 3)).noneMatch(UnitCalled.class::isInstance);
  }

  @Test
  void whatAnOwnerCommitsUnderTheIdOfALostCallIsItsOwn() {
    call(2, 4);
    grid.answer("home-01", "c", "alpha", "");
    outage("home-01", "alpha", 2, 3);
    grid.commit("home-01", "alpha", StorageFixture.firm("c", 3, -100L));
    assertThat(grid.withdraw("home-01", "alpha", "c").get(0))
        .isInstanceOf(Event.CommitmentWithdrawn.class);
  }

  private void call(int from, int to) {
    grid.price("home-01", "alpha", 0);
    grid.call("c", new Wanted(from, to, -400));
  }

  private List<Event> outage(String owner, String unit, int from, int to) {
    return grid.market()
        .apply(
            new ReportOutage(owner, unit, StorageFixture.slot(from), StorageFixture.slot(to), 0));
  }
}
