package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.Event.OrderExpired;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TimeAdvanced;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.junit.jupiter.api.Test;

class MarketDayTest {

  @Test
  void anOrderIsMatchedAtTheGateAndRecordedWhenTheLedgerHasItsBatch() {
    TestMarket market = TestMarket.open();
    market.place("home-01", Side.SELL, 100_000, 500);
    market.place("home-02", Side.BUY, 200_000, 800);

    assertThat(market.tick(START - 15 * MINUTE))
        .containsExactly(
            new TimeAdvanced(START - 15 * MINUTE),
            new SlotPhaseChanged(SLOT.plus(1), SlotPhase.OPEN),
            new SlotPhaseChanged(SLOT.plus(2), SlotPhase.OPEN),
            new SlotPhaseChanged(SLOT.plus(3), SlotPhase.OPEN),
            new AuctionCleared(
                SLOT,
                List.of(new AreaCleared("village", 200_000L, 200_000L, 200_000L, 500, 500)),
                List.of(),
                BigInteger.valueOf(500 * 100_000L)),
            new OrderFilled(1, 500, 200_000),
            new OrderFilled(2, 500, 200_000),
            new OrderExpired(2, 300),
            new TradeMade(1, SLOT, 2, 1, "home-02", "home-01", 500, 200_000),
            new SlotPhaseChanged(SLOT, SlotPhase.CLEARED));
    assertThat(market.machine().order(2).orElseThrow().state()).isEqualTo(OrderState.MATCHED);
    assertThat(market.machine().order(2).orElseThrow().filledWh()).isEqualTo(500);

    market.tick(START + QUARTER);
    market.report("home-01", SLOT, 0, 300);
    market.report("home-02", SLOT, 900, 100);
    List<Event> settled = market.report("home-03", SLOT, 50, 50);
    SlotSettled settlement = (SlotSettled) settled.get(1);
    assertThat(settlement.batch().batchId()).isEqualTo("m.1659423600.initial");
    assertThat(settlement.batch().predecessor()).isEqualTo(Hash.ZERO);
    assertThat(settlement.batch().postings())
        .containsExactly(
            new Posting("home-01", 500 * 200_000L - 200 * 300_000L),
            new Posting("home-02", -500 * 200_000L - 300 * 300_000L),
            new Posting("supplier", 500 * 300_000L));
    assertThat(settlement.billLines())
        .extracting(BillLine::kind)
        .containsExactly(
            Kind.TRADE_BUY,
            Kind.TRADE_SELL,
            Kind.RESIDUAL_WITHDRAWAL,
            Kind.SUPPLIED,
            Kind.RESIDUAL_WITHDRAWAL,
            Kind.SUPPLIED);
    assertThat(settled.get(2)).isEqualTo(new SlotPhaseChanged(SLOT, SlotPhase.SETTLED));
    assertThat(market.machine().unconfirmedBatches()).containsExactly(settlement.batch());

    assertThat(market.apply(new ConfirmBatch("m.1659423600.initial", "tx", 7)))
        .containsExactly(
            new BatchRecorded("m.1659423600.initial", "tx", 7),
            new SlotPhaseChanged(SLOT, SlotPhase.RECORDED));
    assertThat(market.machine().order(2).orElseThrow().state()).isEqualTo(OrderState.RECORDED);
    assertThat(market.machine().unconfirmedBatches()).isEmpty();
  }
}
