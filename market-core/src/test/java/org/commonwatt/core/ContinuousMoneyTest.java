package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.commonwatt.core.ContinuousFixture.GATE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** What continuous trades cost. */
class ContinuousMoneyTest {

  @Test
  void theBuyerPaysPriceAndFeesAndTheSellerGetsThePrice() {
    ContinuousFixture slot = slot(FeeMode.ON_TOP);
    slot.sell("home-01", 101_000, 400);
    slot.buy("home-03", 101_000, 100);
    // 3,000 for the link and 2.5 % of 101,000 for the level of west.
    assertThat(slot.market().events(ContinuousTrade.class).get(0).feeMicroPerKwh())
        .isEqualTo(3_000 + 2_525);
    SlotSettled settled = settle(slot.market(), 100, 100);
    long fee = 100 * 5_525;
    assertThat(settled.billLines())
        .extracting(
            BillLine::participant,
            BillLine::kind,
            BillLine::counterparty,
            BillLine::tradeId,
            BillLine::amountNano)
        .containsExactly(
            tuple("home-03", Kind.TRADE_BUY, "home-01", 1L, -100 * 101_000L),
            tuple("home-01", Kind.TRADE_SELL, "home-03", 1L, 100 * 101_000L),
            tuple("home-03", Kind.GRID_FEE, "grid", 1L, -fee),
            tuple("grid", Kind.GRID_FEE_INCOME, "home-03", 1L, fee));
    assertThat(settled.batch().postings())
        .containsExactly(
            new Posting("grid", fee),
            new Posting("home-01", 100 * 101_000L),
            new Posting("home-03", -100 * 101_000L - fee));
  }

  @Test
  void aBidThatCoversTheFeesLeavesTheSellerWhatIsLeft() {
    ContinuousFixture slot = slot(FeeMode.FROM_BID);
    slot.buy("home-03", 106_500, 100);
    slot.sell("home-01", 90_000, 100);
    ContinuousTrade trade = slot.market().events(ContinuousTrade.class).get(0);
    assertThat(trade.takerSide()).isEqualTo(Side.SELL);
    assertThat(trade.priceMicroPerKwh() + trade.feeMicroPerKwh()).isEqualTo(106_500);
    assertThat(trade.priceMicroPerKwh()).isEqualTo(100_975); // 2.5 % of it: 2,524.375, up
  }

  @Test
  void tradesOfAuctionAndContinuousTradingTogetherAreTheContractedPosition() {
    ContinuousFixture slot = new ContinuousFixture(ContinuousFixture.PLAIN);
    slot.sell("home-01", 100_000, 1_000);
    slot.buy("home-03", 150_000, 100);
    slot.tick(GATE);
    slot.buy("home-03", 150_000, 200);
    SlotSettled settled = settle(slot.market(), 250, 300);
    assertThat(settled.billLines())
        .extracting(BillLine::kind)
        .doesNotContain(Kind.RESIDUAL_INJECTION)
        .filteredOn(kind -> kind == Kind.RESIDUAL_WITHDRAWAL)
        .hasSize(1); // home-01 sold 300 and fed in 250
    assertThat(settled.billLines())
        .filteredOn(line -> line.kind() == Kind.RESIDUAL_WITHDRAWAL)
        .extracting(BillLine::participant, BillLine::energyWh)
        .containsExactly(tuple("home-01", 50L));
    assertThat(settled.batch().postings().stream().mapToLong(Posting::amountNano).sum()).isZero();
  }

  @Test
  void theBatchRestsOnTheContinuousTradesToo() {
    ContinuousFixture one = slot(FeeMode.ON_TOP);
    one.sell("home-01", 101_000, 100);
    one.buy("home-02", 101_000, 100);
    ContinuousFixture other = slot(FeeMode.ON_TOP);
    other.buy("home-02", 101_000, 100);
    other.sell("home-01", 101_000, 100);
    SlotSettled first = settle(one.market(), 0, 0);
    SlotSettled second = settle(other.market(), 0, 0);
    assertThat(second.batch().postings()).isEqualTo(first.batch().postings());
    assertThat(second.batch().auctionHash())
        .as("taker and maker are others")
        .isNotEqualTo(first.batch().auctionHash());
  }

  private static ContinuousFixture slot(FeeMode mode) {
    ContinuousFixture slot =
        new ContinuousFixture(ContinuousFixture.section(0, ContinuousFixture.fees(mode)));
    slot.tick(GATE);
    return slot;
  }

  /** Settles the first slot after an injection in east and a withdrawal in west. */
  private static SlotSettled settle(TestMarket market, long exportWh, long importWh) {
    market.tick(START + QUARTER);
    market.report("home-01", SLOT, 0, exportWh);
    market.report("home-02", SLOT, 0, 0);
    market.report("home-03", SLOT, importWh, 0);
    List<SlotSettled> settled = market.events(SlotSettled.class);
    assertThat(settled).hasSize(1);
    return settled.get(0);
  }
}
