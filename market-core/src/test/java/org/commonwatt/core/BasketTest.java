package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.START;
import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.ReportCapability;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Command.ReportSource;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BasketFilled;
import org.commonwatt.model.Event.BasketRejected;
import org.commonwatt.model.Event.BasketRepeated;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Leg;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Timing;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Baskets in the market: four slots trade continuously. */
class BasketTest {
  static final long NOW = START - 10 * MINUTE;
  private static final String LONGEST = "b".repeat(60);

  private TestMarket market = market(GridFees.DEFAULT, Safeguards.NONE);
  private int orders;

  static TestMarket market(GridFees fees, Safeguards safeguards) {
    return open(MarketBounds.USUAL, rules(fees).safeguards(safeguards).build());
  }

  static Rulebooks rules(GridFees fees) {
    return ContinuousFixture.rules()
        .timing(new Timing(15, 120, 180, 60, START))
        .continuous(ContinuousFixture.section(0, fees));
  }

  static TestMarket open(MarketBounds bounds, Rulebook rulebook) {
    TestMarket made = new TestMarket(new MarketStateMachine(bounds));
    made.apply(new ActivateRulebook(rulebook));
    made.tick(START - 120 * MINUTE);
    made.tick(NOW);
    return made;
  }

  @Test
  void allLegsTradeAtOnce() {
    sell("home-02", 0, 200_000, 1_000);
    sell("home-02", 1, 250_000, 2_000);
    buy("home-02", 2, 300_000, 500);
    List<Event> events =
        market.apply(
            basket(
                leg(0, BUY, 220_000, 600),
                leg(1, BUY, 250_000, 2_000),
                leg(2, SELL, 290_000, 500)));
    assertThat(events.get(0)).isEqualTo(new BasketFilled("home-01", "b", 4, 3));
    assertThat(events.stream().map(BasketTest::told))
        .containsExactly(
            "BasketFilled",
            "4 b.1 1 of 3",
            "trade 1 of 4 and 1: 600 at 200000",
            "5 b.2 2 of 3",
            "trade 2 of 5 and 2: 2000 at 250000",
            "6 b.3 3 of 3",
            "trade 3 of 6 and 3: 500 at 300000");
    assertThat(market.machine().order(6).orElseThrow().state()).isEqualTo(OrderState.MATCHED);
    assertThat(market.machine().openOrders("home-01")).isEmpty();
  }

  @Test
  void nothingHappensWhenALegIsNotFilledWhole() {
    sell("home-02", 0, 200_000, 1_000);
    sell("home-02", 1, 250_000, 1_999);
    List<Object> before = StateTest.Tape.of(market.machine()).list();
    List<Event> events =
        market.apply(basket(leg(0, BUY, 220_000, 600), leg(1, BUY, 250_000, 2_000)));
    assertThat(codes(events)).containsExactly("2 NOT_FILLED_AT_ONCE");
    assertThat(message(events)).startsWith("1999 of 2000 Wh could trade at once");
    assertThat(StateTest.Tape.of(market.machine()).list()).isEqualTo(before);
  }

  @Test
  void ofASlotTheFirstLegThatIsNotFilledIsTold() {
    sell("home-02", 0, 200_000, 1_000);
    assertThat(
            codes(
                market.apply(
                    basket(
                        leg(0, BUY, 200_000, 600),
                        leg(0, BUY, 200_000, 600),
                        leg(0, BUY, 200_000, 100),
                        leg(1, BUY, 200_000, 1)))))
        .containsExactly("2 NOT_FILLED_AT_ONCE", "4 NOT_FILLED_AT_ONCE");
  }

  @Test
  void everyLegTellsWhatIsAgainstIt() {
    assertThat(
            codes(
                market.apply(
                    basket(
                        leg(0, BUY, 200_050, 1),
                        leg(1, BUY, 200_000, 0),
                        leg(2, BUY, 200_000, 1),
                        new BasketLeg("west", START, BUY, 100, 1, null)))))
        .containsExactly("1 PRICE_OFF_TICK", "2 ENERGY_NOT_POSITIVE", "4 UNKNOWN_AREA");
    assertThat(codes(market.apply(basket(leg(0, BUY, 100, 1), leg(9, BUY, 100, 1)))))
        .as("before its gate")
        .containsExactly("2 NOT_IN_THIS_PHASE");
    assertThat(codes(market.apply(basket(leg(40, BUY, 100, 1), leg(9, BUY, 100, 1)))))
        .containsExactly("1 SLOT_NOT_OPEN", "2 NOT_IN_THIS_PHASE");
    market.tick(START - 5 * MINUTE);
    assertThat(codes(market.apply(basket(leg(0, BUY, 100, 1))))).containsExactly("1 SLOT_CLOSED");
  }

  @Test
  void theWholeBasketIsRefusedForWhatNoLegIsToBlameFor() {
    BasketLeg leg = leg(0, BUY, 100, 1);
    assertThat(codes(market.apply(basket("no id!", leg)))).containsExactly("0 MALFORMED");
    assertThat(codes(market.apply(basket(LONGEST + "x", leg)))).containsExactly("0 MALFORMED");
    assertThat(codes(market.apply(basket()))).containsExactly("0 VALUE_OUT_OF_RANGE");
    assertThat(codes(market.apply(basket(Collections.nCopies(101, leg).toArray(BasketLeg[]::new)))))
        .containsExactly("0 VALUE_OUT_OF_RANGE");
    assertThat(codes(new TestMarket().apply(basket(leg)))).containsExactly("0 MARKET_NOT_READY");
    sell("home-02", 0, 100, 100);
    List<Event> most =
        market.apply(
            new PlaceBasket(
                "home-01",
                LONGEST,
                SelfTradeMode.CANCEL_NEWEST,
                null,
                null,
                Collections.nCopies(100, leg)));
    assertThat(most.get(0)).isEqualTo(new BasketFilled("home-01", LONGEST, 2, 100));
    assertThat(most).hasSize(201);
  }

  @Test
  void theSameBasketAgainChangesNothing() {
    sell("home-02", 0, 200_000, 1_000);
    sell("home-02", 1, 200_000, 1_000);
    PlaceBasket basket = basket(leg(0, BUY, 200_000, 600), leg(1, BUY, 200_000, 300));
    market.apply(basket);
    assertThat(market.apply(basket)).containsExactly(new BasketRepeated("home-01", "b", 3, 2));
    assertThat(codes(market.apply(basket(leg(0, BUY, 200_000, 600), leg(1, BUY, 200_000, 200)))))
        .containsExactly("1 CLIENT_ORDER_ID_REUSED", "2 CLIENT_ORDER_ID_REUSED");
    assertThat(codes(market.apply(basket(leg(0, BUY, 200_000, 600)))))
        .as("fewer legs")
        .containsExactly("1 CLIENT_ORDER_ID_REUSED");
    PlaceOrder alone = new PlaceOrder("home-01", "c.1", "east", START, BUY, 200_000, 100);
    market.apply(alone);
    assertThat(codes(market.apply(basket("c", leg(0, BUY, 200_000, 100)))))
        .containsExactly("1 CLIENT_ORDER_ID_REUSED");
  }

  @Test
  void aRefusedBasketMayBeSentAgain() {
    PlaceBasket basket = basket(leg(0, BUY, 200_000, 600));
    assertThat(codes(market.apply(basket))).containsExactly("1 NOT_FILLED_AT_ONCE");
    sell("home-02", 0, 200_000, 1_000);
    assertThat(market.apply(basket).get(0)).isInstanceOf(BasketFilled.class);
  }

  @Test
  void ordersOfTheOwnerAreMetAsItsModeSays() {
    sell("home-01", 0, 200_000, 100);
    sell("home-02", 0, 210_000, 100);
    BasketLeg leg = leg(0, BUY, 210_000, 100);
    assertThat(codes(market.apply(basket(leg)))).containsExactly("1 NOT_FILLED_AT_ONCE");
    assertThat(codes(market.apply(against(SelfTradeMode.DECREMENT_AND_CANCEL, leg))))
        .containsExactly("1 NOT_FILLED_AT_ONCE");
    List<Event> events = market.apply(against(SelfTradeMode.CANCEL_OLDEST, leg));
    assertThat(events.get(2)).isEqualTo(new OrderCancelled(1, 100, CancelReason.SELF_TRADE));
    assertThat(told(events.get(3))).isEqualTo("trade 1 of 3 and 2: 100 at 210000");
  }

  @Test
  void theConnectionMustCarryAllLegsOfASlotTogether() {
    market.apply(new ReportCapability("home-01", 0, 4_000, 8_000)); // 1,000 and 2,000 Wh
    sell("home-02", 0, 200_000, 5_000);
    buy("home-02", 0, 100_000, 5_000);
    assertThat(codes(market.apply(basket(leg(0, BUY, 200_000, 1_500), leg(0, BUY, 200_000, 501)))))
        .containsExactly("2 LOAD_EXCEEDED");
    assertThat(codes(market.apply(basket(leg(0, BUY, 200_000, 500), leg(0, SELL, 100_000, 1_001)))))
        .as("a leg does not make room for one of the other side")
        .containsExactly("2 FEED_IN_EXCEEDED");
    assertThat(market.apply(basket(leg(0, BUY, 200_000, 1_500), leg(0, BUY, 200_000, 500))).get(0))
        .isInstanceOf(BasketFilled.class);
  }

  @Test
  void collateralMustCoverAllLegsTogether() {
    market = market(GridFees.DEFAULT, new Safeguards(new Guarantees("house", 0, 0, 0), null, null));
    sell("home-02", 0, 200_000, 1_000);
    sell("home-02", 1, 200_000, 1_000);
    // at worst each Wh costs 210,000 and the 10,000 of the link
    PlaceBasket basket = basket(leg(0, BUY, 210_000, 1_000), leg(1, BUY, 210_000, 1_000));
    market.apply(new ReportCollateral("home-01", 439_999_999, 0));
    assertThat(codes(market.apply(basket))).containsExactly("0 COLLATERAL_TOO_LOW");
    market.apply(new ReportCollateral("home-01", 440_000_000, 0));
    assertThat(market.apply(basket).get(0)).isInstanceOf(BasketFilled.class);
    assertThat(market.machine().account("home-01").availableNano().longValueExact())
        .as("what the trades cost")
        .isEqualTo(40_000_000);
  }

  @Test
  void aLegMayDeclareTheSourceThatIsRegisteredForItsSlot() {
    market.apply(new ReportSource("home-01", START + QUARTER, EnergySource.SOLAR));
    buy("home-02", 0, 200_000, 300);
    buy("home-02", 1, 200_000, 300);
    BasketLeg early = leg(0, SELL, 200_000, 300, EnergySource.SOLAR);
    BasketLeg late = leg(1, SELL, 200_000, 300, EnergySource.SOLAR);
    assertThat(codes(market.apply(basket(early, late)))).containsExactly("1 SOURCE_NOT_REGISTERED");
    BasketLeg plain = leg(0, SELL, 200_000, 300);
    List<EnergySource> sources = new ArrayList<>();
    for (Event event : market.apply(basket(plain, late))) {
      if (event instanceof ContinuousTrade trade) {
        sources.add(trade.source());
      }
    }
    assertThat(sources).containsExactly(null, EnergySource.SOLAR);
    assertThat(codes(market.apply(basket("c", leg(0, BUY, 1, 1, EnergySource.SOLAR)))))
        .containsExactly("1 QUALIFIERS_CONFLICT");
  }

  @Test
  void aLegWithASourceMeetsAPreferenceForIt() {
    market.apply(new ReportSource("home-01", 0, EnergySource.SOLAR));
    OrderTerms sun =
        OrderTerms.DEFAULT.preferring(
            List.of(new Alternative(250_000, List.of(EnergySource.SOLAR), null)));
    market.apply(new PlaceOrder("home-02", "sun", "east", START, BUY, 250_000, 300, sun));
    assertThat(codes(market.apply(basket("a", leg(0, SELL, 200_000, 300)))))
        .containsExactly("1 NOT_FILLED_AT_ONCE");
    List<Event> events = market.apply(basket("b", leg(0, SELL, 200_000, 300, EnergySource.SOLAR)));
    assertThat(events.get(0)).isInstanceOf(BasketFilled.class);
  }

  @Test
  void aLegDoesNotComeAlone() {
    OrderTerms terms = OrderTerms.of(TimeInForce.FILL_OR_KILL).as(new Leg(1, 1, null, null));
    for (String home : List.of("home-01", "stranger", "no id!")) {
      Event told =
          market.apply(new PlaceOrder(home, "x", "east", START, BUY, 100, 1, terms)).get(0);
      assertThat(((OrderRejected) told).rejection().code()).isEqualTo(RejectionCode.MALFORMED);
    }
  }

  static PlaceBasket basket(BasketLeg... legs) {
    return basket("b", legs);
  }

  private static PlaceBasket basket(String id, BasketLeg... legs) {
    return new PlaceBasket("home-01", id, SelfTradeMode.CANCEL_NEWEST, null, null, List.of(legs));
  }

  private static PlaceBasket against(SelfTradeMode mode, BasketLeg... legs) {
    return new PlaceBasket("home-01", "b", mode, null, null, List.of(legs));
  }

  static BasketLeg leg(int slot, Side side, long price, long energyWh) {
    return leg(slot, side, price, energyWh, null);
  }

  private static BasketLeg leg(
      int slot, Side side, long price, long energyWh, @Nullable EnergySource source) {
    return new BasketLeg("east", START + slot * QUARTER, side, price, energyWh, source);
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

  static List<String> codes(List<Event> events) {
    assertThat(events).hasSize(1);
    return ((BasketRejected) events.get(0))
        .refusals().stream().map(one -> one.leg() + " " + one.rejection().code()).toList();
  }

  static String message(List<Event> events) {
    return ((BasketRejected) events.get(0)).refusals().get(0).rejection().message();
  }

  static String told(Event event) {
    if (event instanceof ContinuousTrade trade) {
      return "trade %d of %d and %d: %d at %d"
          .formatted(
              trade.tradeId(),
              trade.takerOrderId(),
              trade.makerOrderId(),
              trade.energyWh(),
              trade.priceMicroPerKwh());
    }
    if (event instanceof OrderAccepted order) {
      Leg leg = order.terms().leg();
      return order.orderId()
          + " "
          + order.clientOrderId()
          + (leg == null ? "" : " " + leg.number() + " of " + leg.of());
    }
    return event.getClass().getSimpleName();
  }
}
