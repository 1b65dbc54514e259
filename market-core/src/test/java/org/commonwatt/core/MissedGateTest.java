package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.CancelAuction;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.GateMissed;
import org.commonwatt.model.Event.OrderExpired;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Rulebook.Timing;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

class MissedGateTest {
  private static final long GATE = START - 15 * MINUTE;
  private static final DeliverySlot SECOND = new DeliverySlot(START + QUARTER, 15);

  /** Tolerates a minute; auctions may be cancelled for ten. */
  static Safeguards fallbacks(MissedGate missedGate) {
    int schedule = missedGate == MissedGate.PREVIOUS_SCHEDULE ? 15 : 0;
    return new Safeguards(null, new Fallbacks("operator", missedGate, 60, schedule, 10, 30));
  }

  private static TestMarket open(MissedGate missedGate) {
    TestMarket market = TestMarket.under(new Rulebooks().safeguards(fallbacks(missedGate)).build());
    market.tick(START - 60 * MINUTE);
    return market;
  }

  private static void trade(TestMarket market) {
    market.place("home-01", Side.SELL, 100_000, 500);
    market.place("home-02", Side.BUY, 200_000, 400);
  }

  @Test
  void aTickThatIsLateWithinTheToleranceHoldsTheAuction() {
    TestMarket market = open(MissedGate.NO_TRADE);
    trade(market);
    market.tick(GATE + MINUTE);
    assertThat(market.events(GateMissed.class)).isEmpty();
    assertThat(market.machine().trades(START)).hasSize(1);
  }

  @Test
  void aLateAuctionIsHeldWithTheOrdersThatAreThere() {
    TestMarket market = open(MissedGate.LATE_AUCTION);
    trade(market);
    assertThat(market.tick(GATE + MINUTE + 1))
        .contains(new GateMissed(SLOT, MINUTE + 1, MissedGate.LATE_AUCTION));
    assertThat(market.machine().trades(START)).hasSize(1);
  }

  @Test
  void onceDeliveryHasBegunALateAuctionIsNoAuction() {
    TestMarket market = open(MissedGate.LATE_AUCTION);
    trade(market);
    assertThat(market.tick(START))
        .contains(new GateMissed(SLOT, 15 * MINUTE, MissedGate.NO_TRADE))
        .contains(new OrderExpired(1, 500), new OrderExpired(2, 400));
    assertThat(market.machine().trades(START)).isEmpty();
  }

  @Test
  void aMarketWithoutFallbacksHoldsItsAuctionHoweverLate() {
    TestMarket market = TestMarket.open();
    trade(market);
    market.tick(START + 10 * QUARTER);
    assertThat(market.events(GateMissed.class)).isEmpty();
    assertThat(market.machine().trades(START)).hasSize(1);
  }

  @Test
  void withoutAnAuctionEveryOpenOrderExpiresAndTheSupplierDelivers() {
    TestMarket market = open(MissedGate.NO_TRADE);
    trade(market);
    market.tick(GATE + 2 * MINUTE);
    AuctionCleared none = market.machine().auction(START).orElseThrow();
    assertThat(none.volumeWh()).isZero();
    assertThat(none.areas().get(0).priceMicroPerKwh()).isNull();
    assertThat(market.machine().order(1).orElseThrow().state()).isEqualTo(OrderState.EXPIRED);
    market.tick(START + QUARTER);
    market.report("home-01", SLOT, 0, 500);
    market.report("home-02", SLOT, 400, 0);
    market.report("home-03", SLOT, 0, 0);
    SlotSettled settled = market.events(SlotSettled.class).get(0);
    assertThat(settled.billLines())
        .extracting(line -> line.kind())
        .containsExactly(
            Kind.RESIDUAL_INJECTION, Kind.TAKEN_OVER, Kind.RESIDUAL_WITHDRAWAL, Kind.SUPPLIED);
  }

  @Test
  void continuousTradingBeginsEmptyAfterNoAuction() {
    TestMarket market =
        TestMarket.under(
            ContinuousFixture.rules()
                .continuous(ContinuousFixture.PLAIN)
                .safeguards(fallbacks(MissedGate.NO_TRADE))
                .build());
    market.tick(START - 60 * MINUTE);
    market.apply(order("home-01", "a", Side.SELL, START));
    market.tick(ContinuousFixture.GATE + 2 * MINUTE);
    assertThat(market.machine().order(1).orElseThrow().state()).isEqualTo(OrderState.EXPIRED);
    market.apply(order("home-02", "b", Side.BUY, START));
    assertThat(market.events(ContinuousTrade.class)).isEmpty();
    market.apply(order("home-01", "c", Side.SELL, START));
    assertThat(market.events(ContinuousTrade.class)).hasSize(1);
  }

  @Test
  void aScheduleForWhichThereIsNoRoomIsNotRepeated() {
    for (int places : new int[] {4, 3}) { // two orders and a trade are kept
      TestMarket market =
          new TestMarket(new MarketStateMachine(MarketBounds.USUAL.withPlaces(1_000, 1_000)));
      market.apply(
          new ActivateRulebook(
              new Rulebooks().safeguards(fallbacks(MissedGate.PREVIOUS_SCHEDULE)).build()));
      market.tick(START - 60 * MINUTE);
      trade(market);
      market.tick(GATE);
      TestMarket full =
          new TestMarket(
              MarketStateMachine.restore(
                  StateTest.Tape.of(market.machine()),
                  MarketBounds.USUAL.withPlaces(1_000, places)));
      MissedGate expected = places == 4 ? MissedGate.PREVIOUS_SCHEDULE : MissedGate.NO_TRADE;
      assertThat(full.tick(START + 2 * MINUTE))
          .contains(new GateMissed(SECOND, 2 * MINUTE, expected));
      assertThat(full.machine().keptPlaces()).isEqualTo(places);
    }
  }

  @Test
  void thePreviousScheduleIsTradedAgainBetweenTheSamePartiesAtTheSamePrice() {
    TestMarket market = open(MissedGate.PREVIOUS_SCHEDULE);
    trade(market);
    market.tick(GATE);
    TradeMade first = market.machine().trades(START).get(0);
    market.apply(order("home-03", "later", Side.BUY, START + QUARTER));
    assertThat(market.tick(START + 2 * MINUTE))
        .contains(new GateMissed(SECOND, 2 * MINUTE, MissedGate.PREVIOUS_SCHEDULE))
        .contains(new OrderExpired(3, 400))
        .contains(
            new TradeMade(
                first.tradeId() + 1,
                SECOND,
                0,
                0,
                "home-02",
                "home-01",
                400,
                first.priceMicroPerKwh()));
    AuctionCleared again = market.machine().auction(SECOND.startMillis()).orElseThrow();
    assertThat(again.areas()).isEqualTo(market.machine().auction(START).orElseThrow().areas());
    market.tick(START + 2 * QUARTER);
    market.reportNothing(SLOT);
    market.reportNothing(SECOND);
    SlotSettled settled = market.events(SlotSettled.class).get(1);
    assertThat(settled.billLines()).filteredOn(line -> line.tradeId() == 2).hasSize(2);
    assertThat(settled.batch().postings().stream().mapToLong(Posting::amountNano).sum()).isZero();
  }

  @Test
  void aRepeatedScheduleSendsTheSameOverTheLinks() {
    TestMarket market =
        TestMarket.under(
            ContinuousFixture.rules()
                .timing(new Timing(15, 120, 60, 15, START))
                .safeguards(fallbacks(MissedGate.PREVIOUS_SCHEDULE))
                .build());
    market.tick(START - 60 * MINUTE);
    market.apply(order("home-01", "a", Side.SELL, START));
    market.apply(order("home-03", "b", Side.BUY, START));
    market.tick(GATE);
    market.tick(START + 2 * MINUTE);
    assertThat(market.machine().auction(SECOND.startMillis()).orElseThrow().links())
        .singleElement()
        .satisfies(flow -> assertThat(flow.flowWh()).isEqualTo(400));
    assertThat(market.machine().trades(SECOND.startMillis())).hasSize(2);
    market.tick(START + 2 * QUARTER);
    market.reportNothing(SLOT);
    market.reportNothing(SECOND);
    List<SlotSettled> settled = market.events(SlotSettled.class);
    assertThat(settled.get(1).batch().postings()).isEqualTo(settled.get(0).batch().postings());
  }

  @Test
  void withoutAScheduleUnderTheSameRulebookThereIsNoTrade() {
    TestMarket first = open(MissedGate.PREVIOUS_SCHEDULE);
    trade(first);
    first.tick(GATE + 2 * MINUTE);
    assertThat(first.events(GateMissed.class))
        .containsExactly(new GateMissed(SLOT, 2 * MINUTE, MissedGate.NO_TRADE));

    TestMarket changed =
        TestMarket.under(
            new Rulebooks().safeguards(fallbacks(MissedGate.PREVIOUS_SCHEDULE)).build());
    changed.tick(START - 60 * MINUTE);
    trade(changed);
    changed.apply(
        new ActivateRulebook(
            new Rulebooks()
                .version(2)
                .safeguards(fallbacks(MissedGate.PREVIOUS_SCHEDULE))
                .build()));
    changed.tick(GATE);
    changed.tick(START + 2 * MINUTE);
    assertThat(changed.events(GateMissed.class))
        .containsExactly(new GateMissed(SECOND, 2 * MINUTE, MissedGate.NO_TRADE));
  }

  @Test
  void aCancelledAuctionIsNoScheduleToRepeat() {
    TestMarket market = open(MissedGate.PREVIOUS_SCHEDULE);
    trade(market);
    market.tick(GATE);
    market.apply(new CancelAuction("operator", START, "wrong prices"));
    market.tick(START + 2 * MINUTE);
    assertThat(market.events(GateMissed.class))
        .containsExactly(new GateMissed(SECOND, 2 * MINUTE, MissedGate.NO_TRADE));
  }

  private static PlaceOrder order(String home, String id, Side side, long slotStartMillis) {
    boolean village = slotStartMillis != START;
    String area = village ? "village" : home.equals("home-03") ? "west" : "east";
    long price = side == Side.BUY ? 250_000 : 150_000;
    return new PlaceOrder(home, id, area, slotStartMillis, side, price, 400);
  }
}
