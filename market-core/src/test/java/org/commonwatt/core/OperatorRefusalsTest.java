package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import org.commonwatt.model.Command.BustTrade;
import org.commonwatt.model.Command.CancelAuction;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AuctionCancelRejected;
import org.commonwatt.model.Event.BustRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** Each refusal of what an operator asks for, in its place. */
class OperatorRefusalsTest {
  private static final long GATE = START - 15 * MINUTE;
  private static final String WHY = "a reason";

  private static TestMarket cleared(Fallbacks fallbacks) {
    TestMarket market =
        TestMarket.under(new Rulebooks().safeguards(new Safeguards(null, fallbacks)).build());
    market.tick(START - 60 * MINUTE);
    market.place("home-01", Side.SELL, 100_000, 500);
    market.place("home-02", Side.BUY, 100_000, 500);
    market.tick(GATE);
    return market;
  }

  private static Fallbacks fallbacks(int cancelMinutes, int bustMinutes) {
    return new Fallbacks("operator", MissedGate.LATE_AUCTION, 3_600, 0, cancelMinutes, bustMinutes);
  }

  @Test
  void theCancellationOfAnAuctionIsRefusedInOrderOfPrecedence() {
    TestMarket fresh = new TestMarket();
    assertThat(cancel(fresh, "no id!", START, "")).isEqualTo(RejectionCode.MALFORMED);
    assertThat(cancel(fresh, "operator", START, " ")).isEqualTo(RejectionCode.MALFORMED);
    assertThat(cancel(fresh, "operator", START, "x".repeat(201)))
        .isEqualTo(RejectionCode.MALFORMED);
    assertThat(cancel(fresh, "operator", START, WHY)).isEqualTo(RejectionCode.MARKET_NOT_READY);
    TestMarket market = cleared(fallbacks(10, 0));
    assertThat(cancel(market, "home-01", START + 1, WHY)).isEqualTo(RejectionCode.NOT_OPERATOR);
    assertThat(cancel(market, "operator", START + 1, WHY)).isEqualTo(RejectionCode.SLOT_MISALIGNED);
    assertThat(cancel(market, "operator", START + QUARTER, WHY))
        .isEqualTo(RejectionCode.NO_AUCTION);
    assertThat(cancel(market, "operator", START - QUARTER, WHY))
        .isEqualTo(RejectionCode.NO_AUCTION);
    assertThat(cancel(cleared(fallbacks(0, 10)), "operator", START, WHY))
        .isEqualTo(RejectionCode.NOT_IN_RULES);
  }

  @Test
  void underRulesWithoutFallbacksNobodyTakesAnythingBack() {
    TestMarket market = TestMarket.open();
    assertThat(cancel(market, "anybody", START, WHY)).isEqualTo(RejectionCode.NO_AUCTION);
    market.place("home-01", Side.SELL, 100_000, 500);
    market.place("home-02", Side.BUY, 100_000, 500);
    market.tick(GATE);
    assertThat(cancel(market, "anybody", START, WHY)).isEqualTo(RejectionCode.NOT_IN_RULES);
    assertThat(bust(market, "anybody", 1, WHY)).isEqualTo(RejectionCode.NOT_IN_RULES);
    assertThat(market.machine().trades(START)).hasSize(1);
  }

  @Test
  void anAuctionIsCancelledOnceAndUntilItsDeadline() {
    TestMarket market = cleared(fallbacks(10, 0));
    market.tick(GATE + 10 * MINUTE);
    assertThat(market.apply(new CancelAuction("operator", START, WHY)))
        .first()
        .isInstanceOf(Event.AuctionCancelled.class);
    assertThat(cancel(market, "operator", START, WHY)).isEqualTo(RejectionCode.NO_AUCTION);
    TestMarket late = cleared(fallbacks(10, 0));
    late.tick(GATE + 10 * MINUTE + 1);
    assertThat(cancel(late, "operator", START, WHY)).isEqualTo(RejectionCode.DEADLINE_PAST);
    assertThat(late.machine().trades(START)).hasSize(1);
  }

  @Test
  void theTimeOfALateAuctionCountsFromWhenItWasHeld() {
    TestMarket market =
        TestMarket.under(new Rulebooks().safeguards(new Safeguards(null, fallbacks(5, 0))).build());
    market.tick(START - 60 * MINUTE);
    market.tick(GATE + 8 * MINUTE);
    market.tick(GATE + 13 * MINUTE);
    assertThat(market.apply(new CancelAuction("operator", START, WHY)))
        .first()
        .isInstanceOf(Event.AuctionCancelled.class);
  }

  @Test
  void nothingIsTakenBackOnceDeliveryHasBegun() {
    TestMarket market = cleared(fallbacks(600, 600));
    market.tick(START);
    assertThat(cancel(market, "operator", START, WHY)).isEqualTo(RejectionCode.DEADLINE_PAST);
    assertThat(bust(market, "operator", 1, WHY)).isEqualTo(RejectionCode.DEADLINE_PAST);
  }

  @Test
  void theBustOfATradeIsRefusedInOrderOfPrecedence() {
    TestMarket fresh = new TestMarket();
    assertThat(bust(fresh, "no id!", 1, WHY)).isEqualTo(RejectionCode.MALFORMED);
    assertThat(bust(fresh, "operator", 1, "")).isEqualTo(RejectionCode.MALFORMED);
    assertThat(bust(fresh, "operator", 1, WHY)).isEqualTo(RejectionCode.MARKET_NOT_READY);
    TestMarket market = cleared(fallbacks(0, 10));
    assertThat(bust(market, "home-01", 7, WHY)).isEqualTo(RejectionCode.NOT_OPERATOR);
    assertThat(bust(market, "home-01", 1, WHY)).isEqualTo(RejectionCode.NOT_OPERATOR);
    assertThat(bust(market, "operator", 7, WHY)).isEqualTo(RejectionCode.UNKNOWN_TRADE);
    assertThat(bust(cleared(fallbacks(10, 0)), "operator", 1, WHY))
        .isEqualTo(RejectionCode.NOT_IN_RULES);
    market.tick(GATE + 10 * MINUTE + 1);
    assertThat(bust(market, "operator", 1, WHY)).isEqualTo(RejectionCode.DEADLINE_PAST);
  }

  @Test
  void aTradeIsBustedOnce() {
    TestMarket market = cleared(fallbacks(0, 10));
    market.apply(new BustTrade("operator", 1, WHY));
    assertThat(bust(market, "operator", 1, WHY)).isEqualTo(RejectionCode.UNKNOWN_TRADE);
  }

  @Test
  void aTradeWithALinkFallsOnlyWithItsAuction() {
    ContinuousFixture fixture =
        new ContinuousFixture(ContinuousFixture.PLAIN, new Safeguards(null, fallbacks(10, 10)));
    fixture.sell("home-01", 100_000, 200);
    fixture.buy("home-03", 200_000, 200);
    fixture.tick(ContinuousFixture.GATE);
    assertThat(fixture.market().events(TradeMade.class)).hasSize(2);
    assertThat(bust(fixture.market(), "operator", 1, WHY)).isEqualTo(RejectionCode.TRADE_WITH_LINK);
    fixture.tick(ContinuousFixture.GATE + 10 * MINUTE + 1);
    assertThat(bust(fixture.market(), "operator", 1, WHY)).isEqualTo(RejectionCode.DEADLINE_PAST);
  }

  @Test
  void aTradeOnWhoseCounterFlowAnotherReliesStands() {
    ContinuousFixture fixture =
        new ContinuousFixture(ContinuousFixture.PLAIN, new Safeguards(null, fallbacks(10, 10)));
    fixture.tick(ContinuousFixture.GATE);
    fixture.sell("home-01", 100_000, 500);
    fixture.buy("home-03", 200_000, 500); // trade 1: 500 Wh to west
    fixture.sell("home-03", 100_000, 300);
    fixture.buy("home-02", 200_000, 300); // trade 2: 300 Wh back
    assertThat(fixture.market().events(ContinuousTrade.class)).hasSize(2);
    assertThat(bust(fixture.market(), "operator", 1, WHY)).isEqualTo(RejectionCode.LINK_OVERLOADED);
    fixture.market().apply(new BustTrade("operator", 2, WHY));
    assertThat(fixture.market().machine().continuousTrades(START)).hasSize(1);
    fixture.market().apply(new BustTrade("operator", 1, WHY));
    assertThat(fixture.market().machine().continuousTrades(START)).isEmpty();
  }

  private static RejectionCode cancel(
      TestMarket market, String operator, long slotStartMillis, String reason) {
    List<Event> events = market.apply(new CancelAuction(operator, slotStartMillis, reason));
    return ((AuctionCancelRejected) events.get(0)).rejection().code();
  }

  private static RejectionCode bust(
      TestMarket market, String operator, long tradeId, String reason) {
    List<Event> events = market.apply(new BustTrade(operator, tradeId, reason));
    return ((BustRejected) events.get(0)).rejection().code();
  }
}
