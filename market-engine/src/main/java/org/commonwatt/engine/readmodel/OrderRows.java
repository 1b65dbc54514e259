package org.commonwatt.engine.readmodel;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;

/** The rows of orders and of continuous trading that the events of one transaction give. */
final class OrderRows {
  private final SqlBatch batch;
  private final String market;
  private final Map<Long, OrderChange> changes = new TreeMap<>();

  OrderRows(SqlBatch batch, String market) {
    this.batch = batch;
    this.market = market;
  }

  /** Adds an event; those that are not about orders or continuous trading are left out. */
  void add(Event event, long sequence) throws SQLException {
    if (event instanceof Event.OrderAccepted order) {
      addAccepted(order);
    } else if (event instanceof Event.OrderFilled fill) {
      change(fill.orderId()).filled(fill.energyWh(), fill.priceMicroPerKwh());
    } else if (event instanceof Event.OrderExpired expired) {
      change(expired.orderId()).ended(CancelReason.EXPIRED.name());
    } else if (event instanceof Event.OrderCancelled cancelled) {
      change(cancelled.orderId()).ended(cancelled.reason().name());
    } else if (event instanceof Event.OrderReduced reduced) {
      change(reduced.orderId()).reduced(reduced.byWh());
    } else if (event instanceof Event.OrderAmended amended) {
      addAmended(amended, sequence);
    } else if (event instanceof Event.AlternativeChosen chosen) {
      change(chosen.orderId()).limited(chosen.priceMicroPerKwh());
    } else if (event instanceof Event.MassCancelled cancelled) {
      addMassCancelled(cancelled, sequence);
    } else if (event instanceof Event.ContinuousTrade trade) {
      if (!trade.isBilateral()) { // those of contracts are in the bills only
        addTrade(trade);
      }
    } else if (event instanceof Event.ProductHalted halt) {
      addHalt(halt, sequence);
    }
  }

  /** Adds the changed orders, once after the last event. */
  void finish() throws SQLException {
    for (Map.Entry<Long, OrderChange> entry : changes.entrySet()) {
      batch.add(MarketSql.ORDER_CHANGED, entry.getValue().values(market, entry.getKey()));
    }
  }

  private OrderChange change(long orderId) {
    return changes.computeIfAbsent(orderId, id -> new OrderChange());
  }

  private void addAccepted(Event.OrderAccepted order) throws SQLException {
    OrderTerms terms = order.terms();
    batch.add(
        MarketSql.ORDER_ACCEPTED,
        market,
        order.orderId(),
        order.participant(),
        order.clientOrderId(),
        order.area(),
        start(order.slot()),
        order.slot().minutes(),
        order.side().name().toLowerCase(Locale.ROOT),
        order.priceMicroPerKwh(),
        order.energyWh(),
        order.energyWh(),
        Instant.ofEpochMilli(order.timeMillis()),
        terms.timeInForce().name(),
        terms.timeInForce() == TimeInForce.GOOD_TILL_DATE
            ? Instant.ofEpochMilli(terms.expiryMillis())
            : null,
        terms.market(),
        terms.allOrNone(),
        terms.minEnergyWh(),
        terms.peakWh(),
        terms.postOnly(),
        terms.selfTradeMode().name());
  }

  private void addAmended(Event.OrderAmended amended, long sequence) throws SQLException {
    change(amended.orderId()).amended(amended.priceMicroPerKwh(), amended.energyWh());
    batch.add(
        MarketSql.ORDER_AMENDED,
        market,
        amended.orderId(),
        sequence,
        amended.priceMicroPerKwh(),
        amended.energyWh(),
        amended.keptPriority());
  }

  private void addMassCancelled(Event.MassCancelled cancelled, long sequence) throws SQLException {
    Long slot = cancelled.slotStartMillis();
    Side side = cancelled.side();
    batch.add(
        MarketSql.MASS_CANCELLED,
        market,
        sequence,
        cancelled.participant(),
        slot == null ? null : Instant.ofEpochMilli(slot),
        cancelled.area(),
        side == null ? null : side.name(),
        cancelled.orders());
  }

  private void addTrade(Event.ContinuousTrade trade) throws SQLException {
    change(trade.takerOrderId()).filled(trade.energyWh(), trade.priceMicroPerKwh());
    change(trade.makerOrderId()).filled(trade.energyWh(), trade.priceMicroPerKwh());
    batch.add(
        MarketSql.CONTINUOUS_TRADE,
        market,
        trade.tradeId(),
        start(trade.slot()),
        trade.slot().minutes(),
        trade.takerOrderId(),
        trade.makerOrderId(),
        trade.takerSide().name(),
        trade.buyer(),
        trade.seller(),
        trade.buyArea(),
        trade.sellArea(),
        trade.energyWh(),
        trade.priceMicroPerKwh(),
        trade.feeMicroPerKwh());
    for (int place = 0; place < trade.path().size(); place++) {
      Event.LinkFlow link = trade.path().get(place);
      batch.add(
          MarketSql.CONTINUOUS_FLOW,
          market,
          trade.tradeId(),
          start(trade.slot()),
          place,
          link.from(),
          link.to(),
          link.flowWh());
    }
  }

  private void addHalt(Event.ProductHalted halt, long sequence) throws SQLException {
    batch.add(
        MarketSql.PRODUCT_HALTED,
        market,
        start(halt.slot()),
        halt.slot().minutes(),
        halt.area(),
        sequence,
        halt.priceMicroPerKwh(),
        Instant.ofEpochMilli(halt.untilMillis()));
  }

  private static Instant start(DeliverySlot slot) {
    return Instant.ofEpochMilli(slot.startMillis());
  }
}
