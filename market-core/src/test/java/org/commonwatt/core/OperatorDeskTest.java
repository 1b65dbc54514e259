package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.Command.BustTrade;
import org.commonwatt.model.Command.CancelAuction;
import org.commonwatt.model.Command.ReportCapability;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AuctionCancelled;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeBusted;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** What falls away when an auction is cancelled or a trade busted, and what stands. */
class OperatorDeskTest {
  private static final long GATE = START - 15 * MINUTE;
  private static final Fallbacks FALLBACKS =
      new Fallbacks("operator", MissedGate.LATE_AUCTION, 0, 0, 10, 10);

  /** Home 1 sold 500 Wh to home 2 and 300 Wh to home 3 in the auction of the first slot. */
  private static TestMarket cleared(Safeguards safeguards) {
    TestMarket market = TestMarket.under(new Rulebooks().safeguards(safeguards).build());
    for (String home : List.of("home-01", "home-02", "home-03")) {
      market.apply(new ReportCollateral(home, 1_000_000_000, 0));
    }
    market.tick(START - 60 * MINUTE);
    market.place("home-01", Side.SELL, 100_000, 1_000);
    market.place("home-02", Side.BUY, 100_000, 500);
    market.place("home-03", Side.BUY, 100_000, 300);
    market.tick(GATE);
    return market;
  }

  private static ContinuousFixture continuous() {
    ContinuousFixture fixture =
        new ContinuousFixture(ContinuousFixture.PLAIN, new Safeguards(null, FALLBACKS));
    fixture.tick(ContinuousFixture.GATE);
    return fixture;
  }

  private static List<Event> cancel(TestMarket market) {
    return market.apply(new CancelAuction("operator", START, "a feed of prices was wrong"));
  }

  private static List<Event> bust(TestMarket market, long tradeId) {
    return market.apply(new BustTrade("operator", tradeId, "a finger too fat"));
  }

  @Test
  void ofACancelledAuctionEveryTradeFallsAway() {
    TestMarket market = cleared(new Safeguards(null, FALLBACKS));
    assertThat(cancel(market))
        .containsExactly(
            new AuctionCancelled(SLOT, "a feed of prices was wrong"),
            fallen(1, "home-02", 500),
            fallen(2, "home-03", 300));
    assertThat(market.machine().trades(START)).isEmpty();
    assertThat(market.machine().auction(START).orElseThrow().volumeWh()).isZero();
    assertThat(market.machine().order(2).orElseThrow().state()).isEqualTo(OrderState.CANCELLED);
    assertThat(market.machine().order(1).orElseThrow().filledWh()).isZero();
  }

  @Test
  void aSlotWhoseAuctionWasCancelledIsSettledWithTheSupplier() {
    TestMarket market = cleared(new Safeguards(null, FALLBACKS));
    cancel(market);
    SlotSettled settled = settle(market);
    assertThat(settled.billLines())
        .extracting(line -> line.kind())
        .containsExactly(Kind.RESIDUAL_WITHDRAWAL, Kind.SUPPLIED);
  }

  @Test
  void nothingIsReservedForWhatFellAway() {
    Guarantees guarantees = new Guarantees("house", 0, 0, 0);
    TestMarket market = cleared(new Safeguards(guarantees, FALLBACKS));
    assertThat(reserved(market, "home-02")).isEqualTo(BigInteger.valueOf(50_000_000));
    bust(market, 1);
    assertThat(reserved(market, "home-02")).isZero();
    assertThat(reserved(market, "home-03")).isEqualTo(BigInteger.valueOf(30_000_000));
    cancel(market);
    assertThat(reserved(market, "home-03")).isZero();
  }

  @Test
  void whatFellAwayLeavesRoomWithinTheConnection() {
    ContinuousFixture fixture = continuous();
    fixture.market().apply(new ReportCapability("home-01", 0, 4_000, 4_000)); // 1,000 Wh
    fixture.sell("home-01", 100_000, 1_000);
    fixture.buy("home-02", 100_000, 1_000);
    assertThat(fixture.sell("home-01", 100_000, 1)).first().isInstanceOf(OrderRejected.class);
    bust(fixture.market(), 1);
    assertThat(fixture.sell("home-01", 200_000, 1_000)).first().isInstanceOf(OrderAccepted.class);
  }

  @Test
  void aBustedTradeIsNotSettledAndTheOthersStand() {
    TestMarket market = cleared(new Safeguards(null, FALLBACKS));
    assertThat(bust(market, 1))
        .containsExactly(
            new TradeBusted(
                1,
                SLOT,
                "home-02",
                "home-01",
                500,
                100_000,
                BustCause.ERRONEOUS,
                "a finger too fat"));
    assertThat(market.machine().trades(START)).extracting(TradeMade::tradeId).containsExactly(2L);
    assertThat(market.machine().order(1).orElseThrow().filledWh()).isEqualTo(300);
    assertThat(market.machine().order(1).orElseThrow().state()).isEqualTo(OrderState.MATCHED);
    assertThat(settle(market).billLines())
        .filteredOn(line -> line.tradeId() > 0)
        .extracting(line -> line.tradeId())
        .containsExactly(2L, 2L);
  }

  @Test
  void anOpenOrderKeepsWhatIsOpenOfItWhenATradeOfItIsBusted() {
    ContinuousFixture fixture = continuous();
    fixture.sell("home-01", 100_000, 1_000);
    fixture.buy("home-02", 100_000, 400);
    bust(fixture.market(), 1);
    Order order = fixture.market().machine().order(1).orElseThrow();
    assertThat(order.state()).isEqualTo(OrderState.OPEN);
    assertThat(order.openWh()).isEqualTo(600);
    assertThat(order.filledWh()).isZero();
    fixture.buy("home-02", 100_000, 1_000);
    assertThat(fixture.market().events(ContinuousTrade.class))
        .last()
        .satisfies(trade -> assertThat(trade.energyWh()).isEqualTo(600));
  }

  @Test
  void aBustedTradeOverALinkGivesItsCapacityBack() {
    ContinuousFixture fixture = continuous();
    fixture.sell("home-01", 100_000, 2_000);
    fixture.buy("home-03", 200_000, 500); // all that may flow
    fixture.buy("home-03", 200_000, 100);
    assertThat(fixture.market().events(ContinuousTrade.class)).hasSize(1);
    bust(fixture.market(), 1);
    fixture.buy("home-03", 200_000, 500);
    assertThat(fixture.market().events(ContinuousTrade.class))
        .hasSize(2)
        .last()
        .satisfies(trade -> assertThat(trade.energyWh()).isEqualTo(500));
  }

  @Test
  void withACancelledAuctionGoWhatWasTradedOverLinksAndLocalTradesStand() {
    ContinuousFixture fixture =
        new ContinuousFixture(ContinuousFixture.PLAIN, new Safeguards(null, FALLBACKS));
    fixture.sell("home-01", 100_000, 200);
    fixture.buy("home-03", 200_000, 200);
    fixture.tick(ContinuousFixture.GATE); // 200 Wh flow
    fixture.sell("home-01", 100_000, 5_000);
    fixture.buy("home-03", 200_000, 300); // the other 300 Wh
    fixture.buy("home-02", 100_000, 50);
    TestMarket market = fixture.market();
    assertThat(market.machine().continuousTrades(START)).hasSize(2);
    assertThat(cancel(market))
        .filteredOn(TradeBusted.class::isInstance)
        .hasSize(3)
        .allMatch(e -> ((TradeBusted) e).cause() == BustCause.AUCTION_CANCELLED);
    assertThat(market.machine().continuousTrades(START))
        .singleElement()
        .satisfies(trade -> assertThat(trade.buyer()).isEqualTo("home-02"));
    fixture.buy("home-03", 200_000, 500);
    assertThat(market.events(ContinuousTrade.class))
        .last()
        .satisfies(trade -> assertThat(trade.energyWh()).isEqualTo(500));
  }

  private static TradeBusted fallen(long tradeId, String buyer, long energyWh) {
    return new TradeBusted(
        tradeId,
        SLOT,
        buyer,
        "home-01",
        energyWh,
        100_000,
        BustCause.AUCTION_CANCELLED,
        "a feed of prices was wrong");
  }

  private static BigInteger reserved(TestMarket market, String home) {
    return market.machine().account(home).reserved().tradesNano();
  }

  /** Home 2 takes 500 Wh; nobody else takes or gives. */
  private static SlotSettled settle(TestMarket market) {
    market.tick(START + QUARTER);
    market.report("home-01", SLOT, 0, 0);
    market.report("home-02", SLOT, 500, 0);
    market.report("home-03", SLOT, 0, 0);
    return market.events(SlotSettled.class).get(0);
  }
}
