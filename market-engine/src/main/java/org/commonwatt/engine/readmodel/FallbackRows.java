package org.commonwatt.engine.readmodel;

import java.sql.SQLException;
import java.time.Instant;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.ImbalancePrice;

/** The rows that officers change: missed gates, what was taken back, imbalance prices. */
final class FallbackRows {
  private final SqlBatch batch;
  private final String market;

  FallbackRows(SqlBatch batch, String market) {
    this.batch = batch;
    this.market = market;
  }

  /** Adds an event; those of other kinds are left out. */
  void add(Event event, long sequence) throws SQLException {
    if (event instanceof Event.GateMissed missed) {
      batch.add(
          MarketSql.MISSED_GATE,
          market,
          start(missed.slot()),
          missed.slot().minutes(),
          missed.lateMillis(),
          missed.fallback().name());
    } else if (event instanceof Event.AuctionCancelled cancelled) {
      Instant start = start(cancelled.slot());
      batch.add(
          MarketSql.AUCTION_CANCELLED,
          market,
          start,
          cancelled.slot().minutes(),
          cancelled.reason());
      batch.add(MarketSql.NOTHING_CLEARED, market, start);
      batch.add(MarketSql.NOTHING_FLOWS, market, start);
    } else if (event instanceof Event.TradeBusted busted) {
      addBusted(busted);
    } else if (event instanceof Event.LinkLimited limited) {
      batch.add(
          MarketSql.LOWERED_LINK,
          market,
          sequence,
          start(limited.slot()),
          limited.slot().minutes(),
          limited.from(),
          limited.to(),
          limited.minFlowWh(),
          limited.maxFlowWh(),
          limited.reason());
    } else if (event instanceof Event.ImbalancePriceImported imported) {
      addPrice(imported.price(), sequence);
    } else if (event instanceof Event.TradeCurtailed curtailed) {
      addCurtailed(curtailed, sequence);
    }
  }

  private void addPrice(ImbalancePrice price, long sequence) throws SQLException {
    batch.add(
        MarketSql.IMBALANCE_PRICE,
        market,
        start(price.slot()),
        price.area(),
        price.version(),
        price.slot().minutes(),
        price.shortMicroPerKwh(),
        price.longMicroPerKwh(),
        sequence);
  }

  private void addCurtailed(Event.TradeCurtailed curtailed, long sequence) throws SQLException {
    long tradeId = curtailed.tradeId();
    batch.add(
        MarketSql.CURTAILED_TRADE,
        market,
        sequence,
        tradeId,
        start(curtailed.slot()),
        curtailed.slot().minutes(),
        curtailed.buyer(),
        curtailed.seller(),
        curtailed.byWh(),
        curtailed.leftWh(),
        curtailed.buyerMicroPerKwh(),
        curtailed.sellerMicroPerKwh());
    batch.add(MarketSql.ORDERS_OF_CURTAILED, market, sequence);
    batch.add(MarketSql.TRADE_CURTAILED, curtailed.leftWh(), market, tradeId);
    batch.add(MarketSql.CONTINUOUS_TRADE_CURTAILED, curtailed.leftWh(), market, tradeId);
    batch.add(MarketSql.CONTINUOUS_FLOW_CURTAILED, curtailed.leftWh(), market, tradeId);
    batch.add(MarketSql.NO_TRADE_LEFT, market, tradeId);
    batch.add(MarketSql.NO_CONTINUOUS_TRADE_LEFT, market, tradeId);
    batch.add(MarketSql.NO_CONTINUOUS_FLOW_LEFT, market, tradeId);
    batch.add(MarketSql.FLOWS_LEFT, market, start(curtailed.slot()));
  }

  private void addBusted(Event.TradeBusted busted) throws SQLException {
    batch.add(
        MarketSql.BUSTED_TRADE,
        market,
        busted.tradeId(),
        start(busted.slot()),
        busted.slot().minutes(),
        busted.buyer(),
        busted.seller(),
        busted.energyWh(),
        busted.priceMicroPerKwh(),
        busted.cause().name(),
        busted.reason());
    batch.add(MarketSql.ORDERS_OF_BUSTED, market, busted.tradeId());
    batch.add(MarketSql.TRADE_BUSTED, market, busted.tradeId());
    batch.add(MarketSql.CONTINUOUS_TRADE_BUSTED, market, busted.tradeId());
    batch.add(MarketSql.CONTINUOUS_FLOW_BUSTED, market, busted.tradeId());
  }

  private static Instant start(DeliverySlot slot) {
    return Instant.ofEpochMilli(slot.startMillis());
  }
}
