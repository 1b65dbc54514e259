package org.commonwatt.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.model.Areas;
import org.commonwatt.model.AuctionIncome;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;

/** Auctions in which each order pays or gets its own limit: docs/market-rules.md, "Pay-as-bid". */
class PayAsBidTest {
  private static final Safeguards AS_BID = Safeguards.NONE.withPayAsBid(true);

  /** The example of the page. */
  @Example
  void buyersPayTheirBidsSellersGetTheirOffersAndTheRestIsTheMarkets() {
    TestMarket market = open(AS_BID);
    place(market, "home-01", Side.BUY, 300_000, 2_000);
    place(market, "home-02", Side.BUY, 250_000, 1_000);
    place(market, "home-03", Side.SELL, 100_000, 1_500);
    place(market, "home-04", Side.SELL, 200_000, 3_000);
    market.tick(START - QUARTER);
    assertThat(market.events(TradeMade.class))
        .extracting(
            TradeMade::buyOrderId,
            TradeMade::sellOrderId,
            TradeMade::energyWh,
            TradeMade::priceMicroPerKwh,
            TradeMade::surplusMicroPerKwh)
        .containsExactly(
            tuple(1L, 3L, 1_500L, 100_000L, 200_000L),
            tuple(1L, 4L, 500L, 200_000L, 100_000L),
            tuple(2L, 4L, 1_000L, 200_000L, 50_000L));
    assertThat(market.events(OrderFilled.class))
        .extracting(OrderFilled::priceMicroPerKwh)
        .containsExactly(300_000L, 250_000L, 100_000L, 200_000L);
    SlotSettled settled = settle(market);
    assertThat(settled.billLines())
        .extracting(
            BillLine::participant, BillLine::kind, BillLine::counterparty, BillLine::amountNano)
        .startsWith(
            tuple("home-01", Kind.TRADE_BUY, "home-03", -150_000_000L),
            tuple("home-03", Kind.TRADE_SELL, "home-01", 150_000_000L),
            tuple("home-01", Kind.BID_SURPLUS, "market-surplus", -300_000_000L),
            tuple("market-surplus", Kind.MARKET_SURPLUS, "home-01", 300_000_000L));
    assertThat(posted(settled, Areas.MARKET_SURPLUS)).isEqualTo(400_000_000);
  }

  @Example
  void aRulebookThatNamesAnotherAccountSendsItTheSurplus() {
    AuctionIncome income = new AuctionIncome(AuctionIncome.Use.TARIFFS, "fund");
    TestMarket market = open(AS_BID.withAuctionIncome(income));
    place(market, "home-01", Side.BUY, 300_000, 1_000);
    place(market, "home-02", Side.SELL, 100_000, 1_000);
    market.tick(START - QUARTER);
    SlotSettled settled = settle(market);
    assertThat(settled.billLines())
        .extracting(BillLine::participant, BillLine::kind, BillLine::counterparty)
        .contains(
            tuple("home-01", Kind.BID_SURPLUS, "fund"),
            tuple("fund", Kind.MARKET_SURPLUS, "home-01"));
    assertThat(posted(settled, "fund")).isEqualTo(200_000_000);
    assertThat(posted(settled, Areas.MARKET_SURPLUS)).isZero();
  }

  /** Against the same orders at one price: the same fills, and the welfare is the surplus. */
  @Property(tries = 200)
  void fillsAreThoseOfTheMidpointAndTheSurplusIsTheWelfare(@ForAll long seed) {
    TestMarket asBid = run(seed, AS_BID);
    TestMarket midpoint = run(seed, Safeguards.NONE);
    assertThat(fills(asBid)).isEqualTo(fills(midpoint));
    AuctionCleared auction = asBid.events(AuctionCleared.class).get(0);
    assertThat(auction).isEqualTo(midpoint.events(AuctionCleared.class).get(0));
    Map<Long, OrderAccepted> orders = new TreeMap<>();
    asBid.events(OrderAccepted.class).forEach(order -> orders.put(order.orderId(), order));
    for (TradeMade trade : asBid.events(TradeMade.class)) {
      assertThat(trade.paidMicroPerKwh())
          .isEqualTo(requireNonNull(orders.get(trade.buyOrderId())).priceMicroPerKwh());
      assertThat(trade.priceMicroPerKwh())
          .isEqualTo(requireNonNull(orders.get(trade.sellOrderId())).priceMicroPerKwh());
      assertThat(trade.surplusMicroPerKwh()).isNotNegative();
    }
    SlotSettled settled = settle(asBid);
    assertThat(settled.batch().postings().stream().mapToLong(Posting::amountNano).sum()).isZero();
    assertThat(BigInteger.valueOf(posted(settled, Areas.MARKET_SURPLUS)))
        .isEqualTo(auction.welfareNano());
  }

  @Example
  void aBuyerWhoTradesReservesItsBid() {
    TestMarket market = open(new Safeguards(new Guarantees("house", 0, 0, 0)).withPayAsBid(true));
    market.apply(new ReportCollateral("home-01", 300_000_000, 0));
    place(market, "home-01", Side.BUY, 300_000, 1_000);
    place(market, "home-02", Side.SELL, 100_000, 1_000);
    market.tick(START - QUARTER);
    assertThat(market.machine().account("home-01").reserved().tradesNano())
        .isEqualTo(BigInteger.valueOf(300_000_000));
    settle(market);
    assertThat(market.machine().account("home-01").balanceNano())
        .isEqualTo(BigInteger.valueOf(-300_000_000 + 80_000_000)); // it takes nothing
    assertThat(market.events(AccountDefaulted.class))
        .extracting(AccountDefaulted::account)
        .as("who sold, delivered nothing and secured nothing")
        .containsExactly("home-02");
  }

  @Example
  void aRepeatedScheduleCostsWhatItCost() {
    Fallbacks fallbacks = new Fallbacks("watch", MissedGate.PREVIOUS_SCHEDULE, 60, 15, 0, 0);
    TestMarket market = open(new Safeguards(null, fallbacks).withPayAsBid(true));
    place(market, "home-01", Side.BUY, 300_000, 1_000);
    place(market, "home-02", Side.SELL, 100_000, 1_000);
    market.tick(START - QUARTER);
    market.tick(START + 10 * MINUTE); // the gate of the second slot is missed
    List<TradeMade> trades = market.events(TradeMade.class);
    assertThat(trades).hasSize(2);
    assertThat(trades.get(1).slot()).isEqualTo(SLOT.plus(1));
    assertThat(trades.get(1).surplusMicroPerKwh()).isEqualTo(200_000);
    MarketStateMachine restored = MarketStateMachine.restore(StateTest.Tape.of(market.machine()));
    assertThat(restored.trades(START)).isEqualTo(market.machine().trades(START));
  }

  @Example
  void itIsForMarketsWithoutLinksAndWithoutBlocksAtTheGates() {
    Rulebooks linked = ContinuousFixture.rules().safeguards(AS_BID);
    assertThatThrownBy(linked::build).hasMessageContaining("markets without links");
    Rulebooks joined = new Rulebooks().safeguards(AS_BID.withAuctionWindow(4));
    assertThatThrownBy(joined::build).hasMessageContaining("auctions of single slots");
    Rulebooks named = new Rulebooks().members("home-01", Areas.MARKET_SURPLUS).safeguards(AS_BID);
    assertThatThrownBy(named::build).hasMessageContaining("named twice");
    assertThat(new Rulebooks().safeguards(AS_BID).build().isReserved("market-surplus")).isTrue();
    assertThat(Rulebooks.standard().isReserved("market-surplus")).isFalse();
  }

  private static TestMarket run(long seed, Safeguards safeguards) {
    Random random = new Random(seed);
    TestMarket market = open(safeguards);
    for (int left = 2 + random.nextInt(8); left > 0; left--) {
      String home = "home-0" + (1 + random.nextInt(4));
      Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
      place(market, home, side, (random.nextInt(9) - 2) * 50_000L, 1 + random.nextInt(500));
    }
    market.tick(START - QUARTER);
    return market;
  }

  private static TestMarket open(Safeguards safeguards) {
    Rulebook rulebook =
        new Rulebooks()
            .members("home-01", "home-02", "home-03", "home-04")
            .safeguards(safeguards)
            .build();
    TestMarket market = TestMarket.under(rulebook);
    market.tick(START - 60 * MINUTE);
    return market;
  }

  private static void place(TestMarket market, String home, Side side, long price, long energyWh) {
    assertThat(market.place(home, side, price, energyWh).get(0)).isInstanceOf(OrderAccepted.class);
  }

  private static SlotSettled settle(TestMarket market) {
    market.tick(SLOT.endMillis());
    for (int home = 1; home <= 4; home++) {
      market.report("home-0" + home, SLOT, 0, 0);
    }
    return market.events(SlotSettled.class).get(0);
  }

  private static long posted(SlotSettled settled, String account) {
    return settled.batch().postings().stream()
        .filter(posting -> posting.account().equals(account))
        .mapToLong(Posting::amountNano)
        .sum();
  }

  private static Map<Long, Long> fills(TestMarket market) {
    Map<Long, Long> fills = new TreeMap<>();
    market.events(OrderFilled.class).forEach(fill -> fills.put(fill.orderId(), fill.energyWh()));
    return fills;
  }
}
