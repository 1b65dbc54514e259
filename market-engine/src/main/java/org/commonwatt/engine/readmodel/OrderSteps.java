package org.commonwatt.engine.readmodel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.commonwatt.model.Event;
import org.jspecify.annotations.Nullable;

/** The rows of what happened to orders, step by step, with the market's clock. */
final class OrderSteps {
  private static final String CLOCK = "select at from market_clock where market = ?";

  private final SqlBatch batch;
  private final String market;
  private @Nullable Instant now;
  private boolean ticked;

  private OrderSteps(SqlBatch batch, String market, @Nullable Instant now) {
    this.batch = batch;
    this.market = market;
    this.now = now;
  }

  /** Goes on from the clock of the last transaction. */
  static OrderSteps after(Connection connection, SqlBatch batch, String market)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(CLOCK)) {
      query.setString(1, market);
      try (ResultSet row = query.executeQuery()) {
        Instant at = row.next() ? row.getObject(1, OffsetDateTime.class).toInstant() : null;
        return new OrderSteps(batch, market, at);
      }
    }
  }

  /** Adds an event; those that are not about orders or the clock are left out. */
  void add(Event event, long sequence) throws SQLException {
    if (event instanceof Event.TimeAdvanced tick) {
      ticked(tick.timeMillis());
    } else if (event instanceof Event.OrderAccepted order) {
      ticked(order.timeMillis());
      set(order.orderId(), sequence, "PLACED", order.priceMicroPerKwh(), order.energyWh());
    } else if (event instanceof Event.OrderAmended amended) {
      set(amended.orderId(), sequence, "AMENDED", amended.priceMicroPerKwh(), amended.energyWh());
    } else if (event instanceof Event.AlternativeChosen chosen) {
      set(chosen.orderId(), sequence, "LIMITED", chosen.priceMicroPerKwh(), null);
    } else if (event instanceof Event.OrderFilled fill) {
      filled(
          fill.orderId(),
          sequence,
          "FILLED",
          new Fill(fill.energyWh(), fill.priceMicroPerKwh(), null));
    } else if (event instanceof Event.OrderReduced reduced) {
      batch.add(
          MarketSql.ORDER_STEP,
          market,
          reduced.orderId(),
          sequence,
          now,
          "REDUCED",
          null,
          null,
          -reduced.byWh(),
          null,
          null);
    } else if (event instanceof Event.OrderCancelled cancelled) {
      set(cancelled.orderId(), sequence, cancelled.reason().name(), null, 0L);
    } else if (event instanceof Event.OrderExpired expired) {
      set(expired.orderId(), sequence, "EXPIRED", null, 0L);
    } else if (event instanceof Event.ContinuousTrade trade && !trade.isBilateral()) {
      Fill fill = new Fill(trade.energyWh(), trade.priceMicroPerKwh(), trade.tradeId());
      filled(trade.takerOrderId(), sequence, "TOOK", fill);
      filled(trade.makerOrderId(), sequence, "FILLED", fill);
    }
  }

  /** What an order traded, in which continuous trade, null in an auction. */
  private record Fill(long energyWh, long priceMicroPerKwh, @Nullable Long tradeId) {}

  /** Keeps the clock, once after the last event. */
  void finish() throws SQLException {
    if (ticked) {
      batch.add(MarketSql.MARKET_CLOCK, market, now);
    }
  }

  private void ticked(long millis) {
    Instant at = Instant.ofEpochMilli(millis);
    if (now == null || at.isAfter(now)) {
      now = at;
      ticked = true;
    }
  }

  private void set(
      long orderId, long sequence, String what, @Nullable Long price, @Nullable Long openWh)
      throws SQLException {
    batch.add(
        MarketSql.ORDER_STEP, market, orderId, sequence, now, what, price, openWh, 0L, null, null);
  }

  private void filled(long orderId, long sequence, String what, Fill fill) throws SQLException {
    batch.add(
        MarketSql.ORDER_STEP,
        market,
        orderId,
        sequence,
        now,
        what,
        null,
        null,
        -fill.energyWh(),
        fill.tradeId(),
        fill.priceMicroPerKwh());
  }
}
