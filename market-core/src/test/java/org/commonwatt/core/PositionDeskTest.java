package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;
import static org.commonwatt.model.RejectionCode.MARKET_NOT_READY;
import static org.commonwatt.model.RejectionCode.POSITION_NOT_NEWER;
import static org.commonwatt.model.RejectionCode.SLOT_MISALIGNED;
import static org.commonwatt.model.RejectionCode.SLOT_SETTLED;
import static org.commonwatt.model.RejectionCode.UNKNOWN_PARTICIPANT;
import static org.commonwatt.model.RejectionCode.VALUE_OUT_OF_RANGE;

import java.util.List;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.PositionRecorded;
import org.commonwatt.model.Event.PositionRejected;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook.TariffStep;
import org.junit.jupiter.api.Test;

class PositionDeskTest {
  private final TestMarket market = TestMarket.open();

  @Test
  void aPositionBeforeTheStartOfTradingIsRecordedAndNeverSettled() {
    MeteredPosition history = position("home-01", SLOT.plus(-96), 1, 7);
    assertThat(market.apply(new ReportPosition(history)))
        .containsExactly(new PositionRecorded(history));
    assertThat(market.machine().position("home-01", START - 96 * QUARTER)).contains(history);
    market.reportNothing(SLOT.plus(-1));
    market.tick(START + QUARTER);
    assertThat(market.events(SlotSettled.class)).isEmpty();
  }

  @Test
  void aPositionMayComeBeforeTheTickThatEndsItsSlot() {
    market.reportNothing(SLOT);
    assertThat(market.events(SlotSettled.class)).isEmpty();
    market.tick(START + QUARTER);
    assertThat(market.events(SlotSettled.class)).hasSize(1);
  }

  @Test
  void aPositionMayBeAMonthAheadOfTheOpenSlotsAndNotMore() {
    long firstNotOpen = market.machine().nextSlotStartMillis();
    DeliverySlot far = new DeliverySlot(firstNotOpen + 31 * 24 * 60 * MINUTE, 15);
    assertThat(market.apply(new ReportPosition(position("home-01", far.plus(-1), 1, 7))))
        .hasOnlyElementsOfType(PositionRecorded.class);
    Rejection refused = rejection(position("home-01", far, 1, 7));
    assertThat(refused.code()).isEqualTo(RejectionCode.SLOT_NOT_OPEN);
    assertThat(refused.message()).contains("744 hours", "when it has been metered");
    DeliverySlot last = new DeliverySlot((Long.MAX_VALUE / QUARTER - 1) * QUARTER, 15);
    assertThat(rejection(position("home-01", last, 1, 7)).code())
        .isEqualTo(RejectionCode.SLOT_NOT_OPEN);
    market.tick(START);
    assertThat(market.apply(new ReportPosition(position("home-01", far, 1, 7))))
        .as("its time has come nearer")
        .hasOnlyElementsOfType(PositionRecorded.class);
  }

  @Test
  void aCorrectionReplacesUntilTheSlotIsSettled() {
    market.apply(new ReportPosition(position("home-01", SLOT, 1, 7)));
    market.apply(new ReportPosition(position("home-01", SLOT, 3, 9)));
    assertThat(market.machine().position("home-01", START).orElseThrow().importWh()).isEqualTo(9);
    assertThat(rejection(position("home-01", SLOT, 3, 9)))
        .isEqualTo(
            new Rejection(
                POSITION_NOT_NEWER,
                "version 3 of this position is in the books: report a correction with a higher"
                    + " version than that"));
    assertThat(rejection(position("home-01", SLOT, 2, 9)).code()).isEqualTo(POSITION_NOT_NEWER);
  }

  @Test
  void aPositionOfASettledSlotIsRefused() {
    market.tick(START + QUARTER);
    market.reportNothing(SLOT);
    assertThat(market.events(SlotSettled.class)).hasSize(1);
    assertThat(rejection(position("home-01", SLOT, 2, 1)))
        .isEqualTo(
            new Rejection(
                SLOT_SETTLED,
                "slot 2022-08-02T07:00:00Z/PT15M has its initial settlement: dispute it instead"));
    assertThat(rejection(position("home-01", SLOT, 1, 1)).code()).isEqualTo(POSITION_NOT_NEWER);
    assertThat(market.machine().position("home-01", START).orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void slotsSettleInOrder() {
    market.tick(START + 3 * QUARTER);
    market.reportNothing(SLOT.plus(2));
    market.reportNothing(SLOT.plus(1));
    assertThat(market.events(SlotSettled.class)).isEmpty();
    market.reportNothing(SLOT);
    assertThat(market.events(SlotSettled.class))
        .extracting(settled -> settled.batch().slot())
        .containsExactly(SLOT, SLOT.plus(1), SLOT.plus(2));
    assertThat(market.machine().settledSlots()).isEqualTo(3);
  }

  @Test
  void participantAndSlotMustBeTheMarkets() {
    assertThat(rejection(position("supplier", SLOT, 1, 1)).code()).isEqualTo(UNKNOWN_PARTICIPANT);
    assertThat(rejection(position("stranger", SLOT.plus(-96), 1, 1)))
        .isEqualTo(
            new Rejection(
                UNKNOWN_PARTICIPANT,
                "participant stranger is not a member of market m under rulebook 1"));
    assertThat(rejection(position("home-01", new DeliverySlot(START, 30), 1, 1)).code())
        .isEqualTo(SLOT_MISALIGNED);
  }

  @Test
  void withoutARulebookTheMarketIsNotReady() {
    List<Event> events = new TestMarket().apply(new ReportPosition(position("a", SLOT, 1, 1)));
    assertThat(((PositionRejected) events.get(0)).rejection().code()).isEqualTo(MARKET_NOT_READY);
  }

  @Test
  void aPositionBeyondWhatMoneyCanCountIsRefusedAndACorrectionTaken() {
    // P = 10¹⁰ µ/kWh: L = 922,337,203 Wh, half of it for the two members' meters.
    TestMarket dear =
        TestMarket.under(
            new Rulebooks()
                .members("home-01", "home-02")
                .tariff(new TariffStep(0, 10_000_000_000L, 0))
                .build());
    dear.tick(START + QUARTER);
    List<Event> refused = dear.apply(new ReportPosition(position("home-01", SLOT, 1, 230_584_301)));
    assertThat(((PositionRejected) refused.get(0)).rejection())
        .isEqualTo(
            new Rejection(
                VALUE_OUT_OF_RANGE,
                "import 230584301 Wh and export 0 Wh: this market settles at most 230584300 Wh each"
                    + " per participant and slot; report a corrected version"));
    dear.apply(new ReportPosition(position("home-01", SLOT, 2, 230_584_300)));
    dear.apply(new ReportPosition(position("home-02", SLOT, 1, 230_584_300)));
    assertThat(dear.events(SlotSettled.class)).hasSize(1);
    assertThat(dear.events(SlotSettled.class).get(0).batch().postings().get(2).amountNano())
        .isEqualTo(2 * 230_584_300L * 10_000_000_000L);
  }

  private static MeteredPosition position(
      String participant, DeliverySlot slot, int version, long importWh) {
    return new MeteredPosition(participant, slot, version, importWh, 0, Quality.ACTUAL);
  }

  private Rejection rejection(MeteredPosition position) {
    List<Event> events = market.apply(new ReportPosition(position));
    assertThat(events).hasSize(1).hasOnlyElementsOfType(PositionRejected.class);
    return ((PositionRejected) events.get(0)).rejection();
  }
}
