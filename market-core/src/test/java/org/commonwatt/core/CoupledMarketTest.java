package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.AuctionIncome;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Posting;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** A market of three areas in a chain, east – mid – west; each home is in one. */
class CoupledMarketTest {
  private static final Map<String, String> HOMES =
      Map.of("home-01", "east", "home-02", "mid", "home-03", "west");
  private static final long FEE = 10_000;

  private final TestMarket market =
      TestMarket.under(
          new Rulebooks()
              .areas(
                  new Areas(
                      List.of("west", "mid", "east"),
                      List.of(
                          new AreaLink("west", "mid", -400, 0, FEE),
                          new AreaLink("east", "mid", 0, 1_000, FEE)),
                      "grid"))
              .areaOf(home -> HOMES.getOrDefault(home, ""))
              .build());

  @Test
  void energyGoesWhereItIsWorthMoreAndAFullLinkSplitsThePrices() {
    market.tick(START - 60 * MINUTE);
    order("home-01", Side.SELL, 100_000, 900);
    order("home-02", Side.BUY, 150_000, 200);
    order("home-03", Side.BUY, 300_000, 900);
    List<Event> events = market.tick(START - 15 * MINUTE);
    // East sells 600: 200 to mid and 400 through it to west, where the link is full.
    AuctionCleared cleared = market.events(AuctionCleared.class).get(0);
    assertThat(cleared)
        .isEqualTo(
            new AuctionCleared(
                SLOT,
                List.of(
                    new AreaCleared("east", 100_000L, 100_000L, 100_000L, 0, 600),
                    new AreaCleared("mid", 110_000L, 110_000L, 110_000L, 200, 0),
                    new AreaCleared("west", 300_000L, 300_000L, 300_000L, 400, 0)),
                List.of(new LinkFlow("east", "mid", 600), new LinkFlow("west", "mid", -400)),
                BigInteger.valueOf(
                    400 * 300_000L + 200 * 150_000L - 600 * 100_000L - 1_000 * FEE)));
    assertThat(events)
        .filteredOn(TradeMade.class::isInstance)
        .containsExactly(
            new TradeMade(1, SLOT, 0, 1, "east>mid", "home-01", 600, 100_000),
            new TradeMade(2, SLOT, 2, 0, "home-02", "east>mid", 200, 110_000),
            new TradeMade(3, SLOT, 0, 0, "west>mid", "east>mid", 400, 110_000),
            new TradeMade(4, SLOT, 3, 0, "home-03", "west>mid", 400, 300_000));
  }

  @Test
  void aLinkPaysItsFeeToTheGridOperatorAndTheRestToCongestionRent() {
    market.tick(START - 60 * MINUTE);
    order("home-01", Side.SELL, 100_000, 900);
    order("home-02", Side.BUY, 150_000, 200);
    order("home-03", Side.BUY, 300_000, 900);
    market.tick(START + QUARTER);
    market.report("home-01", SLOT, 0, 600);
    market.report("home-02", SLOT, 200, 0);
    market.report("home-03", SLOT, 400, 0);
    SlotSettled settled = market.events(SlotSettled.class).get(0);
    long rent = 400 * (300_000L - 110_000L - FEE);
    assertThat(settled.batch().postings())
        .containsExactly(
            new Posting(Areas.CONGESTION_RENT, rent),
            new Posting("grid", 1_000 * FEE),
            new Posting("home-01", 600 * 100_000L),
            new Posting("home-02", -200 * 110_000L),
            new Posting("home-03", -400 * 300_000L));
    assertThat(settled.billLines())
        .extracting(BillLine::participant, BillLine::kind, BillLine::energyWh, BillLine::amountNano)
        .endsWith(
            tuple("east>mid", Kind.LINK_FEE, 600L, -600 * FEE),
            tuple("grid", Kind.FEE_INCOME, 600L, 600 * FEE),
            tuple("west>mid", Kind.LINK_FEE, 400L, -400 * FEE),
            tuple("grid", Kind.FEE_INCOME, 400L, 400 * FEE),
            tuple("west>mid", Kind.LINK_RENT, 400L, -rent),
            tuple(Areas.CONGESTION_RENT, Kind.CONGESTION_RENT, 400L, rent));
  }

  @Test
  void aRulebookThatNamesAnotherAccountSendsItTheRent() {
    Rulebook rules = Objects.requireNonNull(market.machine().rulebook());
    AuctionIncome income = new AuctionIncome(AuctionIncome.Use.CAPACITY, "grid-fund");
    TestMarket other =
        TestMarket.under(rules.withSafeguards(Safeguards.NONE.withAuctionIncome(income)));
    other.tick(START - 60 * MINUTE);
    other.apply(new PlaceOrder("home-01", "s", "east", START, Side.SELL, 100_000, 900));
    other.apply(new PlaceOrder("home-02", "b", "mid", START, Side.BUY, 150_000, 200));
    other.apply(new PlaceOrder("home-03", "c", "west", START, Side.BUY, 300_000, 900));
    other.tick(START + QUARTER);
    other.report("home-01", SLOT, 0, 600);
    other.report("home-02", SLOT, 200, 0);
    other.report("home-03", SLOT, 400, 0);
    SlotSettled settled = other.events(SlotSettled.class).get(0);
    long rent = 400 * (300_000L - 110_000L - FEE);
    assertThat(settled.batch().postings())
        .contains(new Posting("grid-fund", rent), new Posting("grid", 1_000 * FEE))
        .noneMatch(posting -> posting.account().equals(Areas.CONGESTION_RENT));
    assertThat(settled.billLines())
        .extracting(
            BillLine::participant, BillLine::kind, BillLine::counterparty, BillLine::amountNano)
        .endsWith(
            tuple("west>mid", Kind.LINK_RENT, "grid-fund", -rent),
            tuple("grid-fund", Kind.CONGESTION_RENT, "west>mid", rent));
  }

  @Test
  void anOrderBelongsToItsMembersArea() {
    market.tick(START - 60 * MINUTE);
    List<Event> refused =
        market.apply(new PlaceOrder("home-01", "c", "mid", START, Side.BUY, 1, 1));
    assertThat(refused).singleElement().isInstanceOf(OrderRejected.class);
    OrderRejected rejected = (OrderRejected) refused.get(0);
    assertThat(rejected.rejection().code()).isEqualTo(RejectionCode.UNKNOWN_AREA);
    assertThat(rejected.rejection().message()).contains("home-01 trades in area east, not in mid");
    assertThat(order("home-01", Side.BUY, 1, 1)).singleElement().isInstanceOf(OrderAccepted.class);
    assertThat(market.machine().book("east", START).buys()).hasSize(1);
    assertThat(market.machine().book("mid", START).buys()).isEmpty();
    assertThat(market.machine().areas(START)).containsExactly("west", "mid", "east");
  }

  @Test
  void anAreaWithoutOrdersTakesItsPriceFromItsLinks() {
    market.tick(START - 60 * MINUTE);
    order("home-01", Side.SELL, 100_000, 900);
    order("home-01", Side.BUY, 60_000, 900);
    market.tick(START - 15 * MINUTE);
    AuctionCleared cleared = market.events(AuctionCleared.class).get(0);
    assertThat(cleared.volumeWh()).isZero();
    assertThat(cleared.areas())
        .extracting(AreaCleared::area, AreaCleared::priceMicroPerKwh)
        .containsExactly(tuple("east", 80_000L), tuple("mid", 90_000L), tuple("west", 100_000L));
  }

  private List<Event> order(String home, Side side, long price, long energyWh) {
    return market.apply(
        new PlaceOrder(
            home,
            "c-" + market.events().size(),
            HOMES.getOrDefault(home, ""),
            START,
            side,
            price,
            energyWh));
  }
}
