package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.ContinuousFixture.CLOSURE;
import static org.commonwatt.core.ContinuousFixture.GATE;
import static org.commonwatt.core.ContinuousFixture.PLAIN;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.CancelAll;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.MassCancelled;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderAmended;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderExpired;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.OrderReduced;
import org.commonwatt.model.Event.ProductHalted;
import org.commonwatt.model.Event.ProductResumed;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.TimeInForce;
import org.junit.jupiter.api.Test;

/** What the market does between a slot's auction and its gate closure. */
class ContinuousMarketTest {
  private static final OrderTerms GTC = OrderTerms.DEFAULT;

  private final ContinuousFixture slot = new ContinuousFixture(PLAIN);
  private final TestMarket market = slot.market();

  @Test
  void aSlotTradesContinuouslyFromItsAuctionToItsGateClosure() {
    slot.tick(START);
    assertThat(market.events(SlotPhaseChanged.class))
        .filteredOn(changed -> changed.slot().equals(SLOT))
        .extracting(SlotPhaseChanged::phase)
        .containsExactly(
            SlotPhase.OPEN,
            SlotPhase.CLEARED,
            SlotPhase.CONTINUOUS,
            SlotPhase.CLOSED,
            SlotPhase.DELIVERY);
  }

  @Test
  void whatTheAuctionLeavesGoesOnAndTrades() {
    slot.sell("home-01", 100_000, 800);
    slot.buy("home-02", 150_000, 300);
    slot.place("home-02", Side.BUY, 90_000, 70, OrderTerms.of(TimeInForce.GOOD_TILL_AUCTION));
    List<Event> gate = slot.tick(GATE);
    assertThat(gate).contains(new OrderFilled(1, 300, 100_000), new OrderExpired(3, 70));
    assertThat(gate).filteredOn(OrderExpired.class::isInstance).hasSize(1);
    assertThat(market.machine().order(1).orElseThrow().state()).isEqualTo(OrderState.OPEN);
    List<Event> events = slot.buy("home-02", 120_000, 200);
    assertThat(events)
        .last()
        .isEqualTo(
            new ContinuousTrade(
                2, SLOT, 4, 1, Side.BUY, "home-02", "home-01", "east", "east", 200, 100_000, 0,
                List.of(), null));
    Order rest = market.machine().order(1).orElseThrow();
    assertThat(rest.filledWh()).isEqualTo(500);
    assertThat(market.machine().book("east", START).sells())
        .containsExactly(new OrderBook.Level(100_000, 300, 1));
    assertThat(market.machine().continuousTrades(START)).hasSize(1);
  }

  @Test
  void aTradeAcrossAreasUsesWhatTheAuctionLeftOfTheLink() {
    slot.sell("home-01", 100_000, 2_000);
    slot.buy("home-03", 150_000, 400);
    slot.tick(GATE); // 400 of 500 Wh flow
    List<Event> events = slot.buy("home-03", 200_000, 300);
    assertThat(events)
        .containsExactly(
            new OrderAccepted(3, "home-03", "c-3", "west", SLOT, Side.BUY, 200_000, 300, GATE),
            new ContinuousTrade(
                3,
                SLOT,
                3,
                1,
                Side.BUY,
                "home-03",
                "home-01",
                "west",
                "east",
                100,
                100_000,
                10_000,
                List.of(new LinkFlow("east", "west", 100)),
                null));
    assertThat(market.machine().order(3).orElseThrow().state()).isEqualTo(OrderState.OPEN);
  }

  @Test
  void gateClosureCancelsWhatRestsInOrderOfId() {
    slot.tick(GATE);
    slot.sell("home-01", 120_000, 5);
    slot.buy("home-03", 10_000, 7);
    slot.sell("home-02", 110_000, 6);
    List<Event> events = slot.tick(CLOSURE);
    assertThat(events)
        .filteredOn(OrderCancelled.class::isInstance)
        .containsExactly(
            new OrderCancelled(1, 5, CancelReason.GATE_CLOSED),
            new OrderCancelled(2, 7, CancelReason.GATE_CLOSED),
            new OrderCancelled(3, 6, CancelReason.GATE_CLOSED));
    assertThat(events).last().isEqualTo(new SlotPhaseChanged(SLOT, SlotPhase.CLOSED));
    assertThat(market.machine().order(1).orElseThrow().state()).isEqualTo(OrderState.EXPIRED);
  }

  @Test
  void immediateOrdersTradeOrEnd() {
    slot.tick(GATE);
    slot.sell("home-01", 100_000, 100);
    slot.sell("home-01", 140_000, 100);
    slot.sell("home-01", 160_000, 100);
    assertThat(
            slot.place("home-02", Side.BUY, 100_000, 150, OrderTerms.of(TimeInForce.FILL_OR_KILL)))
        .last()
        .isEqualTo(new OrderCancelled(4, 150, CancelReason.UNFILLED));
    // A market order buys no dearer than 50,000 above its first price.
    List<Event> events =
        slot.place(
            "home-02", Side.BUY, 0, 500, OrderTerms.of(TimeInForce.IMMEDIATE_OR_CANCEL).atMarket());
    assertThat(events)
        .filteredOn(ContinuousTrade.class::isInstance)
        .extracting(event -> ((ContinuousTrade) event).priceMicroPerKwh())
        .containsExactly(100_000L, 140_000L);
    assertThat(events).last().isEqualTo(new OrderCancelled(5, 300, CancelReason.UNFILLED));
    assertThat(market.machine().order(4).orElseThrow().state()).isEqualTo(OrderState.CANCELLED);
    assertThat(market.machine().order(5).orElseThrow().state()).isEqualTo(OrderState.MATCHED);
  }

  @Test
  void anAllOrNoneOrderThatDidNotClearRestsAndTradesWithOneArrival() {
    slot.place("home-01", Side.SELL, 9_000, 10, GTC.wholly());
    slot.buy("home-02", 10_000, 4);
    slot.tick(GATE);
    assertThat(market.events(TradeMade.class)).isEmpty();
    assertThat(market.events(ContinuousTrade.class)).isEmpty();
    assertThat(slot.buy("home-02", 9_000, 10))
        .hasSize(2)
        .last()
        .isInstanceOf(ContinuousTrade.class);
  }

  @Test
  void anIcebergShowsItsPeakBeforeAndAfterTheGate() {
    slot.place("home-01", Side.SELL, 100_000, 100, GTC.showing(30));
    assertThat(market.machine().book("east", START).sells().get(0).energyWh()).isEqualTo(30);
    slot.tick(GATE);
    slot.buy("home-02", 100_000, 80);
    assertThat(market.machine().book("east", START).sells().get(0).energyWh()).isEqualTo(10);
    assertThat(market.machine().order(1).orElseThrow().filledWh()).isEqualTo(80);
  }

  @Test
  void anAmendmentKeepsThePlaceOnlyWithLessEnergyAtTheSamePrice() {
    slot.tick(GATE);
    slot.sell("home-01", 100_000, 100);
    slot.sell("home-02", 100_000, 100);
    assertThat(slot.amend("home-01", 1, 60, 100_000))
        .containsExactly(new OrderAmended(1, 100_000, 60, true));
    assertThat(slot.amend("home-02", 2, 110, 100_000))
        .containsExactly(new OrderAmended(2, 100_000, 110, false));
    assertThat(slot.amend("home-01", 1, 60, 99_900))
        .containsExactly(new OrderAmended(1, 99_900, 60, false));
    slot.buy("home-03", 95_000, 10);
    assertThat(slot.amend("home-01", 1, 60, 80_000))
        .as("a bid of 95,000 is enough: the buyer pays the fee on top")
        .hasSize(2)
        .last()
        .isEqualTo(
            new ContinuousTrade(
                1,
                SLOT,
                1,
                3,
                Side.SELL,
                "home-03",
                "home-01",
                "west",
                "east",
                10,
                95_000,
                10_000,
                List.of(new LinkFlow("east", "west", 10)),
                null));
    assertThat(market.machine().order(1).orElseThrow().energyWh()).isEqualTo(60);
  }

  @Test
  void beforeTheGateAnAmendmentThatLosesItsPlaceArrivesAnew() {
    slot.sell("home-01", 100_000, 3);
    slot.sell("home-02", 100_000, 3);
    slot.amend("home-01", 1, 3, 90_000);
    slot.amend("home-01", 1, 3, 100_000);
    slot.buy("home-03", 100_000, 1); // the link's fee keeps the auction from trading
    slot.tick(GATE);
    assertThat(slot.buy("home-02", 100_000, 1))
        .as("order 2 rests first, but is the buyer's own")
        .last()
        .isEqualTo(new OrderCancelled(4, 1, CancelReason.SELF_TRADE));
  }

  @Test
  void selfTradeIsPreventedAsTheArrivingOrderSays() {
    slot.tick(GATE);
    slot.sell("home-01", 100_000, 100);
    assertThat(slot.place("home-01", Side.BUY, 100_000, 30, decrement()))
        .containsExactly(
            new OrderAccepted(
                2, "home-01", "c-2", "east", SLOT, Side.BUY, 100_000, 30, GATE, decrement()),
            new OrderReduced(1, 30),
            new OrderCancelled(2, 30, CancelReason.SELF_TRADE));
    assertThat(market.machine().order(1).orElseThrow().energyWh()).isEqualTo(70);
    assertThat(
            slot.place("home-01", Side.BUY, 100_000, 9, GTC.against(SelfTradeMode.CANCEL_OLDEST)))
        .last()
        .isEqualTo(new OrderCancelled(1, 70, CancelReason.SELF_TRADE));
  }

  @Test
  void aTradeBeyondTheBandHaltsTheProductForAWhile() {
    ContinuousFixture banded =
        new ContinuousFixture(ContinuousFixture.section(5_000, GridFees.DEFAULT));
    banded.sell("home-01", 50_000, 5);
    banded.buy("home-02", 50_000, 5);
    banded.tick(GATE); // reference 50,000
    banded.sell("home-01", 55_000, 5);
    banded.sell("home-01", 60_000, 5);
    banded.sell("home-01", 66_000, 5);
    long until = GATE + MINUTE;
    assertThat(banded.buy("home-02", 70_000, 20))
        .extracting(Event::getClass)
        .containsExactly(
            OrderAccepted.class,
            ContinuousTrade.class,
            ContinuousTrade.class,
            ProductHalted.class,
            OrderCancelled.class);
    TestMarket halted = banded.market();
    assertThat(halted.events())
        .contains(new ProductHalted(SLOT, "east", 66_000, until))
        .last()
        .isEqualTo(new OrderCancelled(6, 10, CancelReason.HALTED));
    assertThat(banded.tick(until - 1)).hasSize(1);
    assertThat(banded.tick(until + 1)).contains(new ProductResumed(SLOT, "east"));
    assertThat(banded.buy("home-02", 70_000, 5)).last().isInstanceOf(ContinuousTrade.class);
  }

  @Test
  void datedOrdersEndBeforeTheStepsOfTheirInstant() {
    slot.place("home-01", Side.SELL, 100_000, 5, GTC.goodTill(GATE));
    slot.place("home-01", Side.SELL, 100_000, 6, GTC.goodTill(CLOSURE));
    slot.place("home-01", Side.SELL, 100_000, 7, GTC.goodTill(CLOSURE + 1));
    slot.buy("home-02", 100_000, 1);
    slot.tick(START);
    assertThat(market.events(OrderCancelled.class))
        .containsExactly(
            new OrderCancelled(1, 5, CancelReason.EXPIRED),
            new OrderCancelled(2, 6, CancelReason.EXPIRED),
            new OrderCancelled(3, 6, CancelReason.GATE_CLOSED));
  }

  @Test
  void ordersAreCancelledByTheirOwnerOneByOneOrAllTogether() {
    slot.sell("home-01", 100_000, 1);
    slot.tick(GATE);
    slot.sell("home-01", 100_000, 2);
    slot.sell("home-02", 100_000, 3);
    slot.sell("home-01", 100_000, 4);
    assertThat(market.apply(new CancelOrder("home-01", 2)))
        .containsExactly(new OrderCancelled(2, 2, CancelReason.BY_OWNER));
    assertThat(market.apply(new CancelAll("home-01", START + 15 * MINUTE)))
        .containsExactly(new MassCancelled("home-01", START + 15 * MINUTE, 0));
    assertThat(market.apply(new CancelAll("home-01", null)))
        .containsExactly(
            new OrderCancelled(1, 1, CancelReason.MASS_CANCEL),
            new OrderCancelled(4, 4, CancelReason.MASS_CANCEL),
            new MassCancelled("home-01", null, 2));
    assertThat(market.machine().book("east", START).sells())
        .containsExactly(new OrderBook.Level(100_000, 3, 1));
  }

  @Test
  void aSlotKeepsTheRulesOfItsOpeningAlsoForItsBook() {
    slot.tick(GATE);
    slot.sell("home-01", 100_000, 10);
    market.apply(new ActivateRulebook(ContinuousFixture.rules().version(2).build()));
    assertThat(slot.buy("home-02", 100_000, 10)).last().isInstanceOf(ContinuousTrade.class);
    slot.tick(START);
    slot.tick(START + 60 * MINUTE);
    assertThat(market.events(SlotPhaseChanged.class))
        .filteredOn(changed -> changed.phase() == SlotPhase.CONTINUOUS)
        .extracting(SlotPhaseChanged::slot)
        .as("slots that opened before version 2")
        .containsExactly(SLOT, SLOT.plus(1), SLOT.plus(2));
  }

  private static OrderTerms decrement() {
    return GTC.against(SelfTradeMode.DECREMENT_AND_CANCEL);
  }
}
