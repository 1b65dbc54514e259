package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Path;
import java.util.List;
import org.commonwatt.ledger.RecordedBatch;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows one order through the stations of ARCHITECTURE.md, "One order, in files". */
class OrderToSettlementTest {
  @TempDir private Path temp;

  @Test
  void anOrderGoesFromHttpToTheLedger() throws Exception {
    try (SmallLaptop laptop = new SmallLaptop(temp)) {
      long orderId = answeredOverHttp(laptop);
      assertThat(state(laptop, orderId)).isEqualTo("OPEN");
      long offset = onTheCommandsLog(laptop);
      acceptedOnTheEventsLog(laptop, orderId, offset);
      Event.TradeMade trade = tradedAtTheGate(laptop, orderId);
      BillLine line = settled(laptop, trade);
      onTheLedger(laptop, line);
      inTheReadModels(laptop, orderId, line);
      assertThat(laptop.audit().findings()).isEmpty();
    }
  }

  @Test
  void anOrderThatComesAfterTheGateTradesContinuouslyAndIsSettled() throws Exception {
    try (SmallLaptop laptop = new SmallLaptop(temp, 2, true)) {
      laptop.advanceTo(SmallLaptop.START.minusSeconds(900));
      long orderId = answeredOverHttp(laptop);
      Event.ContinuousTrade trade = only(laptop, Event.ContinuousTrade.class);
      assertThat(trade.takerOrderId()).isEqualTo(orderId);
      assertThat(trade.seller()).isEqualTo("home-02");
      assertThat(trade.energyWh()).isEqualTo(100);
      assertThat(trade.feeMicroPerKwh()).isEqualTo(2_000);
      assertThat(state(laptop, orderId)).isEqualTo("MATCHED");
      laptop.advanceTo(SmallLaptop.START.plusSeconds(900));
      laptop.awaitRecorded(1);
      Event.SlotSettled settled = only(laptop, Event.SlotSettled.class);
      assertThat(settled.billLines())
          .filteredOn(line -> line.tradeId() == trade.tradeId())
          .extracting(BillLine::participant, BillLine::kind, BillLine::amountNano)
          .containsExactly(
              tuple("home-01", BillLine.Kind.TRADE_BUY, -100 * trade.priceMicroPerKwh()),
              tuple("home-02", BillLine.Kind.TRADE_SELL, 100 * trade.priceMicroPerKwh()),
              tuple("home-01", BillLine.Kind.GRID_FEE, -200_000L),
              tuple("grid-operator", BillLine.Kind.GRID_FEE_INCOME, 200_000L));
      onTheLedger(laptop, settled.billLines().get(2));
    }
  }

  private static long answeredOverHttp(SmallLaptop laptop) throws Exception {
    Api api = laptop.api();
    Api.Answer sell = api.postOrder(Api.order("home-02", "sell-1", SmallLaptop.START, "sell"));
    Api.Answer buy = api.postOrder(Api.order("home-01", "buy-1", SmallLaptop.START, "buy"));
    assertThat(sell.status()).isEqualTo(201);
    assertThat(buy.status()).isEqualTo(201);
    return buy.body().required("orderId").asLong();
  }

  /** The command as it came, in the frame that the sequencer made. */
  private static long onTheCommandsLog(SmallLaptop laptop) {
    List<SmallLaptop.Logged<CommandFrame>> frames =
        laptop.commands().stream()
            .filter(
                frame ->
                    frame.value().entries().stream()
                        .anyMatch(
                            entry ->
                                entry.command() instanceof Command.PlaceOrder order
                                    && order.clientOrderId().equals("buy-1")
                                    && order.energyWh() == 100))
            .toList();
    assertThat(frames).hasSize(1);
    return frames.get(0).offset();
  }

  private static void acceptedOnTheEventsLog(SmallLaptop laptop, long orderId, long offset) {
    EventEnvelope accepted =
        laptop.events().stream()
            .filter(e -> e.event() instanceof Event.OrderAccepted a && a.orderId() == orderId)
            .findFirst()
            .orElseThrow();
    assertThat(accepted.commandOffset()).isEqualTo(offset);
  }

  private static Event.TradeMade tradedAtTheGate(SmallLaptop laptop, long orderId)
      throws Exception {
    laptop.advanceTo(SmallLaptop.START.minusSeconds(900));
    Event.TradeMade trade = only(laptop, Event.TradeMade.class);
    assertThat(trade.buyOrderId()).isEqualTo(orderId);
    assertThat(trade.seller()).isEqualTo("home-02");
    assertThat(trade.energyWh()).isEqualTo(100);
    Api.Answer auction = laptop.api().get("/v1/slots/" + SmallLaptop.START + "/auction");
    assertThat(auction.body().required("volumeWh").asLong()).isEqualTo(100);
    assertThat(auction.body().at("/areas/1/priceMicroPerKwh").asLong())
        .isEqualTo(trade.priceMicroPerKwh());
    assertThat(state(laptop, orderId)).isEqualTo("MATCHED");
    return trade;
  }

  private static BillLine settled(SmallLaptop laptop, Event.TradeMade trade) throws Exception {
    laptop.advanceTo(SmallLaptop.START.plusSeconds(900));
    laptop.awaitRecorded(1);
    Event.SlotSettled settled = only(laptop, Event.SlotSettled.class);
    BillLine line =
        settled.billLines().stream()
            .filter(l -> l.kind() == BillLine.Kind.TRADE_BUY)
            .findFirst()
            .orElseThrow();
    assertThat(line.tradeId()).isEqualTo(trade.tradeId());
    assertThat(line.participant()).isEqualTo("home-01");
    assertThat(line.amountNano()).isEqualTo(-100 * trade.priceMicroPerKwh());
    return line;
  }

  private static void onTheLedger(SmallLaptop laptop, BillLine line) {
    Event.SlotSettled settled = only(laptop, Event.SlotSettled.class);
    RecordedBatch recorded =
        new SettlementLedger(laptop.parts().ledger()).find(settled.batch().batchId()).orElseThrow();
    assertThat(settled.billLines()).contains(line);
    assertThat(recorded.batch()).isEqualTo(settled.batch());
    Event.BatchRecorded confirmed = only(laptop, Event.BatchRecorded.class);
    assertThat(confirmed.transactionId()).isEqualTo(recorded.transactionId());
    assertThat(laptop.parts().ledger().block(confirmed.blockNumber()).transactions())
        .anyMatch(t -> t.transactionId().equals(recorded.transactionId()));
  }

  private static void inTheReadModels(SmallLaptop laptop, long orderId, BillLine line)
      throws Exception {
    assertThat(state(laptop, orderId)).isEqualTo("RECORDED");
    assertThat(laptop.api().get("/v1/bills/home-01").body().required("lines"))
        .anyMatch(
            shown ->
                shown.path("tradeId").asLong() == line.tradeId()
                    && shown.path("amountNano").asText().equals("" + line.amountNano()));
  }

  private static String state(SmallLaptop laptop, long orderId) throws Exception {
    return laptop.api().get("/v1/orders/" + orderId).text("state");
  }

  private static <E extends Event> E only(SmallLaptop laptop, Class<E> type) {
    List<E> found =
        laptop.events().stream()
            .map(EventEnvelope::event)
            .filter(type::isInstance)
            .map(type::cast)
            .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
