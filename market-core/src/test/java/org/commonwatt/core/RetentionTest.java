package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;
import static org.commonwatt.core.TestMarket.order;

import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.Event.CancelRejected;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.PositionRejected;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final long KEPT = MarketStateMachine.RETENTION_HOURS * 60 * MINUTE;
  private static final String FIRST_BATCH = "m.1659423600.initial";

  private final TestMarket market = TestMarket.open();

  @Test
  void positionsAreKeptForAtLeastTwoDays() {
    assertThat(MarketStateMachine.RETENTION_HOURS).isGreaterThanOrEqualTo(48);
  }

  @Test
  void aRecordedSlotIsKeptForItsTimeAndThenDropped() {
    market.apply(order("home-01", "c-1", Side.BUY, 10, 10));
    market.apply(order("home-02", "c-2", Side.SELL, 10, 10));
    recordFirstSlot();
    market.tick(SLOT.endMillis() + KEPT - 1);
    assertThat(market.machine().order(1).orElseThrow().state()).isEqualTo(OrderState.RECORDED);
    assertThat(market.machine().trades(START)).hasSize(1);
    assertThat(market.machine().position("home-01", START)).isPresent();

    market.tick(SLOT.endMillis() + KEPT);
    assertThat(market.machine().order(1)).isEmpty();
    assertThat(market.machine().order("home-01", "c-1")).isEmpty();
    assertThat(market.machine().trades(START)).isEmpty();
    assertThat(market.machine().auction(START)).isEmpty();
    assertThat(market.machine().position("home-01", START)).isEmpty();
    assertThat(market.machine().slots().get(0)).isEqualTo(SLOT.plus(1));
    assertThat(market.machine().phase(START)).contains(SlotPhase.RECORDED);
    assertThat(market.machine().phase(START + 1)).isEmpty();
    assertThat(market.machine().recordedSlots()).isEqualTo(1);
  }

  @Test
  void aDroppedSlotAnswersLikeAnOldOne() {
    market.apply(order("home-01", "c-1", Side.BUY, 10, 10));
    recordFirstSlot();
    market.tick(SLOT.endMillis() + KEPT);
    assertThat(market.apply(order("home-01", "c-1", Side.BUY, 10, 10)))
        .extracting(event -> ((OrderRejected) event).rejection().code())
        .containsExactly(RejectionCode.SLOT_CLOSED);
    assertThat(market.apply(new CancelOrder("home-01", 1)))
        .extracting(event -> ((CancelRejected) event).rejection().code())
        .containsExactly(RejectionCode.UNKNOWN_ORDER);
    assertThat(market.report("home-01", SLOT, 1, 1))
        .extracting(event -> ((PositionRejected) event).rejection().code())
        .containsExactly(RejectionCode.SLOT_SETTLED);
  }

  @Test
  void aSettledSlotGoesByItsAgeAndIsRecordedAllTheSame() {
    market.apply(order("home-01", "c-1", Side.BUY, 10, 10));
    market.tick(SLOT.endMillis());
    market.reportNothing(SLOT);
    market.tick(SLOT.endMillis() + KEPT);
    assertThat(market.machine().order(1)).isEmpty();
    assertThat(market.machine().position("home-01", START)).isEmpty();
    assertThat(market.machine().phase(START)).contains(SlotPhase.SETTLED);
    assertThat(market.machine().unconfirmedBatches()).hasSize(1);
    TestMarket restored =
        new TestMarket(MarketStateMachine.restore(StateTest.Tape.of(market.machine())));
    assertThat(restored.apply(new ConfirmBatch(FIRST_BATCH, "tx", 1)))
        .containsExactly(
            new BatchRecorded(FIRST_BATCH, "tx", 1),
            new SlotPhaseChanged(SLOT, SlotPhase.RECORDED));
    assertThat(restored.machine().phase(START)).contains(SlotPhase.RECORDED);
    assertThat(restored.machine().recordedSlots()).isEqualTo(1);
  }

  @Test
  void aSlotThatIsNotSettledStaysHoweverOldWithItsPositions() {
    market.tick(SLOT.endMillis());
    market.report("home-01", SLOT, 1, 1);
    market.tick(SLOT.endMillis() + 10 * KEPT);
    assertThat(market.machine().phase(START)).contains(SlotPhase.METERING);
    assertThat(market.machine().position("home-01", START)).isPresent();
  }

  @Test
  void positionsFromBeforeTradingGoByTheirAge() {
    market.report("home-01", SLOT.plus(-1), 1, 1);
    market.tick(START + KEPT - 1);
    assertThat(market.machine().position("home-01", START - QUARTER)).isPresent();
    market.tick(START + KEPT);
    assertThat(market.machine().position("home-01", START - QUARTER)).isEmpty();
  }

  private void recordFirstSlot() {
    market.tick(SLOT.endMillis());
    market.reportNothing(SLOT);
    market.apply(new ConfirmBatch(FIRST_BATCH, "tx", 1));
  }
}
