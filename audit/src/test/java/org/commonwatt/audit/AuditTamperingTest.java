package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.OrderExpired;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/**
 * One forgery each. The forger rebuilds the chain, except where the test is about the chain: the
 * findings come from the recomputation.
 */
class AuditTamperingTest {
  private final Day day = WorkedExample.day();

  @Test
  void aFlippedPriceInAnOrderCommandIsFoundAtTheOrder() {
    day.changeCommand(
        WorkedExample.ORDERS,
        3,
        command -> {
          PlaceOrder order = (PlaceOrder) command;
          return WorkedExample.order(
              "dan", "d1", order.side(), new long[] {251_000, order.energyWh()});
        });
    Finding first = first(verify());
    assertThat(first.code()).isEqualTo(FindingCode.ORDER_DIFFERS);
    assertThat(first.place()).isEqualTo(at(WorkedExample.ORDERS, 3, 7));
    assertThat(first.message()).contains("priceMicroPerKwh=251000", "priceMicroPerKwh=250000");
  }

  @Test
  void aChangedFillIsFoundAndBreaksConservation() {
    day.change(
        OrderFilled.class,
        fill -> fill.orderId() == 3 ? new OrderFilled(3, 1499, fill.priceMicroPerKwh()) : fill);
    AuditReport report = verify();
    assertThat(report.totals())
        .containsOnlyKeys(
            FindingCode.FILL_DIFFERS,
            FindingCode.ENERGY_NOT_CONSERVED,
            FindingCode.BATCH_UNCONFIRMED,
            FindingCode.REGISTRY_PENDING);
    assertThat(first(report).place()).isEqualTo(at(WorkedExample.GATE, 0, 18));
    assertThat(first(report).message())
        .isEqualTo(
            "expected OrderFilled[orderId=3, energyWh=1500, priceMicroPerKwh=250000], "
                + "found OrderFilled[orderId=3, energyWh=1499, priceMicroPerKwh=250000]");
  }

  @Test
  void aChangedAuctionPriceIsFound() {
    day.change(
        AuctionCleared.class,
        a ->
            a.volumeWh() == 0
                ? a
                : new AuctionCleared(
                    a.slot(),
                    List.of(new AreaCleared("village", 249_999L, 250_000L, 250_000L, 3000, 3000)),
                    a.links(),
                    a.welfareNano()));
    assertThat(onlyCode(verify())).isEqualTo(FindingCode.AUCTION_DIFFERS);
  }

  @Test
  void aChangedExpiryIsFound() {
    day.change(OrderExpired.class, expired -> new OrderExpired(expired.orderId(), 1499));
    assertThat(onlyCode(verify())).isEqualTo(FindingCode.EXPIRY_DIFFERS);
  }

  @Test
  void aChangedTradeIsFound() {
    day.change(
        TradeMade.class,
        t ->
            t.tradeId() != 2
                ? t
                : new TradeMade(2, t.slot(), 1, 4, "bob", "dan", t.energyWh(), 250_000));
    assertThat(onlyCode(verify())).isEqualTo(FindingCode.TRADE_DIFFERS);
  }

  @Test
  @SuppressWarnings("NullAway") // null drops the event
  void aMissingTradeIsFound() {
    day.change(TradeMade.class, trade -> trade.tradeId() == 3 ? null : trade);
    AuditReport report = verify();
    assertThat(first(report).code()).isEqualTo(FindingCode.EVENT_MISSING);
    assertThat(first(report).message()).startsWith("expected TradeMade[tradeId=3");
    assertThat(report.totals())
        .containsKeys(FindingCode.ENERGY_NOT_CONSERVED, FindingCode.TRADE_SETTLED_TWICE);
  }

  @Test
  void anAddedEventIsFound() {
    day.events(WorkedExample.GATE, 0).add(new OrderFilled(5, 500, 250_000));
    AuditReport report = verify();
    assertThat(first(report).code()).isEqualTo(FindingCode.EVENT_UNEXPECTED);
    assertThat(first(report).place()).isEqualTo(at(WorkedExample.GATE, 0, 24));
  }

  @Test
  void twoSwappedTradesAreFoundThoughTheChainIsRebuilt() {
    List<Event> events = day.events(WorkedExample.GATE, 0);
    events.add(10, events.remove(9));
    AuditReport report = verify();
    assertThat(onlyCode(report)).isEqualTo(FindingCode.EVENT_OUT_OF_ORDER);
    assertThat(first(report).message()).isEqualTo("expected a trade id above 2, found 1");
  }

  @Test
  void anOrderThatShouldHaveBeenAcceptedIsFound() {
    List<Event> answer = day.events(WorkedExample.ORDERS, 1);
    answer.set(
        0, new OrderRejected("bob", "b1", WorkedExample.refusal(RejectionCode.PRICE_OUT_OF_RANGE)));
    Finding first = first(verify());
    assertThat(first.code()).isEqualTo(FindingCode.ORDER_WRONGLY_REJECTED);
    assertThat(first.place()).isEqualTo(at(WorkedExample.ORDERS, 1, 5));
  }

  @Test
  void anOrderThatShouldHaveBeenRefusedIsFound() {
    PlaceOrder eve = WorkedExample.order("eve", "e1", Side.BUY, new long[] {300_000, 2000});
    day.events(WorkedExample.STRANGER, 0).set(0, WorkedExample.accepted(5, eve));
    Finding first = first(verify());
    assertThat(first.code()).isEqualTo(FindingCode.ORDER_WRONGLY_ACCEPTED);
    assertThat(first.place()).isEqualTo(at(WorkedExample.STRANGER, 0, 9));
  }

  @Test
  void aRefusalWithTheWrongCodeIsFound() {
    day.change(
        OrderRejected.class,
        rejected ->
            new OrderRejected(
                rejected.participant(),
                rejected.clientOrderId(),
                WorkedExample.refusal(RejectionCode.SLOT_CLOSED)));
    AuditReport report = verify();
    assertThat(onlyCode(report)).isEqualTo(FindingCode.REJECTION_CODE_DIFFERS);
    assertThat(first(report).message()).contains("UNKNOWN_PARTICIPANT", "SLOT_CLOSED");
  }

  @Test
  void aCommandWithoutEventsIsFound() {
    day.events(WorkedExample.STRANGER, 0).clear();
    AuditReport report = verify();
    assertThat(onlyCode(report)).isEqualTo(FindingCode.COMMAND_WITHOUT_EVENTS);
    assertThat(first(report).place()).isEqualTo(Place.command(Day.offset(4), 0));
  }

  @Test
  void eventsOfACommandThatIsNotOnTheLogAreFound() {
    List<StoredRecord> commands = new ArrayList<>(day.commands());
    commands.remove(WorkedExample.STRANGER);
    AuditReport report = verify(commands, day.events());
    assertThat(onlyCode(report)).isEqualTo(FindingCode.EVENTS_WITHOUT_COMMAND);
    assertThat(first(report).place()).isEqualTo(at(WorkedExample.STRANGER, 0, 9));
  }

  @Test
  void aDroppedEventBreaksTheChain() {
    List<byte[]> events = gateEvents();
    events.remove(4);
    AuditReport report = verify(day.commands(), withGate(events));
    assertThat(first(report).code()).isEqualTo(FindingCode.HASH_CHAIN_BROKEN);
    assertThat(first(report).place()).isEqualTo(at(WorkedExample.GATE, 0, 17));
    assertThat(report.totals())
        .containsKeys(
            FindingCode.SEQUENCE_GAP, FindingCode.EVENT_INDEX_WRONG, FindingCode.EVENT_MISSING);
  }

  @Test
  void twoSwappedEventsBreakTheChain() {
    List<byte[]> events = gateEvents();
    events.add(5, events.remove(4));
    AuditReport report = verify(day.commands(), withGate(events));
    assertThat(first(report).code()).isEqualTo(FindingCode.HASH_CHAIN_BROKEN);
    assertThat(report.totals()).containsEntry(FindingCode.HASH_CHAIN_BROKEN, 3L);
  }

  @Test
  void anAlteredEventBreaksTheChainAtTheNextOne() {
    List<byte[]> events = gateEvents();
    EventEnvelope altered = EventCodec.decodeEvent(events.get(4));
    events.set(
        4,
        EventCodec.encodeEvent(
            new EventEnvelope(
                altered.commandOffset(),
                altered.commandIndex(),
                altered.index(),
                altered.count(),
                altered.sequence(),
                altered.previousHash(),
                new OrderFilled(1, 1999, 250_000))));
    AuditReport report = verify(day.commands(), withGate(events));
    assertThat(first(report).code()).isEqualTo(FindingCode.HASH_CHAIN_BROKEN);
    assertThat(first(report).place()).isEqualTo(at(WorkedExample.GATE, 0, 17));
    assertThat(report.totals()).containsKey(FindingCode.FILL_DIFFERS);
  }

  private List<byte[]> gateEvents() {
    return new ArrayList<>(EventCodec.splitFrame(day.events().get(WorkedExample.GATE).bytes()));
  }

  private List<StoredRecord> withGate(List<byte[]> events) {
    List<StoredRecord> records = new ArrayList<>(day.events());
    records.set(
        WorkedExample.GATE,
        new StoredRecord(
            Day.offset(WorkedExample.GATE), EventCodec.encodeFrame(Day.MARKET, events)));
    return records;
  }

  private static Place at(int frame, int command, long sequence) {
    return Place.command(Day.offset(frame), command).withSequence(sequence);
  }

  private AuditReport verify() {
    return verify(day.commands(), day.events());
  }

  private static AuditReport verify(List<StoredRecord> commands, List<StoredRecord> events) {
    return Audit.verify(AuditInput.of(commands, events, WorkedExample.ledger()));
  }

  static Finding first(AuditReport report) {
    assertThat(report.passed()).isFalse();
    return report.findings().get(0);
  }

  static FindingCode onlyCode(AuditReport report) {
    assertThat(report.findings()).hasSize(1);
    return first(report).code();
  }
}
