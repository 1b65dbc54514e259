package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TimeAdvanced;
import org.commonwatt.model.Rulebook.Timing;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.junit.jupiter.api.Test;

class TicksTest {
  private final TestMarket market = TestMarket.under(Rulebooks.standard());

  @Test
  void timeNeverGoesBack() {
    market.tick(START);
    assertThat(market.tick(START - 1)).containsExactly(new TimeAdvanced(START));
    assertThat(market.machine().timeMillis()).isEqualTo(START);
  }

  @Test
  void beforeTheFirstRulebookATickOnlyMovesTheClock() {
    TestMarket empty = new TestMarket();
    assertThat(empty.tick(START)).containsExactly(new TimeAdvanced(START));
    assertThat(empty.machine().slots()).isEmpty();
  }

  @Test
  void aSlotOpensAtTheInstantOfItsLeadNotBefore() {
    market.tick(START - 60 * MINUTE - 1);
    assertThat(market.machine().phase(START)).isEmpty();
    assertThat(market.tick(START - 60 * MINUTE))
        .contains(new SlotPhaseChanged(SLOT, SlotPhase.OPEN));
    assertThat(market.machine().slots()).containsExactly(SLOT);
  }

  @Test
  void slotsBeforeTheStartOfTradingNeverOpen() {
    market.tick(START + QUARTER);
    assertThat(market.machine().phase(START - QUARTER)).isEmpty();
    assertThat(market.machine().slots().get(0)).isEqualTo(SLOT);
  }

  @Test
  void theExampleOfTheMarketRulesHolds() {
    market.tick(START - 15 * MINUTE);
    assertThat(market.events(SlotPhaseChanged.class))
        .containsExactly(
            new SlotPhaseChanged(SLOT, SlotPhase.OPEN),
            new SlotPhaseChanged(SLOT.plus(1), SlotPhase.OPEN),
            new SlotPhaseChanged(SLOT.plus(2), SlotPhase.OPEN),
            new SlotPhaseChanged(SLOT.plus(3), SlotPhase.OPEN),
            new SlotPhaseChanged(SLOT, SlotPhase.CLEARED));
  }

  @Test
  void aJumpTakesEveryStepInOrderOfTimeThenPhaseThenSlot() {
    market.tick(START + QUARTER);
    DeliverySlot second = SLOT.plus(1);
    assertThat(market.events(SlotPhaseChanged.class))
        .containsExactly(
            new SlotPhaseChanged(SLOT, SlotPhase.OPEN), // -60
            new SlotPhaseChanged(second, SlotPhase.OPEN), // -45
            new SlotPhaseChanged(SLOT.plus(2), SlotPhase.OPEN), // -30
            new SlotPhaseChanged(SLOT.plus(3), SlotPhase.OPEN), // -15
            new SlotPhaseChanged(SLOT, SlotPhase.CLEARED),
            new SlotPhaseChanged(SLOT.plus(4), SlotPhase.OPEN), // 0
            new SlotPhaseChanged(second, SlotPhase.CLEARED),
            new SlotPhaseChanged(SLOT, SlotPhase.DELIVERY),
            new SlotPhaseChanged(SLOT.plus(5), SlotPhase.OPEN), // +15
            new SlotPhaseChanged(SLOT.plus(2), SlotPhase.CLEARED),
            new SlotPhaseChanged(second, SlotPhase.DELIVERY),
            new SlotPhaseChanged(SLOT, SlotPhase.METERING));
    assertThat(market.events(AuctionCleared.class))
        .extracting(AuctionCleared::slot)
        .containsExactly(SLOT, second, SLOT.plus(2));
  }

  @Test
  void aSlotSettlesWithinTheTickThatEndsItBeforeLaterSteps() {
    market.reportNothing(SLOT);
    market.tick(START + 2 * QUARTER);
    int settled = indexOf(new SlotPhaseChanged(SLOT, SlotPhase.SETTLED));
    assertThat(settled).isEqualTo(indexOf(new SlotPhaseChanged(SLOT, SlotPhase.METERING)) + 2);
    assertThat(settled).isLessThan(indexOf(new SlotPhaseChanged(SLOT.plus(1), SlotPhase.METERING)));
    assertThat(market.events(SlotSettled.class)).hasSize(1);
  }

  @Test
  void aMarketThatWasDownAtAGateHoldsTheAuctionLate() {
    market.tick(START - 60 * MINUTE);
    market.place("home-01", Side.BUY, 2, 5);
    market.place("home-02", Side.SELL, 1, 5);
    market.tick(START + 5 * QUARTER);
    assertThat(market.machine().auction(START).orElseThrow().volumeWh()).isEqualTo(5);
    assertThat(market.machine().phase(START)).contains(SlotPhase.METERING);
  }

  @Test
  void aRulebookThatComesLateOpensAndClosesTheMissedSlots() {
    TestMarket late = new TestMarket();
    late.tick(START + QUARTER);
    late.apply(new ActivateRulebook(Rulebooks.standard()));
    assertThat(late.machine().slots()).isEmpty();
    late.tick(START + QUARTER);
    assertThat(late.events(SlotPhaseChanged.class)).hasSize(12);
    assertThat(late.machine().phase(START)).contains(SlotPhase.METERING);
  }

  @Test
  void withAGateAtTheStartTheAuctionStandsBeforeDelivery() {
    TestMarket immediate =
        TestMarket.under(new Rulebooks().timing(new Timing(15, 0, 15, 0, START)).build());
    immediate.tick(START);
    assertThat(immediate.events(SlotPhaseChanged.class))
        .containsExactly(
            new SlotPhaseChanged(SLOT, SlotPhase.OPEN),
            new SlotPhaseChanged(SLOT.plus(1), SlotPhase.OPEN),
            new SlotPhaseChanged(SLOT, SlotPhase.CLEARED),
            new SlotPhaseChanged(SLOT, SlotPhase.DELIVERY));
  }

  private int indexOf(SlotPhaseChanged event) {
    int index = market.events().indexOf(event);
    assertThat(index).as(event.toString()).isNotNegative();
    return index;
  }
}
