package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.ProductHalted;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.Posting;
import org.junit.jupiter.api.Test;

/** What is falsified in continuous trading is found, and named. */
class ContinuousTamperingTest {
  private static final long FEE = 20_000 + 500 + 1_000;

  private final Day day = settled();

  /** Ann is before Bob; Cat buys from both; a cancel; a halt; gate closure; settlement. */
  private static Day settled() {
    ContinuousDay day = ContinuousDay.trading(FeeMode.ON_TOP);
    day.sell("ann", 100_000, 100);
    day.sell("bob", 100_000, 100);
    day.buy("cat", 110_000, 150);
    day.add(new Command.CancelOrder("bob", 2));
    day.sell("ann", 500_000, 10);
    day.buy("cat", 600_000, 10);
    return day.settle().log();
  }

  @Test
  void theHonestDayPassesAndTheBuyerPaysTheGridFee() {
    List<SlotSettled> settled = new ArrayList<>();
    day.change(
        SlotSettled.class,
        event -> {
          settled.add(event);
          return event;
        });
    assertThat(settled.get(0).batch().postings())
        .containsExactly(
            new Posting("ann", 100 * 100_000 - 100 * 400_000),
            new Posting("bob", 50 * 100_000 - 50 * 400_000),
            new Posting("cat", -150 * 100_000 - 150 * FEE + 150 * 80_000),
            new Posting("dso", 150 * FEE),
            new Posting("supplier", 150 * 400_000 - 150 * 80_000));
    AuditReport report = verify();
    assertThat(report.findings()).isEmpty();
    assertThat(report.counts().trades()).isEqualTo(2);
  }

  @Test
  void aSwappedPriorityIsFound() {
    changeTrades(
        trade ->
            new ContinuousTrade(
                trade.tradeId(),
                trade.slot(),
                trade.takerOrderId(),
                trade.makerOrderId() == 1 ? 2 : 1,
                trade.takerSide(),
                trade.buyer(),
                trade.seller().equals("ann") ? "bob" : "ann",
                trade.buyArea(),
                trade.sellArea(),
                trade.energyWh(),
                trade.priceMicroPerKwh(),
                trade.feeMicroPerKwh(),
                trade.path(),
                trade.source()));
    assertThat(codes()).startsWith(FindingCode.PRIORITY_DIFFERS);
  }

  @Test
  void anotherPriceIsFound() {
    changeTrades(trade -> with(trade, 100_001, trade.feeMicroPerKwh(), trade.path()));
    assertThat(codes()).startsWith(FindingCode.CONTINUOUS_TRADE_DIFFERS);
  }

  @Test
  void anotherFeeIsFound() {
    changeTrades(trade -> with(trade, trade.priceMicroPerKwh(), FEE + 1_000, trade.path()));
    assertThat(codes()).startsWith(FindingCode.GRID_FEE_DIFFERS);
  }

  @Test
  void anotherWayIsFound() {
    changeTrades(
        trade ->
            with(
                trade,
                trade.priceMicroPerKwh(),
                trade.feeMicroPerKwh(),
                List.of(new LinkFlow("east", "west", -trade.energyWh()))));
    assertThat(codes())
        .startsWith(FindingCode.PATH_DIFFERS)
        .contains(FindingCode.ENERGY_NOT_CONSERVED);
  }

  @Test
  void aMovedFeeOnTheBillIsFound() {
    day.change(
        SlotSettled.class,
        event ->
            new SlotSettled(
                event.batch(),
                event.billLines().stream()
                    .map(line -> line.kind() == Kind.GRID_FEE_INCOME ? toSupplier(line) : line)
                    .toList()));
    assertThat(codes()).startsWith(FindingCode.BILL_LINE_DIFFERS);
    assertThat(verify().findings().get(0).message()).contains("GRID_FEE_INCOME", "supplier");
  }

  @Test
  void aDroppedTradeIsMissedInEventsAndBill() {
    day.change(ContinuousTrade.class, trade -> trade.tradeId() == 2 ? null : trade);
    assertThat(codes())
        .startsWith(FindingCode.EVENT_MISSING)
        .contains(FindingCode.TRADE_SETTLED_TWICE); // billed, but not its slot's
  }

  @Test
  void aDroppedCancelIsFound() {
    day.events(6, 0).clear();
    assertThat(codes()).startsWith(FindingCode.COMMAND_WITHOUT_EVENTS);
  }

  @Test
  void aCancelThatTookLessIsFound() {
    day.change(
        OrderCancelled.class,
        end ->
            end.reason() == CancelReason.BY_OWNER
                ? new OrderCancelled(end.orderId(), end.unfilledWh() - 1, end.reason())
                : end);
    assertThat(codes()).startsWith(FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void aCancellationForAnotherReasonIsFound() {
    day.change(
        OrderCancelled.class,
        end ->
            end.reason() == CancelReason.GATE_CLOSED
                ? new OrderCancelled(end.orderId(), end.unfilledWh(), CancelReason.EXPIRED)
                : end);
    assertThat(codes()).startsWith(FindingCode.CANCELLATION_DIFFERS);
  }

  @Test
  void aHaltThatLastsLongerIsFound() {
    day.change(
        ProductHalted.class,
        halt ->
            new ProductHalted(
                halt.slot(), halt.area(), halt.priceMicroPerKwh(), halt.untilMillis() + 1));
    assertThat(codes()).startsWith(FindingCode.HALT_DIFFERS);
  }

  @Test
  void anotherOrderOfEventsIsFound() {
    List<Event> events = day.events(8, 0);
    assertThat(events.get(1)).isInstanceOf(ProductHalted.class);
    events.add(events.remove(1));
    assertThat(codes()).containsOnly(FindingCode.EVENT_OUT_OF_ORDER);
  }

  private void changeTrades(UnaryOperator<ContinuousTrade> change) {
    day.change(ContinuousTrade.class, change);
  }

  private static ContinuousTrade with(
      ContinuousTrade trade, long price, long fee, List<LinkFlow> path) {
    return new ContinuousTrade(
        trade.tradeId(),
        trade.slot(),
        trade.takerOrderId(),
        trade.makerOrderId(),
        trade.takerSide(),
        trade.buyer(),
        trade.seller(),
        trade.buyArea(),
        trade.sellArea(),
        trade.energyWh(),
        price,
        fee,
        path,
        trade.source());
  }

  private static BillLine toSupplier(BillLine line) {
    return new BillLine(
        "supplier",
        line.slot(),
        line.kind(),
        line.counterparty(),
        line.tradeId(),
        line.energyWh(),
        line.priceMicroPerKwh(),
        line.amountNano(),
        line.salt());
  }

  private AuditReport verify() {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), new FakeLedger()));
  }

  private List<FindingCode> codes() {
    return verify().findings().stream().map(Finding::code).toList();
  }
}
