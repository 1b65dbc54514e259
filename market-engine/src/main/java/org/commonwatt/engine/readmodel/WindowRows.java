package org.commonwatt.engine.readmodel;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import org.commonwatt.model.Event;

/** The rows of auctions of several slots that blocks join. */
final class WindowRows {
  private final SqlBatch batch;
  private final String market;

  WindowRows(SqlBatch batch, String market) {
    this.batch = batch;
    this.market = market;
  }

  /** Adds an event; those of other kinds are left out. */
  void add(Event event) throws SQLException {
    if (event instanceof Event.WindowCleared window) {
      Instant start = Instant.ofEpochMilli(window.first().startMillis());
      batch.add(
          MarketSql.AUCTION_WINDOW,
          market,
          start,
          window.first().minutes(),
          window.slots(),
          new BigDecimal(window.welfareNano()),
          new BigDecimal(window.welfareBoundNano()),
          window.optimal());
      for (Event.Reduced reduced : window.reduced()) {
        batch.add(
            MarketSql.WINDOW_ORDER, market, start, reduced.orderId(), reduced.participatingWh());
      }
      for (long rejected : window.paradoxicallyRejected()) {
        batch.add(MarketSql.WINDOW_ORDER, market, start, rejected, null);
      }
    }
  }
}
