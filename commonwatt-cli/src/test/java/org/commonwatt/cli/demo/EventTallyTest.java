package org.commonwatt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Leg;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;
import org.junit.jupiter.api.Test;

/** One slot: a sells 100 Wh to b at 2; a injected 100 Wh, b withdrew 100 Wh. */
class EventTallyTest {
  private static final DeliverySlot SLOT = new DeliverySlot(0, 15);
  private static final EventTally.Profile PROFILE = (who, slot) -> who.equals("a") ? 100 : -100;

  private final EventTally tally = new EventTally();

  @Test
  void aConsistentSlotIsConservedAndBilled() {
    add(position("a", 0, 100), position("b", 100, 0), trade(), settled("s0", buy(), sell()));
    assertThat(tally.conservation(PROFILE).holds()).isTrue();
    assertThat(tally.bills(List.of("supplier"), "EUR"))
        .containsExactly(
            new BillSummary("a", 0, 100, 100, BigInteger.ZERO, BigInteger.valueOf(200), "EUR"),
            new BillSummary("b", 100, 0, 100, BigInteger.ZERO, BigInteger.valueOf(-200), "EUR"));
    assertThat(tally.tradedWh()).isEqualTo(100);
  }

  @Test
  void whatALinkCarriesIsCountedOnceAndItsMoneyIsTold() {
    add(
        new Event.AuctionCleared(
            SLOT,
            List.of(
                new Event.AreaCleared("x", 2L, 2L, 2L, 0, 100),
                new Event.AreaCleared("y", 5L, 5L, 5L, 100, 0)),
            List.of(new Event.LinkFlow("x", "y", 100)),
            BigInteger.ZERO));
    add(auctionOfAnotherSlot()); // not settled: it does not count
    add(new Event.TradeMade(1, SLOT, 0, 1, "x>y", "a", 100, 2));
    add(new Event.TradeMade(2, SLOT, 2, 0, "b", "x>y", 100, 5));
    add(
        settled(
            "s0",
            line("x>y", Kind.TRADE_BUY, "a", -200),
            line("a", Kind.TRADE_SELL, "x>y", 200),
            line("b", Kind.TRADE_BUY, "x>y", -500),
            line("x>y", Kind.TRADE_SELL, "b", 500),
            line("x>y", Kind.LINK_FEE, "dso", -100),
            line("dso", Kind.FEE_INCOME, "x>y", 100),
            line("x>y", Kind.LINK_RENT, "congestion-rent", -200),
            line("congestion-rent", Kind.CONGESTION_RENT, "x>y", 200)));
    assertThat(tally.tradedWh()).isEqualTo(100);
    assertThat(tally.congestion(List.of("x", "y")))
        .isEqualTo(
            new Congestion(
                List.of("x", "y"),
                List.of(
                    new Congestion.AreaPrices("x", 1, 2L, 2L),
                    new Congestion.AreaPrices("y", 1, 5L, 5L)),
                List.of(
                    new Congestion.LinkTotals(
                        "x", "y", 100, 0, BigInteger.valueOf(100), BigInteger.valueOf(200))),
                1,
                1,
                100,
                BigInteger.valueOf(100),
                BigInteger.valueOf(200)));
    assertThat(tally.bills(List.of("supplier", "dso", "congestion-rent"), "EUR"))
        .extracting(BillSummary::participant, BillSummary::amountNano)
        .containsExactly(
            tuple("a", BigInteger.valueOf(200)),
            tuple("b", BigInteger.valueOf(-500)),
            tuple("dso", BigInteger.valueOf(100)),
            tuple("congestion-rent", BigInteger.valueOf(200)));
  }

  private static Event auctionOfAnotherSlot() {
    return new Event.AuctionCleared(
        SLOT.plus(1),
        List.of(
            new Event.AreaCleared("x", null, null, null, 0, 0),
            new Event.AreaCleared("y", 9L, 9L, 9L, 7, 0)),
        List.of(new Event.LinkFlow("x", "y", -7)),
        BigInteger.ZERO);
  }

  @Test
  void pricesAndFlowsAreThoseOfTheSettledSlots() {
    add(auctionOfAnotherSlot());
    assertThat(tally.congestion(List.of("x", "y")).prices()).isEmpty();
    add(new Event.SlotSettled(batch("s1", SLOT.plus(1), List.of()), List.of()));
    Congestion congestion = tally.congestion(List.of("x", "y"));
    assertThat(congestion.prices())
        .containsExactly(
            new Congestion.AreaPrices("x", 0, null, null),
            new Congestion.AreaPrices("y", 1, 9L, 9L));
    assertThat(congestion.links())
        .containsExactly(
            new Congestion.LinkTotals("x", "y", 0, 7, BigInteger.ZERO, BigInteger.ZERO));
  }

  @Test
  void aContinuousTradeIsToldApartAndItsGridFeeIsNoSecondTrade() {
    add(position("a", 0, 100), position("b", 100, 0));
    add(
        new Event.ContinuousTrade(
            1,
            SLOT,
            2,
            1,
            Side.BUY,
            "b",
            "a",
            "y",
            "x",
            100,
            2,
            1,
            List.of(new Event.LinkFlow("x", "y", 100)),
            null));
    add(new Event.OrderAmended(2, 2, 100, true));
    add(new Event.OrderCancelled(3, 5, CancelReason.BY_OWNER));
    add(new Event.OrderCancelled(4, 5, CancelReason.GATE_CLOSED));
    add(
        settled(
            "s0",
            buy(),
            sell(),
            new BillLine("b", SLOT, Kind.GRID_FEE, "dso", 1, 100, 1, -100, Hash.ZERO),
            new BillLine("dso", SLOT, Kind.GRID_FEE_INCOME, "b", 1, 100, 1, 100, Hash.ZERO)));
    assertThat(tally.conservation(PROFILE).holds()).isTrue();
    assertThat(tally.trades()).isEqualTo(1);
    assertThat(tally.tradedWh()).isEqualTo(100);
    assertThat(tally.continuous())
        .isEqualTo(
            new ContinuousTotals(1, 1, 100, 100, 1, 1, 0, 0, 0, 0, 0, BigInteger.valueOf(100)));
    assertThat(tally.bills(List.of("dso"), "EUR"))
        .extracting(BillSummary::participant, BillSummary::tradedWh, BillSummary::gridFeesNano)
        .containsExactly(
            tuple("a", 100L, BigInteger.ZERO),
            tuple("b", 100L, BigInteger.valueOf(-100)),
            tuple("dso", 0L, BigInteger.valueOf(100)));
  }

  @Test
  void blocksAndPreferencesAreToldApart() {
    OrderTerms leg = OrderTerms.of(TimeInForce.FILL_OR_KILL).as(new Leg(1, 1, 5L, null));
    Alternative solar = new Alternative(9, List.of(EnergySource.SOLAR), "x");
    OrderTerms preference =
        OrderTerms.DEFAULT.preferring(List.of(solar, new Alternative(8, List.of(), null)));
    add(new Event.BasketFilled("b", "block", 10, 1));
    add(accepted(10, leg), bought(1, 10, 100));
    add(accepted(20, preference), accepted(21, preference), accepted(22, preference));
    add(new Event.AlternativeChosen(20, 1, 9), bought(2, 20, 30), bought(3, 20, 4));
    add(new Event.AlternativeChosen(21, 2, 8), bought(4, 21, 5));
    assertThat(tally.continuous())
        .isEqualTo(new ContinuousTotals(1, 4, 139, 0, 0, 0, 1, 100, 3, 39, 34, BigInteger.ZERO));
    assertThat(tally.continuous().describeWishes())
        .isEqualTo(
            "Blocks after the auctions: 1 of 100 Wh; preferences: 3 that bought 39 Wh, 34 Wh by their first"
                + " alternative");
  }

  private static Event accepted(long id, OrderTerms terms) {
    return new Event.OrderAccepted(id, "b", "c" + id, "x", SLOT, Side.BUY, 9, 200, 1, terms);
  }

  private static Event bought(long tradeId, long orderId, long wh) {
    return new Event.ContinuousTrade(
        tradeId, SLOT, orderId, 1, Side.BUY, "b", "a", "x", "x", wh, 2, 0, List.of(), null);
  }

  @Test
  void aBillInPartsCountsAsAWholeOne() {
    add(position("a", 0, 100), position("b", 100, 0), trade());
    add(new Event.BillPart(SLOT, 0, List.of(buy())));
    assertThat(tally.settledSlots()).isEmpty();
    Event.SlotSettled whole = (Event.SlotSettled) settled("s0", buy(), sell());
    add(new Event.SlotSettled(whole.batch(), 1, List.of(sell()), List.of()));
    assertThat(tally.settledSlots()).containsExactly(SLOT);
    assertThat(tally.conservation(PROFILE).holds()).isTrue();
  }

  @Test
  void aTradeSettledInTwoBatchesIsFound() {
    add(position("a", 0, 100), position("b", 100, 0), trade());
    add(settled("s0", buy()), settled("s1", sell()));
    assertThat(tally.conservation(PROFILE).tradesSettledOnce()).isFalse();
  }

  @Test
  void aTradeThatWasNeverSettledIsFound() {
    add(position("a", 0, 100), position("b", 100, 0), trade(), settled("s0"));
    assertThat(tally.conservation(PROFILE).tradesSettledOnce()).isFalse();
  }

  @Test
  void moreBoughtThanSoldIsFound() {
    add(position("a", 0, 100), position("b", 100, 0), trade(), settled("s0", buy(), buy()));
    assertThat(tally.conservation(PROFILE).boughtEqualsSold()).isFalse();
  }

  @Test
  void postingsThatDoNotSumToZeroAreFound() {
    add(position("a", 0, 100), position("b", 100, 0));
    add(new Event.SlotSettled(batch("s0", List.of(new Posting("a", 1))), List.of()));
    assertThat(tally.conservation(PROFILE).postingsSumToZero()).isFalse();
  }

  @Test
  void meteringThatHidesBehindTheNetIsFound() {
    add(position("a", 50, 150), position("b", 100, 0), trade(), settled("s0", buy(), sell()));
    assertThat(tally.conservation(PROFILE).meteredEqualsProfile()).isFalse();
  }

  @Test
  void oneWattHourOfRoundingIsAllowedAndTwoAreNot() {
    add(position("a", 0, 101), position("b", 100, 0), settled("s0"));
    assertThat(tally.conservation(PROFILE).meteredEqualsProfile()).isTrue();
    add(position("a", 0, 102), settled("s1"));
    assertThat(tally.conservation(PROFILE).meteredEqualsProfile()).isFalse();
  }

  private void add(Event... events) {
    List.of(events).forEach(tally::add);
  }

  private static Event position(String who, long importWh, long exportWh) {
    return new Event.PositionRecorded(
        new MeteredPosition(who, SLOT, 1, importWh, exportWh, Quality.ACTUAL));
  }

  private static Event trade() {
    return new Event.TradeMade(1, SLOT, 2, 1, "b", "a", 100, 2);
  }

  private static BillLine line(String who, Kind kind, String other, long nano) {
    boolean trade = kind == Kind.TRADE_BUY || kind == Kind.TRADE_SELL;
    long price = Math.abs(nano) / 100;
    return new BillLine(who, SLOT, kind, other, trade ? 1 : 0, 100, price, nano, Hash.ZERO);
  }

  private static BillLine buy() {
    return new BillLine("b", SLOT, Kind.TRADE_BUY, "a", 1, 100, 2, -200, Hash.ZERO);
  }

  private static BillLine sell() {
    return new BillLine("a", SLOT, Kind.TRADE_SELL, "b", 1, 100, 2, 200, Hash.ZERO);
  }

  private static Event settled(String id, BillLine... lines) {
    return new Event.SlotSettled(
        batch(id, List.of(new Posting("a", 200), new Posting("b", -200))), List.of(lines));
  }

  static SettlementBatch batch(String id, List<Posting> postings) {
    return batch(id, SLOT, postings);
  }

  private static SettlementBatch batch(String id, DeliverySlot slot, List<Posting> postings) {
    return new SettlementBatch(
        id, "m", slot, 1, Hash.ZERO, Hash.ZERO, Hash.ZERO, Hash.ZERO, 0, Hash.ZERO, postings);
  }
}
