package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command.CancelAuction;
import org.commonwatt.model.Command.LimitLink;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkLimitRejected;
import org.commonwatt.model.Event.LinkLimited;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Posting;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** A link may carry less after trading: who loses what, and what is paid for it. */
class CurtailmentTest {
  private static final String WHY = "a cable is damaged";

  private static Safeguards safeguards(Curtailment.Order order, int ppm) {
    return new Safeguards(
        null,
        new Fallbacks(
            "operator", MissedGate.LATE_AUCTION, 3_600, 0, 60, 60, new Curtailment(order, ppm)));
  }

  /**
   * 200 Wh flow from east to west by the auction (trades 1 and 2, at 100,000), 300 Wh by the
   * continuous trade 3 at 100,000 and a fee of 10,000; home 2 bought 50 Wh of home 1 in east.
   */
  private static ContinuousFixture traded(Curtailment.Order order, int ppm) {
    ContinuousFixture fixture =
        new ContinuousFixture(ContinuousFixture.PLAIN, safeguards(order, ppm));
    fixture.sell("home-01", 100_000, 200);
    fixture.buy("home-03", 200_000, 200);
    fixture.tick(ContinuousFixture.GATE);
    fixture.sell("home-01", 100_000, 350);
    fixture.buy("home-03", 200_000, 300);
    fixture.buy("home-02", 100_000, 50);
    assertThat(fixture.market().events(TradeMade.class)).hasSize(2);
    assertThat(fixture.market().events(ContinuousTrade.class)).hasSize(2);
    return fixture;
  }

  private static List<Event> limit(TestMarket market, long min, long max) {
    return market.apply(new LimitLink("operator", START, "east", "west", min, max, WHY));
  }

  @Test
  void continuousTradesLoseFirstAndTheLossIsCompensated() {
    ContinuousFixture fixture = traded(Curtailment.Order.CONTINUOUS_FIRST, 500_000);
    assertThat(limit(fixture.market(), 0, 250))
        .containsExactly(
            new LinkLimited(SLOT, "east", "west", 0, 250, WHY),
            // retail 300,000 − 110,000 and 100,000 − feed-in 80,000, half of each
            new TradeCurtailed(3, SLOT, "home-03", "home-01", 250, 50, 95_000, 10_000));
    MarketStateMachine machine = fixture.market().machine();
    assertThat(machine.continuousTrades(START))
        .extracting(ContinuousTrade::energyWh)
        .containsExactly(50L, 50L);
    assertThat(machine.auction(START).orElseThrow().links().get(0).flowWh()).isEqualTo(200);
    assertThat(machine.order(4).orElseThrow().filledWh()).isEqualTo(50);
  }

  @Test
  void theAuctionLosesFirstOnBothSidesOfTheLinkWhereTheRulesSaySo() {
    ContinuousFixture fixture = traded(Curtailment.Order.AUCTION_FIRST, 0);
    List<Event> events = limit(fixture.market(), 0, 250);
    assertThat(events.subList(1, events.size()))
        .extracting(event -> ((TradeCurtailed) event).tradeId())
        .containsExactly(1L, 2L, 3L);
    assertThat(events)
        .last()
        .isEqualTo(new TradeCurtailed(3, SLOT, "home-03", "home-01", 50, 250, 0, 0));
    MarketStateMachine machine = fixture.market().machine();
    assertThat(machine.trades(START)).isEmpty();
    assertThat(machine.auction(START).orElseThrow().links().get(0).flowWh()).isZero();
  }

  @Test
  void theGridOperatorPaysAndTheBatchSumsToZero() {
    ContinuousFixture fixture = traded(Curtailment.Order.CONTINUOUS_FIRST, 1_000_000);
    TestMarket market = fixture.market();
    limit(market, 0, 100); // trade 3 is gone, the auction's trades lose 100 Wh each
    assertThat(market.events(TradeCurtailed.class))
        .extracting(TradeCurtailed::tradeId, TradeCurtailed::leftWh)
        .containsExactly(tuple(1L, 100L), tuple(2L, 100L), tuple(3L, 0L));
    market.tick(START + QUARTER);
    market.reportNothing(SLOT);
    SlotSettled settled = market.events(SlotSettled.class).get(0);
    List<BillLine> paid =
        settled.billLines().stream()
            .filter(line -> line.kind().compareTo(Kind.GRID_FEE_INCOME) > 0)
            .toList();
    assertThat(paid).hasSize(8);
    assertThat(paid)
        .filteredOn(line -> line.kind() == Kind.CURTAILMENT_COST)
        .allMatch(line -> line.participant().equals("grid") && line.amountNano() < 0);
    assertThat(paid.stream().mapToLong(BillLine::amountNano).sum()).isZero();
    assertThat(settled.batch().postings().stream().mapToLong(Posting::amountNano).sum()).isZero();
    assertThat(settled.batch().postings()).noneMatch(p -> AreaLink.isParty(p.account()));
    assertThat(settled.billLines()).noneMatch(l -> l.tradeId() == 3 && l.kind() == Kind.TRADE_BUY);
  }

  @Test
  void nothingMoreFlowsThanTheLoweredLimit() {
    ContinuousFixture fixture = traded(Curtailment.Order.CONTINUOUS_FIRST, 0);
    limit(fixture.market(), 0, 400);
    fixture.sell("home-01", 100_000, 500);
    int before = fixture.market().events(ContinuousTrade.class).size();
    fixture.buy("home-03", 200_000, 500);
    assertThat(fixture.market().events(ContinuousTrade.class)).hasSize(before);
  }

  @Test
  void aLimitThatIsLoweredBeforeTheGateHoldsForTheAuction() {
    ContinuousFixture fixture =
        new ContinuousFixture(
            ContinuousFixture.PLAIN, safeguards(Curtailment.Order.CONTINUOUS_FIRST, 0));
    assertThat(limit(fixture.market(), 0, 120)).hasSize(1);
    fixture.sell("home-01", 100_000, 200);
    fixture.buy("home-03", 200_000, 200);
    fixture.tick(ContinuousFixture.GATE);
    assertThat(fixture.market().machine().auction(START).orElseThrow().links().get(0).flowWh())
        .isEqualTo(120);
    assertThat(fixture.market().machine().continuousTrades(START)).isEmpty();
  }

  @Test
  void whatALinkFurtherOnCarriesGoesWithIt() {
    Areas chain =
        new Areas(
            List.of("a", "b", "c"),
            List.of(new AreaLink("a", "b", 0, 500, 0), new AreaLink("b", "c", 0, 500, 0)),
            "grid");
    Map<String, String> areas = Map.of("home-01", "a", "home-02", "b", "home-03", "c");
    TestMarket market =
        TestMarket.under(
            new Rulebooks()
                .areas(chain)
                .areaOf(areas::get)
                .safeguards(safeguards(Curtailment.Order.CONTINUOUS_FIRST, 1_000_000))
                .build());
    market.tick(START - 60 * TestMarket.MINUTE);
    market.apply(new PlaceOrder("home-01", "s", "a", START, Side.SELL, 100_000, 400));
    market.apply(new PlaceOrder("home-03", "b", "c", START, Side.BUY, 200_000, 400));
    market.tick(START - QUARTER);
    market.apply(new LimitLink("operator", START, "a", "b", 0, 150, WHY));
    assertThat(market.machine().auction(START).orElseThrow().links())
        .extracting(flow -> flow.flowWh())
        .containsExactly(150L, 150L);
    assertThat(market.machine().trades(START)).hasSize(3).allMatch(t -> t.energyWh() == 150);
    market.apply(new LimitLink("operator", START, "b", "c", 0, 0, WHY));
    assertThat(market.machine().trades(START)).isEmpty();
  }

  @Test
  void whatIsOwedForACurtailmentFallsWithTheAuction() {
    ContinuousFixture fixture = traded(Curtailment.Order.CONTINUOUS_FIRST, 1_000_000);
    TestMarket market = fixture.market();
    limit(market, 0, 100);
    market.apply(new CancelAuction("operator", START, WHY));
    market.tick(START + QUARTER);
    market.reportNothing(SLOT);
    assertThat(market.events(SlotSettled.class).get(0).billLines())
        .noneMatch(line -> line.kind() == Kind.CURTAILMENT_COMPENSATION);
  }

  @Test
  void aLimitIsRefusedInOrderOfPrecedence() {
    TestMarket fresh = new TestMarket();
    assertThat(code(fresh, new LimitLink("operator", START, "no id!", "west", 0, 0, WHY)))
        .isEqualTo(RejectionCode.MALFORMED);
    assertThat(code(fresh, new LimitLink("operator", START, "east", "west", 0, 0, "")))
        .isEqualTo(RejectionCode.MALFORMED);
    assertThat(code(fresh, new LimitLink("operator", START, "east", "west", 0, 0, WHY)))
        .isEqualTo(RejectionCode.MARKET_NOT_READY);
    TestMarket market = traded(Curtailment.Order.CONTINUOUS_FIRST, 0).market();
    assertThat(code(market, new LimitLink("home-01", START + 1, "x", "y", 0, 900, WHY)))
        .isEqualTo(RejectionCode.NOT_OPERATOR);
    assertThat(code(market, new LimitLink("operator", START + 1, "west", "east", 0, 900, WHY)))
        .isEqualTo(RejectionCode.UNKNOWN_LINK);
    assertThat(code(market, new LimitLink("operator", START + 1, "east", "west", 0, 900, WHY)))
        .isEqualTo(RejectionCode.SLOT_MISALIGNED);
    assertThat(
            code(
                market,
                new LimitLink("operator", START + 90 * QUARTER, "east", "west", 0, 900, WHY)))
        .isEqualTo(RejectionCode.SLOT_NOT_OPEN);
    for (long[] limits : new long[][] {{0, 501}, {-1, 500}, {1, 500}, {0, -1}}) {
      assertThat(
              code(
                  market,
                  new LimitLink("operator", START, "east", "west", limits[0], limits[1], WHY)))
          .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    }
    market.tick(START);
    assertThat(code(market, new LimitLink("operator", START, "east", "west", 0, 100, WHY)))
        .isEqualTo(RejectionCode.DEADLINE_PAST);
    TestMarket without = new ContinuousFixture(ContinuousFixture.PLAIN).market();
    assertThat(code(without, new LimitLink("anybody", START, "east", "west", 0, 100, WHY)))
        .isEqualTo(RejectionCode.NOT_IN_RULES);
  }

  private static RejectionCode code(TestMarket market, LimitLink command) {
    return ((LinkLimitRejected) market.apply(command).get(0)).rejection().code();
  }
}
