package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.ContinuousFixture.GATE;
import static org.commonwatt.core.ContinuousFixture.PLAIN;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command.CancelAfter;
import org.commonwatt.model.Command.CancelAll;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CancelAfterPassed;
import org.commonwatt.model.Event.CancelAfterSet;
import org.commonwatt.model.Event.CancelRejected;
import org.commonwatt.model.Event.MassCancelled;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.TimeAdvanced;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dead man's switches on the market's clock, and mass cancels of an area or a side. */
class CancelAfterTest {
  private static final long OPEN = START - 60 * MINUTE;

  private final ContinuousFixture slot = new ContinuousFixture(PLAIN);
  private final TestMarket market = slot.market();

  @Test
  void whoDoesNotRenewLosesAllOpenOrdersAtTheFirstTickThatPassesTheDeadline() {
    slot.sell("home-01", 100_000, 1);
    slot.sell("home-02", 100_000, 2);
    slot.sell("home-01", 110_000, 3);
    assertThat(set("home-01", 60)).containsExactly(new CancelAfterSet("home-01", OPEN + MINUTE));
    assertThat(slot.tick(OPEN + MINUTE - 1)).containsExactly(new TimeAdvanced(OPEN + MINUTE - 1));
    assertThat(slot.tick(OPEN + MINUTE))
        .containsExactly(
            new TimeAdvanced(OPEN + MINUTE),
            new OrderCancelled(1, 1, CancelReason.NOT_RENEWED),
            new OrderCancelled(3, 3, CancelReason.NOT_RENEWED),
            new CancelAfterPassed("home-01", OPEN + MINUTE, 2));
    slot.sell("home-01", 100_000, 4);
    assertThat(ends(slot.tick(OPEN + 20 * MINUTE))).isEmpty(); // it passes once
    assertThat(market.machine().openOrders("home-01")).hasSize(1);
    assertThat(market.machine().openOrders("home-02")).hasSize(1);
  }

  @Test
  void aRenewedSwitchWaitsAnewAndOneOfZeroSecondsIsTakenAway() {
    slot.sell("home-01", 100_000, 1);
    set("home-01", 60);
    slot.tick(OPEN + 59_000);
    assertThat(set("home-01", 600)).containsExactly(new CancelAfterSet("home-01", OPEN + 659_000));
    assertThat(ends(slot.tick(OPEN + 658_999))).isEmpty();
    assertThat(set("home-01", 0)).containsExactly(new CancelAfterSet("home-01", 0));
    assertThat(ends(slot.tick(OPEN + 20 * MINUTE))).isEmpty();
    assertThat(market.machine().openOrders("home-01")).hasSize(1);
  }

  @Test
  void switchesPassInOrderOfTimeThenOfParticipantsAlsoWithoutOrders() {
    set("home-02", 30);
    set("home-03", 20);
    set("home-01", 30);
    assertThat(slot.tick(OPEN + MINUTE))
        .containsExactly(
            new TimeAdvanced(OPEN + MINUTE),
            new CancelAfterPassed("home-03", OPEN + 20_000, 0),
            new CancelAfterPassed("home-01", OPEN + 30_000, 0),
            new CancelAfterPassed("home-02", OPEN + 30_000, 0));
  }

  @ParameterizedTest(name = "set {0} s before the gate, for {1} s")
  @CsvSource({"60, 59, true", "60, 60, true", "60, 61, false"})
  void aLateTickEndsOrdersBeforeTheGateThatTheSwitchPassedBefore(
      int secondsBefore, int seconds, boolean cancelledBefore) {
    slot.sell("home-01", 100_000, 5);
    slot.buy("home-02", 100_000, 5);
    slot.tick(GATE - secondsBefore * 1_000L);
    set("home-01", seconds);
    List<Event> late = slot.tick(GATE + 10 * MINUTE);
    assertThat(
            late.contains(
                new CancelAfterPassed("home-01", GATE + (seconds - secondsBefore) * 1_000L, 1)))
        .isEqualTo(cancelledBefore);
    assertThat(market.events(OrderFilled.class).isEmpty()).isEqualTo(cancelledBefore);
    assertThat(late).filteredOn(CancelAfterPassed.class::isInstance).hasSize(1);
  }

  @Test
  void inContinuousTradingTheBookForgetsThemAndADatedOrderEndsAtItsOwnInstant() {
    slot.tick(GATE);
    slot.place("home-01", Side.SELL, 100_000, 5, OrderTerms.DEFAULT.goodTill(GATE + 30_000));
    slot.sell("home-01", 100_000, 7);
    set("home-01", 60);
    assertThat(slot.tick(GATE + 5 * MINUTE))
        .containsExactly(
            new TimeAdvanced(GATE + 5 * MINUTE),
            new OrderCancelled(1, 5, CancelReason.EXPIRED),
            new OrderCancelled(2, 7, CancelReason.NOT_RENEWED),
            new CancelAfterPassed("home-01", GATE + MINUTE, 1));
    assertThat(market.machine().book("east", START).sells()).isEmpty();
    slot.buy("home-02", 100_000, 7);
    assertThat(market.machine().book("east", START).buys()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "nobody, 10, UNKNOWN_PARTICIPANT",
    "no id, 10, MALFORMED",
    "home-01, -1, VALUE_OUT_OF_RANGE",
    "home-01, 601, VALUE_OUT_OF_RANGE"
  })
  void aSwitchThatCannotBeIsRefused(String participant, int seconds, RejectionCode code) {
    CancelRejected rejected = (CancelRejected) set(participant, seconds).get(0);
    assertThat(rejected.rejection().code()).isEqualTo(code);
    assertThat(rejected.orderId()).isZero();
    assertThat(ends(slot.tick(OPEN + 20 * MINUTE))).isEmpty();
  }

  @Test
  void aMarketWithoutRulesTakesNoSwitch() {
    CancelRejected rejected =
        (CancelRejected) new TestMarket().apply(new CancelAfter("home-01", 1)).get(0);
    assertThat(rejected.rejection().code()).isEqualTo(RejectionCode.MARKET_NOT_READY);
  }

  @Test
  void aSwitchSurvivesARestart() {
    slot.sell("home-01", 100_000, 1);
    set("home-01", 60);
    StateTest.Tape tape = StateTest.Tape.of(market.machine());
    TestMarket restored = new TestMarket(MarketStateMachine.restore(tape));
    assertThat(tape.values()).isEmpty();
    assertThat(restored.tick(OPEN + MINUTE))
        .contains(new CancelAfterPassed("home-01", OPEN + MINUTE, 1));
  }

  @Test
  void aMassCancelMayBeOfAnAreaAndOfASide() {
    slot.sell("home-01", 110_000, 1);
    slot.buy("home-01", 90_000, 2);
    assertThat(market.apply(new CancelAll("home-01", null, "west", null)))
        .containsExactly(new MassCancelled("home-01", null, "west", null, 0));
    assertThat(market.apply(new CancelAll("home-01", START, "east", Side.BUY)))
        .containsExactly(
            new OrderCancelled(2, 2, CancelReason.MASS_CANCEL),
            new MassCancelled("home-01", START, "east", Side.BUY, 1));
    CancelRejected unknown =
        (CancelRejected) market.apply(new CancelAll("home-01", null, "north", null)).get(0);
    assertThat(unknown.rejection().code()).isEqualTo(RejectionCode.UNKNOWN_AREA);
    CancelRejected malformed =
        (CancelRejected) market.apply(new CancelAll("home-01", null, "no area", null)).get(0);
    assertThat(malformed.rejection().code()).isEqualTo(RejectionCode.MALFORMED);
    assertThat(market.apply(new CancelAll("home-01", null, null, Side.SELL))).hasSize(2);
    assertThat(market.machine().openOrders("home-01")).isEmpty();
  }

  /** The events that end orders or switches. */
  private static List<Event> ends(List<Event> events) {
    return events.stream()
        .filter(event -> event instanceof OrderCancelled || event instanceof CancelAfterPassed)
        .toList();
  }

  private List<Event> set(String home, int seconds) {
    return market.apply(new CancelAfter(home, seconds));
  }
}
