package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.ContinuousFixture.GATE;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AmendRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderAmended;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** Slots, markets and participants have so many places and no more. */
class RoomTest {
  private static final long KEPT = MarketStateMachine.RETENTION_HOURS * 60 * MINUTE;

  private TestMarket market = open(40, 1_000); // a quarter: 10
  private int ids;

  @Test
  void anOrderThatEndedKeepsItsPlaces() {
    for (int i = 1; i <= 5; i++) { // before the gate each has one for its trade, too
      assertThat(sell("home-01")).hasOnlyElementsOfType(OrderAccepted.class);
      market.apply(new CancelOrder("home-01", i));
    }
    assertThat(code(sell("home-01"))).isEqualTo(RejectionCode.OWN_ORDERS_FULL);
    assertThat(sell("home-02"))
        .as("there is room for others")
        .hasOnlyElementsOfType(OrderAccepted.class);
    assertThat(market.apply(order("home-01", START + QUARTER)))
        .as("and in other slots")
        .hasOnlyElementsOfType(OrderAccepted.class);
  }

  @Test
  void aTradeTakesAPlaceOfWhoArrived() {
    market.tick(GATE);
    for (int i = 0; i < 5; i++) {
      sell("home-01");
      market.apply(new PlaceOrder("home-02", "b" + i, "east", START, Side.BUY, 100, 10));
    }
    assertThat(sell("home-01")).as("5 of 10").hasOnlyElementsOfType(OrderAccepted.class);
    assertThat(code(sell("home-02")))
        .as("5 orders and 5 trades")
        .isEqualTo(RejectionCode.OWN_ORDERS_FULL);
  }

  @Test
  void anAmendmentThatMayTradeNeedsRoomAndOneThatKeepsThePlaceDoesNot() {
    market.tick(GATE);
    for (int i = 0; i < 10; i++) {
      sell("home-01");
    }
    List<Event> other = market.apply(new AmendOrder("home-01", 1, 10, 200));
    assertThat(((AmendRejected) other.get(0)).rejection().code())
        .isEqualTo(RejectionCode.OWN_ORDERS_FULL);
    assertThat(market.apply(new AmendOrder("home-01", 1, 5, 100)))
        .hasOnlyElementsOfType(OrderAmended.class);
  }

  @Test
  void beforeTheGateAnAmendmentNeedsNoRoom() {
    for (int i = 0; i < 5; i++) {
      sell("home-01");
    }
    assertThat(code(sell("home-01"))).isEqualTo(RejectionCode.OWN_ORDERS_FULL);
    assertThat(market.apply(new AmendOrder("home-01", 1, 20, 200)))
        .hasOnlyElementsOfType(OrderAmended.class);
  }

  @Test
  void whatIsSaidOfTheParticipantComesAfterWhatIsSaidOfAll() {
    market = open(4, 4);
    assertThat(sell("home-01")).hasOnlyElementsOfType(OrderAccepted.class);
    assertThat(code(sell("home-01"))).isEqualTo(RejectionCode.OWN_ORDERS_FULL);
    market.apply(new PlaceOrder("home-02", "b", "east", START, Side.BUY, 100, 10));
    market.tick(GATE); // two orders and a trade
    market.apply(new PlaceOrder("home-03", "b", "west", START, Side.BUY, 0, 10));
    assertThat(code(sell("home-01"))).isEqualTo(RejectionCode.MARKET_FULL);
  }

  @Test
  void aParticipantHasAShareOfTheMarketToo() {
    market = open(40, 16);
    for (int i = 0; i < 2; i++) {
      assertThat(market.apply(order("home-01", START + i * QUARTER)))
          .hasOnlyElementsOfType(OrderAccepted.class);
    }
    OrderRejected refused = (OrderRejected) sell("home-01").get(0);
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.OWN_ORDERS_FULL);
    assertThat(refused.rejection().message()).contains("4 places of the market");
  }

  @Test
  void aSlotThatIsDroppedGivesItsPlacesBackConfirmedOrNot() {
    market = open(40, 16);
    market.tick(GATE);
    for (int i = 0; i < 4; i++) {
      sell("home-01");
    }
    market.tick(SLOT.endMillis());
    market.reportNothing(SLOT);
    market.tick(SLOT.endMillis() + KEPT - QUARTER);
    long later = START + KEPT + 2 * QUARTER;
    assertThat(code(market.apply(order("home-01", later))))
        .isEqualTo(RejectionCode.OWN_ORDERS_FULL);
    market.tick(SLOT.endMillis() + KEPT);
    assertThat(market.apply(order("home-01", later))).hasOnlyElementsOfType(OrderAccepted.class);
  }

  @Test
  void aMarketThatGoesOnFromItsStateHasTheSamePlaces() {
    market.tick(GATE);
    for (int i = 0; i < 5; i++) {
      sell("home-01");
      market.apply(new PlaceOrder("home-02", "b" + i, "east", START, Side.BUY, 100, 10));
    }
    market = restored(40, 1_000);
    assertThat(code(sell("home-02"))).isEqualTo(RejectionCode.OWN_ORDERS_FULL);
    for (int i = 0; i < 5; i++) {
      assertThat(sell("home-01")).hasOnlyElementsOfType(OrderAccepted.class);
    }
    assertThat(code(sell("home-01"))).isEqualTo(RejectionCode.OWN_ORDERS_FULL);
  }

  @Test
  void beforeTheGateEveryOrderHasAPlaceForItsTrade() {
    for (int[] places : new int[][] {{12, 1_000}, {1_000, 12}}) {
      market = open(places[0], places[1]);
      for (int i = 0; i < 2; i++) {
        sell("home-01");
        sell("home-02");
        market.apply(new PlaceOrder("home-03", "c-" + ++ids, "west", START, Side.SELL, 100, 10));
      }
      RejectionCode full = places[0] == 12 ? RejectionCode.SLOT_FULL : RejectionCode.MARKET_FULL;
      assertThat(code(sell("home-01"))).isEqualTo(full);
      assertThat(code(sell("home-01"))).isEqualTo(full);
      TestMarket restored = restored(places[0], places[1]);
      assertThat(code(restored.apply(order("home-01", START)))).isEqualTo(full);
      market.tick(GATE); // nobody buys, so the places for trades are free
      assertThat(sell("home-01")).hasOnlyElementsOfType(OrderAccepted.class);
      assertThat(code(sell("home-01"))).isEqualTo(RejectionCode.OWN_ORDERS_FULL);
    }
  }

  @Test
  void theTradesOfAnAuctionTakeThePlacesThatWereKeptForThem() {
    market = open(12, 1_000);
    for (int i = 0; i < 3; i++) {
      sell("home-0" + (1 + i % 2));
      market.apply(new PlaceOrder("home-03", "c-" + ++ids, "west", START, Side.BUY, 20_000, 10));
    }
    assertThat(market.machine().keptPlaces()).as("the third buy is refused").isEqualTo(5);
    market.tick(GATE);
    assertThat(market.events(TradeMade.class)).isNotEmpty();
    assertThat(market.machine().keptPlaces())
        .isEqualTo(5 + market.events(TradeMade.class).size())
        .isLessThanOrEqualTo(12);
  }

  /** The link's fee of the auction keeps apart what that of continuous trading lets meet. */
  @Test
  void whatAnAuctionLeavesTradesOnlyAsFarAsThereIsRoom() {
    for (int room : new int[] {0, 1, 2, 3}) {
      market =
          open(
              40 + room,
              1_000,
              ContinuousFixture.section(0, ContinuousFixture.fees(FeeMode.ON_TOP)));
      for (int i = 0; i < 3; i++) {
        market.apply(new PlaceOrder("home-01", "s" + i, "east", START, Side.SELL, 100_000, 10));
        market.apply(new PlaceOrder("home-03", "b" + i, "west", START, Side.BUY, 105_000, 10));
      }
      TestMarket full = restored(6 + room, 1_000);
      List<Event> gate = full.tick(GATE);
      assertThat(gate).filteredOn(ContinuousTrade.class::isInstance).hasSize(room);
      assertThat(gate)
          .filteredOn(OrderCancelled.class::isInstance)
          .hasSize(3 - room)
          .allMatch(event -> ((OrderCancelled) event).reason() == CancelReason.TRADE_LIMIT);
      assertThat(full.machine().keptPlaces()).isEqualTo(6 + room);
    }
  }

  @Test
  void everyMarketHasTheSamePlaces() {
    assertThat(MarketBounds.USUAL.slotPlaces()).isEqualTo(100_000);
    assertThat(MarketBounds.USUAL.marketPlaces()).isEqualTo(1_000_000);
    assertThat(RoomChecks.SHARES).isEqualTo(4);
  }

  private List<Event> sell(String home) {
    return market.apply(order(home, START));
  }

  private PlaceOrder order(String home, long slotStart) {
    return new PlaceOrder(
        home, "c-" + ++ids, "east", slotStart, Side.SELL, 100, 10, OrderTerms.DEFAULT);
  }

  private static RejectionCode code(List<Event> events) {
    assertThat(events).hasSize(1);
    return ((OrderRejected) events.get(0)).rejection().code();
  }

  private TestMarket restored(int ofSlot, int ofMarket) {
    return new TestMarket(
        MarketStateMachine.restore(
            StateTest.Tape.of(market.machine()), MarketBounds.USUAL.withPlaces(ofSlot, ofMarket)));
  }

  private static TestMarket open(int ofSlot, int ofMarket) {
    return open(ofSlot, ofMarket, ContinuousFixture.PLAIN);
  }

  private static TestMarket open(int ofSlot, int ofMarket, Continuous continuous) {
    TestMarket market =
        new TestMarket(new MarketStateMachine(MarketBounds.USUAL.withPlaces(ofSlot, ofMarket)));
    market.apply(new ActivateRulebook(ContinuousFixture.rules().continuous(continuous).build()));
    market.tick(START - 45 * MINUTE); // two slots are open
    return market;
  }
}
