package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.ContinuousFixture.GATE;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AmendRejected;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderAmended;
import org.commonwatt.model.Event.OrderRejected;
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
  void anOrderThatEndedKeepsItsPlace() {
    for (int i = 1; i <= 10; i++) {
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
    for (int i = 0; i < 10; i++) {
      sell("home-01");
    }
    assertThat(market.apply(new AmendOrder("home-01", 1, 20, 200)))
        .hasOnlyElementsOfType(OrderAmended.class);
  }

  @Test
  void whatIsSaidOfTheParticipantComesAfterWhatIsSaidOfAll() {
    market = open(4, 4);
    assertThat(sell("home-01")).hasOnlyElementsOfType(OrderAccepted.class);
    assertThat(code(sell("home-01"))).isEqualTo(RejectionCode.OWN_ORDERS_FULL);
    market.apply(new PlaceOrder("home-02", "b", "east", START, Side.BUY, 100, 10));
    market.apply(new PlaceOrder("home-03", "b", "west", START, Side.BUY, 0, 10));
    market.tick(GATE); // with a trade it is 4
    assertThat(code(sell("home-01"))).isEqualTo(RejectionCode.MARKET_FULL);
  }

  @Test
  void aParticipantHasAShareOfTheMarketToo() {
    market = open(40, 16);
    for (int i = 0; i < 4; i++) {
      assertThat(market.apply(order("home-01", START + i % 2 * QUARTER)))
          .hasOnlyElementsOfType(OrderAccepted.class);
    }
    OrderRejected refused = (OrderRejected) sell("home-01").get(0);
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.OWN_ORDERS_FULL);
    assertThat(refused.rejection().message()).contains("4 places of the market");
  }

  @Test
  void aSlotThatIsDroppedGivesItsPlacesBackConfirmedOrNot() {
    market = open(40, 16);
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
    market =
        new TestMarket(
            MarketStateMachine.restore(
                StateTest.Tape.of(market.machine()), MarketBounds.USUAL.withPlaces(40, 1_000)));
    assertThat(code(sell("home-02"))).isEqualTo(RejectionCode.OWN_ORDERS_FULL);
    for (int i = 0; i < 5; i++) {
      assertThat(sell("home-01")).hasOnlyElementsOfType(OrderAccepted.class);
    }
    assertThat(code(sell("home-01"))).isEqualTo(RejectionCode.OWN_ORDERS_FULL);
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

  private static TestMarket open(int ofSlot, int ofMarket) {
    TestMarket market =
        new TestMarket(new MarketStateMachine(MarketBounds.USUAL.withPlaces(ofSlot, ofMarket)));
    market.apply(
        new ActivateRulebook(
            ContinuousFixture.rules().continuous(ContinuousFixture.PLAIN).build()));
    market.tick(START - 45 * MINUTE); // two slots are open
    return market;
  }
}
