package org.commonwatt.engine.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.core.Order;
import org.commonwatt.core.OrderState;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The rows that events of continuous trading give, in a real database; all in one market. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContinuousProjectionTest {
  private static final DeliverySlot SLOT = Fixtures.slot(0);
  private static final Instant START = Instant.ofEpochMilli(SLOT.startMillis());

  private Database database;
  private MarketProjection projection;
  private HistoryQueries history;
  private ContinuousQueries continuous;
  private long sequence;

  @BeforeAll
  void start() throws Exception {
    database = Database.open(TestInfra.newDatabase());
    projection = new MarketProjection(Fixtures.MARKET, Keyring.NONE);
    history = new HistoryQueries(database, Fixtures.MARKET);
    continuous = new ContinuousQueries(database, Fixtures.MARKET);
  }

  @AfterAll
  void stop() throws Exception {
    database.close();
  }

  @Test
  void anOrderThatIsAmendedAndTradesStandsAsItsLastEventsSay() throws Exception {
    project(accepted(1, 1_000, OrderTerms.DEFAULT), trade(1, 1, 90, 300, 200_000));
    Order partly = history.order(1).orElseThrow();
    assertThat(partly.state()).isEqualTo(OrderState.OPEN);
    assertThat(partly.openWh()).isEqualTo(700);

    // In one transaction: what is open after the amendment is not what the trades before took from.
    project(
        trade(2, 1, 90, 100, 210_000),
        new Event.OrderAmended(1, 250_000, 500, false),
        trade(3, 1, 90, 120, 250_000),
        new Event.OrderReduced(1, 30));
    Order amended = history.order(1).orElseThrow();
    assertThat(amended.priceMicroPerKwh()).isEqualTo(250_000);
    assertThat(amended.filledWh()).isEqualTo(520);
    assertThat(amended.openWh()).isEqualTo(350);
    assertThat(amended.energyWh()).isEqualTo(870);
    assertThat(continuous.amendments(1))
        .extracting(ContinuousQueries.AmendmentRow::openWh)
        .containsExactly(500L);

    project(new Event.OrderCancelled(1, 350, CancelReason.GATE_CLOSED));
    Order ended = history.order(1).orElseThrow();
    assertThat(ended.state()).isEqualTo(OrderState.MATCHED);
    assertThat(ended.cancelReason()).isEqualTo(CancelReason.GATE_CLOSED);
    assertThat(ended.cancelledWh()).isEqualTo(350);
    assertThat(ended.openWh()).isZero();
  }

  @Test
  void everyReasonGivesItsState() throws Exception {
    long id = 100;
    for (CancelReason reason : CancelReason.values()) {
      project(accepted(id, 10, OrderTerms.DEFAULT), new Event.OrderCancelled(id, 10, reason));
      boolean overdue = reason == CancelReason.EXPIRED || reason == CancelReason.GATE_CLOSED;
      Order order = history.order(id).orElseThrow();
      assertThat(order.cancelReason()).isEqualTo(reason);
      assertThat(order.state()).isEqualTo(overdue ? OrderState.EXPIRED : OrderState.CANCELLED);
      id++;
    }
    project(accepted(id, 10, OrderTerms.DEFAULT), trade(70, id, 90, 10, 5));
    assertThat(history.order(id).orElseThrow().state()).isEqualTo(OrderState.MATCHED);
    assertThat(history.order(id).orElseThrow().cancelReason()).isNull();
  }

  @Test
  void everyTermIsKept() throws Exception {
    OrderTerms terms =
        new OrderTerms(
            TimeInForce.GOOD_TILL_DATE,
            SLOT.startMillis() - 1,
            true,
            true,
            5,
            7,
            true,
            SelfTradeMode.DECREMENT_AND_CANCEL);
    project(accepted(2, 10, terms));
    assertThat(history.order(2).orElseThrow().terms()).isEqualTo(terms);
    assertThat(history.order(2).orElseThrow().shownWh()).isEqualTo(7);
  }

  @Test
  void tradesAndHaltsComeBackAsTheyWere() throws Exception {
    Event.ContinuousTrade far =
        new Event.ContinuousTrade(
            50,
            SLOT.plus(1),
            3,
            4,
            Side.SELL,
            "home-01",
            "home-02",
            "c",
            "a",
            10,
            -5,
            3,
            List.of(new Event.LinkFlow("a", "b", 10), new Event.LinkFlow("c", "b", -10)),
            null);
    Event.ContinuousTrade near =
        new Event.ContinuousTrade(
            51, SLOT.plus(1), 3, 5, Side.BUY, "x", "y", "a", "a", 7, 9, 0, List.of(), null);
    Event.ProductHalted halt =
        new Event.ProductHalted(SLOT.plus(1), "a", 77, SLOT.startMillis() + 60_000);
    project(near, far, halt);
    Instant slot = Instant.ofEpochMilli(SLOT.plus(1).startMillis());
    assertThat(continuous.trades(slot)).containsExactly(far, near);
    assertThat(continuous.tradesOf(5)).containsExactly(near);
    assertThat(continuous.tradesOf(3)).containsExactly(far, near);
    assertThat(continuous.halts(slot)).containsExactly(halt);
    assertThat(continuous.halts(START)).isEmpty();
    assertThat(continuous.volumes(slot, slot.plusSeconds(1)))
        .containsExactly(java.util.Map.entry(slot.toEpochMilli(), 17L));
  }

  @Test
  void theLinesOfABillThatComesInPartsStandInTheirOrder() throws Exception {
    DeliverySlot slot = SLOT.plus(9);
    List<BillLine> lines = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      lines.add(
          new BillLine(
              "home-parts", slot, BillLine.Kind.TRADE_BUY, "home-02", i, 1, 2, -2, Hash.ZERO));
    }
    BillQueries bills = new BillQueries(database, Fixtures.MARKET);
    BillQueries.Range all = new BillQueries.Range(START, START.plusSeconds(86_400), 100);
    project(
        new Event.BillPart(slot, 0, lines.subList(0, 2)),
        new Event.BillPart(slot, 2, lines.subList(2, 4)));
    assertThat(bills.lines("home-parts", all)).as("not before the batch").isEmpty();
    project(new Event.SlotSettled(batch(slot), 4, lines.subList(4, 5), List.of()));
    assertThat(bills.lines("home-parts", all))
        .extracting(BillQueries.IndexedLine::line)
        .isEqualTo(lines);
  }

  private static SettlementBatch batch(DeliverySlot slot) {
    return new SettlementBatch(
        "parts.initial",
        Fixtures.MARKET,
        slot,
        1,
        Hash.ZERO,
        Hash.ZERO,
        Hash.ZERO,
        Hash.ZERO,
        5,
        Hash.ZERO,
        List.of());
  }

  @Test
  void aMassCancelIsARowWithOrWithoutASlot() throws Exception {
    project(
        new Event.MassCancelled("home-01", null, 3),
        new Event.MassCancelled("home-01", SLOT.startMillis(), 0));
    long rows =
        database.read(
            connection -> {
              try (var statement = connection.createStatement();
                  var found =
                      statement.executeQuery(
                          "select sum(orders), count(slot_start) from mass_cancel")) {
                found.next();
                return found.getLong(1) * 10 + found.getLong(2);
              }
            });
    assertThat(rows).isEqualTo(31);
  }

  @Test
  void aTradeThatFellAwayIsInNoTableOfTradesAndItsOrdersLoseIt() throws Exception {
    DeliverySlot slot = SLOT.plus(2);
    project(
        accepted(201, 100, OrderTerms.DEFAULT),
        accepted(202, 100, OrderTerms.DEFAULT),
        accepted(203, 100, OrderTerms.DEFAULT),
        trade(301, 201, 202, 60, 5),
        new Event.OrderFilled(203, 40, 7),
        new Event.OrderExpired(203, 60),
        new Event.TradeMade(302, slot, 203, 0, "home-01", "a>b", 40, 7));
    Event.TradeBusted continuousOne = busted(301, SLOT, 60, 5, BustCause.ERRONEOUS);
    Event.TradeBusted auctionOne = busted(302, slot, 40, 7, BustCause.AUCTION_CANCELLED);
    project(continuousOne, new Event.AuctionCancelled(slot, "wrong"), auctionOne);
    assertThat(history.order(201).orElseThrow().filledWh()).isZero();
    assertThat(history.order(201).orElseThrow().openWh()).isEqualTo(40);
    assertThat(history.order(202).orElseThrow().state()).isEqualTo(OrderState.OPEN);
    assertThat(history.order(203).orElseThrow().state()).isEqualTo(OrderState.EXPIRED);
    assertThat(history.order(203).orElseThrow().filledWh()).isZero();
    assertThat(continuous.tradesOf(201)).isEmpty();
    assertThat(history.tradesOf(203)).isEmpty();
    FallbackQueries fallbacks = new FallbackQueries(database, Fixtures.MARKET);
    Instant start = Instant.ofEpochMilli(slot.startMillis());
    assertThat(fallbacks.bustedTrades(START)).containsExactly(continuousOne);
    assertThat(fallbacks.bustedTrades(start)).containsExactly(auctionOne);
    assertThat(fallbacks.cancelledAuction(start))
        .contains(new Event.AuctionCancelled(slot, "wrong"));
    assertThat(fallbacks.missedGate(start)).isEmpty();
  }

  @Test
  void whatIsMadeAndBustedInOneTransactionLeavesTheOrderAsTwoDo() throws Exception {
    project(
        accepted(211, 100, OrderTerms.DEFAULT),
        trade(311, 211, 90, 100, 5),
        busted(311, SLOT.plus(9), 100, 5, BustCause.ERRONEOUS));
    assertThat(history.order(211).orElseThrow().state()).isEqualTo(OrderState.CANCELLED);
    assertThat(history.order(211).orElseThrow().energyWh()).isZero();
    assertThat(continuous.tradesOf(211)).isEmpty();
  }

  @Test
  void aCancelledAuctionIsOneOfNothing() throws Exception {
    DeliverySlot slot = SLOT.plus(3);
    project(
        new Event.GateMissed(slot, 5, MissedGate.LATE_AUCTION),
        new Event.AuctionCleared(
            slot,
            List.of(new Event.AreaCleared("a", 5L, 4L, 6L, 10, 10)),
            List.of(new Event.LinkFlow("a", "b", 3)),
            BigInteger.TEN));
    project(new Event.AuctionCancelled(slot, "wrong"));
    Instant start = Instant.ofEpochMilli(slot.startMillis());
    assertThat(history.auctions(start, start.plusSeconds(1)))
        .containsExactly(
            new Event.AuctionCleared(
                slot,
                List.of(new Event.AreaCleared("a", null, null, null, 0, 0)),
                List.of(new Event.LinkFlow("a", "b", 0)),
                BigInteger.ZERO));
    assertThat(new FallbackQueries(database, Fixtures.MARKET).missedGate(start))
        .contains(new Event.GateMissed(slot, 5, MissedGate.LATE_AUCTION));
  }

  @Test
  void aCurtailedTradeHoldsWhatStandsAndOneWithoutIsGone() throws Exception {
    DeliverySlot slot = SLOT.plus(5);
    Instant start = Instant.ofEpochMilli(slot.startMillis());
    project(
        accepted(221, 100, OrderTerms.DEFAULT),
        accepted(222, 100, OrderTerms.DEFAULT),
        new Event.AuctionCleared(
            slot,
            List.of(new Event.AreaCleared("a", 5L, 4L, 6L, 0, 40)),
            List.of(new Event.LinkFlow("a", "b", 40)),
            BigInteger.TEN),
        new Event.OrderFilled(222, 40, 7),
        new Event.TradeMade(321, slot, 0, 222, "a>b", "home-01", 40, 7),
        new Event.ContinuousTrade(
            322,
            slot,
            221,
            90,
            Side.BUY,
            "home-01",
            "home-03",
            "b",
            "a",
            60,
            5,
            0,
            List.of(new Event.LinkFlow("a", "b", 60)),
            null));
    Event.LinkLimited limited = new Event.LinkLimited(slot, "a", "b", 0, 25, "a cable");
    Event.TradeCurtailed part = new Event.TradeCurtailed(321, slot, "a>b", "home-01", 15, 25, 0, 3);
    Event.TradeCurtailed whole =
        new Event.TradeCurtailed(322, slot, "home-01", "home-03", 60, 0, 2, 1);
    project(limited, part, whole);
    assertThat(history.trades(start)).singleElement().matches(trade -> trade.energyWh() == 25);
    assertThat(continuous.trades(start)).isEmpty();
    assertThat(history.order(222).orElseThrow().filledWh()).isEqualTo(25);
    assertThat(history.order(221).orElseThrow().filledWh()).isZero();
    assertThat(history.order(221).orElseThrow().openWh()).isEqualTo(40);
    assertThat(history.auctions(start, start.plusSeconds(1)).get(0).links())
        .containsExactly(new Event.LinkFlow("a", "b", 25));
    FallbackQueries fallbacks = new FallbackQueries(database, Fixtures.MARKET);
    assertThat(fallbacks.loweredLinks(start)).containsExactly(limited);
    assertThat(fallbacks.curtailedTrades(start)).containsExactly(part, whole);
  }

  @Test
  void defaultsAndPaymentsComeBackAsTheyWereLatestFirst() throws Exception {
    BigInteger huge = BigInteger.ONE.shiftLeft(126);
    List<CreditShare> fund =
        List.of(new CreditShare("home-02", BigInteger.TWO), new CreditShare("home-03", huge));
    Event.AccountDefaulted first =
        new Event.AccountDefaulted(
            "home-01", SLOT, huge, BigInteger.ONE, BigInteger.TWO, BigInteger.TEN, fund, huge);
    Event.AccountDefaulted second =
        new Event.AccountDefaulted(
            "home-01",
            SLOT.plus(1),
            BigInteger.ONE,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            List.of(),
            BigInteger.ONE);
    Event.ReceivablePaid paid =
        new Event.ReceivablePaid(
            "home-01", BigInteger.TWO, List.of(new CreditShare("house", BigInteger.TWO)));
    project(first);
    project(second, paid);
    DefaultQueries queries = new DefaultQueries(database, Fixtures.MARKET);
    DefaultQueries.Record record = queries.of("home-01", 10);
    assertThat(record.defaults())
        .extracting(DefaultQueries.Numbered::event)
        .containsExactly(second, first);
    assertThat(record.payments()).containsExactly(new DefaultQueries.Numbered<>(sequence, paid));
    assertThat(queries.of("home-01", 1).defaults()).hasSize(1);
    assertThat(queries.of("home-02", 10).defaults()).isEmpty();
  }

  private static Event.TradeBusted busted(
      long id, DeliverySlot slot, long energyWh, long price, BustCause cause) {
    return new Event.TradeBusted(id, slot, "home-01", "home-03", energyWh, price, cause, "wrong");
  }

  private void project(Event... events) throws SQLException {
    List<byte[]> encoded = new ArrayList<>();
    long before = sequence;
    for (int i = 0; i < events.length; i++) {
      encoded.add(
          EventCodec.encodeEvent(
              new EventEnvelope(before, 0, i, events.length, ++sequence, Hash.ZERO, events[i])));
    }
    long reached =
        database.write(
            connection ->
                projection.apply(
                    connection, List.of(EventCodec.encodeFrame(Fixtures.MARKET, encoded)), before));
    assertThat(reached).isEqualTo(sequence);
    assertThat(projection.skipped()).isZero();
  }

  private static Event accepted(long orderId, long energyWh, OrderTerms terms) {
    return new Event.OrderAccepted(
        orderId,
        "home-01",
        "order-" + orderId,
        Fixtures.AREA,
        SLOT,
        Side.BUY,
        200_000,
        energyWh,
        SLOT.startMillis() - 3_600_000,
        terms);
  }

  private static Event trade(long id, long taker, long maker, long energyWh, long price) {
    return new Event.ContinuousTrade(
        id,
        SLOT,
        taker,
        maker,
        Side.BUY,
        "home-01",
        "home-03",
        Fixtures.AREA,
        Fixtures.AREA,
        energyWh,
        price,
        2_000,
        List.of(),
        null);
  }
}
