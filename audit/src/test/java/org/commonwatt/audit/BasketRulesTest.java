package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BasketFilled;
import org.commonwatt.model.Event.BasketRejected;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** What the legs of a basket take together: places and trades. */
class BasketRulesTest {
  private static final int MANY = 1_000;

  @Test
  void theLegsBeforeTakePlacesOfTheirOwner() {
    for (int[] places : new int[][] {{16, MANY}, {MANY, 16}}) {
      ContinuousDay day = day(100, places);
      day.sell("ann", 100_000, 100);
      assertThat(codes(day.add(basket(5))))
          .as("a quarter of the slot's, or the market's")
          .containsExactly("5 OWN_ORDERS_FULL");
      assertThat(day.add(basket(4)).get(0)).isInstanceOf(BasketFilled.class);
    }
  }

  @Test
  void theLegsBeforeFillSlotAndMarket() {
    for (int[] places : new int[][] {{4, MANY}, {MANY, 4}}) {
      ContinuousDay day = day(100, places);
      day.sell("ann", 100_000, 100);
      day.buy("cat", 200_000, 1); // and a trade
      assertThat(codes(day.add(basket(2))))
          .containsExactly(places[0] == 4 ? "2 SLOT_FULL" : "2 MARKET_FULL");
      assertThat(day.add(basket(1)).get(0)).isInstanceOf(BasketFilled.class);
    }
  }

  @Test
  void allLegsTogetherMakeAsManyTradesAsOneOrderMay() {
    ContinuousDay day = day(3, new int[] {MANY, MANY});
    for (int i = 0; i < 4; i++) {
      day.sell("ann", 100_000, 1);
    }
    assertThat(codes(day.add(basket(4)))).containsExactly("4 NOT_FILLED_AT_ONCE");
    assertThat(day.add(basket(3)).get(0)).isInstanceOf(BasketFilled.class);
  }

  private static ContinuousDay day(int tradesAtOnce, int[] places) {
    ContinuousDay day =
        ContinuousDay.open(
            FeeMode.ON_TOP,
            new MarketReplay(
                new MarketState.Bounds(100, tradesAtOnce, 100, places[0], places[1], MANY)));
    day.tick(-15);
    return day;
  }

  /** So many legs of bob's that buy 1 Wh each. */
  private static PlaceBasket basket(int legs) {
    BasketLeg leg = new BasketLeg("east", ContinuousDay.START, Side.BUY, 100_000, 1, null);
    return new PlaceBasket(
        "bob", "b", SelfTradeMode.CANCEL_NEWEST, null, null, Collections.nCopies(legs, leg));
  }

  private static List<String> codes(List<Event> events) {
    assertThat(events).hasSize(1);
    return ((BasketRejected) events.get(0))
        .refusals().stream().map(one -> one.leg() + " " + one.rejection().code()).toList();
  }
}
