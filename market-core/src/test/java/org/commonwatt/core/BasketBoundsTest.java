package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.BasketTest.NOW;
import static org.commonwatt.core.BasketTest.basket;
import static org.commonwatt.core.BasketTest.codes;
import static org.commonwatt.core.BasketTest.leg;
import static org.commonwatt.core.BasketTest.message;
import static org.commonwatt.core.BasketTest.open;
import static org.commonwatt.core.BasketTest.rules;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.START;
import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import java.util.List;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BasketFilled;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.GridFees;
import org.junit.jupiter.api.Test;

/** Trades and places are counted over all legs of a basket. */
class BasketBoundsTest {
  private TestMarket market = new TestMarket();
  private int orders;

  @Test
  void legsUnderSeveralRulebooksTogetherMakeAsManyTradesAsOneOrderMay() {
    market = new TestMarket(new MarketStateMachine(MarketBounds.USUAL.withTradesAtOnce(3)));
    market.apply(new ActivateRulebook(rules(GridFees.DEFAULT).build()));
    market.tick(START - 180 * MINUTE); // opens the first slot
    market.apply(new ActivateRulebook(rules(GridFees.DEFAULT).version(2).build()));
    market.tick(START - 120 * MINUTE);
    market.tick(NOW);
    for (int i = 0; i < 4; i++) {
      sell(i / 2, 1);
    }
    assertThat(codes(market.apply(basket(leg(0, BUY, 100, 2), leg(1, BUY, 100, 2)))))
        .containsExactly("2 NOT_FILLED_AT_ONCE");
    assertThat(market.apply(basket(leg(0, BUY, 100, 2), leg(1, BUY, 100, 1))).get(0))
        .isInstanceOf(BasketFilled.class);
  }

  @Test
  void theLegsBeforeTakePlacesToo() {
    market = open(MarketBounds.USUAL.withPlaces(16, 1_000), rules(GridFees.DEFAULT).build());
    sell(0, 100);
    BasketLeg leg = leg(0, BUY, 100, 1);
    List<Event> refused = market.apply(basket(leg, leg, leg, leg, leg, leg(1, BUY, 100, 1)));
    assertThat(codes(refused)).as("a quarter of the slot's").containsExactly("5 OWN_ORDERS_FULL");
    assertThat(message(refused)).contains("counting 4 of the same request before this one");
    assertThat(market.apply(basket(leg, leg, leg, leg)).get(0)).isInstanceOf(BasketFilled.class);
    market = open(MarketBounds.USUAL.withPlaces(1_000, 16), rules(GridFees.DEFAULT).build());
    BasketLeg next = leg(1, BUY, 100, 1);
    assertThat(codes(market.apply(basket(leg, next, leg, next, leg(2, BUY, 100, 1)))))
        .as("a quarter of the market's")
        .containsExactly("5 OWN_ORDERS_FULL");
  }

  @Test
  void theLegsBeforeFillSlotAndMarket() {
    for (int[] places : new int[][] {{4, 1_000}, {1_000, 4}}) {
      market =
          open(
              MarketBounds.USUAL.withPlaces(places[0], places[1]), rules(GridFees.DEFAULT).build());
      sell(0, 100);
      market.apply(new PlaceOrder("home-03", "b", "west", START, BUY, 200_000, 1)); // and a trade
      BasketLeg leg = leg(0, BUY, 100, 1);
      assertThat(codes(market.apply(basket(leg, leg))))
          .containsExactly(places[0] == 4 ? "2 SLOT_FULL" : "2 MARKET_FULL");
      assertThat(market.apply(basket(leg)).get(0)).isInstanceOf(BasketFilled.class);
    }
  }

  private void sell(int slot, long energyWh) {
    long start = START + slot * QUARTER;
    List<Event> events =
        market.apply(new PlaceOrder("home-02", "r" + ++orders, "east", start, SELL, 100, energyWh));
    assertThat(events).hasSize(1).first().isInstanceOf(OrderAccepted.class);
  }
}
