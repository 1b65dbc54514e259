package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.BasketTest.codes;
import static org.commonwatt.core.BasketTest.leg;
import static org.commonwatt.core.BasketTest.market;
import static org.commonwatt.core.BasketTest.open;
import static org.commonwatt.core.BasketTest.rules;
import static org.commonwatt.core.BasketTest.told;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.START;
import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BasketFilled;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Leg;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;
import org.junit.jupiter.api.Test;

/** Blocks of one user in the market: four slots trade continuously. */
class UserBlockTest {
  private TestMarket market = market(GridFees.DEFAULT, Safeguards.NONE);
  private int orders;

  @Test
  void aBlockTradesInAllItsSlotsAtItsPriceOnAverage() {
    sell("home-02", 0, 200_000, 300);
    sell("home-02", 1, 400_000, 300);
    sell("home-02", 2, 250_000, 300);
    sell("home-02", 3, 350_000, 300);
    assertThat(codes(market.apply(block(299_999, BUY, 250, 250, 250, 250))))
        .containsExactly("0 NOT_FILLED_AT_ONCE");
    List<Event> events = market.apply(block(300_000, BUY, 250, 250, 250, 250));
    assertThat(events.get(0)).isEqualTo(new BasketFilled("home-01", "b", 5, 4));
    OrderAccepted first = (OrderAccepted) events.get(1);
    assertThat(first.terms())
        .isEqualTo(
            OrderTerms.of(TimeInForce.FILL_OR_KILL).atMarket().as(new Leg(1, 4, 300_000L, null)));
    assertThat(first.priceMicroPerKwh()).isZero();
    assertThat(told(events.get(4))).isEqualTo("trade 2 of 6 and 2: 250 at 400000");
  }

  @Test
  void theAverageIsWeightedByEnergyAndExact() {
    sell("home-02", 0, 100_000, 1);
    sell("home-02", 1, 100_100, 2_000);
    // 1 Wh at 100,000 and 2,000 at 100,100: 100,099.95 on average
    assertThat(codes(market.apply(block(100_099, BUY, 1, 2_000))))
        .containsExactly("0 NOT_FILLED_AT_ONCE");
    assertThat(market.apply(block(100_100, BUY, 1, 2_000)).get(0)).isInstanceOf(BasketFilled.class);
    buy("home-02", 0, 200_000, 10);
    buy("home-02", 1, 100_000, 10);
    assertThat(codes(market.apply(block("s", 150_001, SELL, 10, 10))))
        .containsExactly("0 NOT_FILLED_AT_ONCE");
    assertThat(market.apply(block("s", 150_000, SELL, 10, 10)).get(0))
        .isInstanceOf(BasketFilled.class);
  }

  @Test
  void aBlockIsOneOrderOverSlotsInARow() {
    sell("home-02", 0, 100_000, 10);
    assertThat(shape(leg(0, BUY, 0, 1), leg(2, BUY, 0, 1)))
        .containsExactly("0 QUALIFIERS_CONFLICT");
    assertThat(shape(leg(0, BUY, 0, 1), leg(0, BUY, 0, 1)))
        .containsExactly("0 QUALIFIERS_CONFLICT");
    assertThat(shape(leg(0, BUY, 0, 1), leg(1, SELL, 0, 1)))
        .containsExactly("0 QUALIFIERS_CONFLICT");
    assertThat(shape(leg(0, BUY, 100, 1))).containsExactly("0 QUALIFIERS_CONFLICT");
    assertThat(shape(leg(0, BUY, 0, 1), new BasketLeg("west", START + QUARTER, BUY, 0, 1, null)))
        .containsExactly("0 QUALIFIERS_CONFLICT");
    assertThat(codes(market.apply(block(2_000_001, BUY, 1))))
        .containsExactly("0 PRICE_OUT_OF_RANGE");
    assertThat(codes(market.apply(block(100_000, BUY, 1, 1))))
        .containsExactly("2 NOT_FILLED_AT_ONCE");
  }

  private List<String> shape(BasketLeg... legs) {
    return codes(
        market.apply(
            new PlaceBasket(
                "home-01", "b", SelfTradeMode.CANCEL_NEWEST, 100_000L, null, List.of(legs))));
  }

  @Test
  void aBlockNeedsCollateralForWhatItCosts() {
    market =
        market(
            ContinuousFixture.fees(FeeMode.ON_TOP),
            new Safeguards(new Guarantees("house", 0, 0, 0), null, null));
    market.apply(new PlaceOrder("home-02", "s1", "east", START, SELL, 100_000, 100));
    market.apply(new PlaceOrder("home-02", "s2", "east", START + QUARTER, SELL, 200_000, 100));
    // to west: 3,000 and 2.5 % of the price on top, which the limit does not count
    market.apply(new ReportCollateral("home-03", 31_349_999, 0));
    PlaceBasket block =
        new PlaceBasket(
            "home-03",
            "b",
            SelfTradeMode.CANCEL_NEWEST,
            150_000L,
            null,
            List.of(
                new BasketLeg("west", START, BUY, 0, 100, null),
                new BasketLeg("west", START + QUARTER, BUY, 0, 100, null)));
    assertThat(codes(market.apply(block))).containsExactly("0 COLLATERAL_TOO_LOW");
    market.apply(new ReportCollateral("home-03", 31_350_000, 0));
    assertThat(market.apply(block).get(0)).isInstanceOf(BasketFilled.class);
    assertThat(market.machine().account("home-03").availableNano().signum()).isZero();
  }

  @Test
  void withFeesFromTheBidTheAveragePaysThem() {
    market = market(ContinuousFixture.fees(FeeMode.FROM_BID), Safeguards.NONE);
    sell("home-02", 0, 100_000, 100);
    BasketLeg leg = new BasketLeg("west", START, BUY, 0, 100, null);
    assertThat(codes(market.apply(blockOf("home-03", 105_499, leg))))
        .containsExactly("0 NOT_FILLED_AT_ONCE");
    assertThat(market.apply(blockOf("home-03", 105_500, leg)).get(0))
        .isInstanceOf(BasketFilled.class);
  }

  @Test
  void aBlockTradesAtAnyPriceOfACollarThatIsNoMultipleOfTheTick() {
    market = open(MarketBounds.USUAL, rules(GridFees.DEFAULT).prices(-999_950, 999_950).build());
    sell("home-02", 0, 999_900, 10);
    assertThat(codes(market.apply(block(999_899, BUY, 10))))
        .containsExactly("0 NOT_FILLED_AT_ONCE");
    assertThat(market.apply(block(999_900, BUY, 10)).get(0)).isInstanceOf(BasketFilled.class);
    buy("home-02", 0, -999_900, 10);
    assertThat(codes(market.apply(block("s", -999_899, SELL, 10))))
        .containsExactly("0 NOT_FILLED_AT_ONCE");
    assertThat(market.apply(block("s", -999_900, SELL, 10)).get(0))
        .isInstanceOf(BasketFilled.class);
  }

  @Test
  void priceAndFeeTogetherMayLieBetweenTheLastTickAndTheEndOfTheCollar() {
    market =
        open(
            MarketBounds.USUAL,
            rules(ContinuousFixture.fees(FeeMode.FROM_BID)).prices(-999_950, 999_950).build());
    sell("home-02", 0, 972_600, 10); // with 3,000 and 2.5 %: 999,915
    BasketLeg leg = new BasketLeg("west", START, BUY, 0, 10, null);
    assertThat(codes(market.apply(blockOf("home-03", 999_914, leg))))
        .containsExactly("0 NOT_FILLED_AT_ONCE");
    assertThat(market.apply(blockOf("home-03", 999_915, leg)).get(0))
        .isInstanceOf(BasketFilled.class);
  }

  private static PlaceBasket blockOf(String home, long average, BasketLeg... legs) {
    return new PlaceBasket(home, "b", SelfTradeMode.CANCEL_NEWEST, average, null, List.of(legs));
  }

  private PlaceBasket block(long average, Side side, long... energies) {
    return block("b", average, side, energies);
  }

  private static PlaceBasket block(String id, long average, Side side, long... energies) {
    List<BasketLeg> legs = new ArrayList<>();
    for (int i = 0; i < energies.length; i++) {
      legs.add(leg(i, side, 0, energies[i]));
    }
    return new PlaceBasket("home-01", id, SelfTradeMode.CANCEL_NEWEST, average, null, legs);
  }

  private void sell(String home, int slot, long price, long energyWh) {
    rest(home, slot, SELL, price, energyWh);
  }

  private void buy(String home, int slot, long price, long energyWh) {
    rest(home, slot, BUY, price, energyWh);
  }

  private void rest(String home, int slot, Side side, long price, long energyWh) {
    List<Event> events =
        market.apply(
            new PlaceOrder(
                home, "r" + ++orders, "east", START + slot * QUARTER, side, price, energyWh));
    assertThat(events).hasSize(1).first().isInstanceOf(OrderAccepted.class);
  }
}
