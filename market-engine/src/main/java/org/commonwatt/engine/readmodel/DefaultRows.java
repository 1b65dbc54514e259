package org.commonwatt.engine.readmodel;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.Event;

/** The rows that defaults and payments back give. */
final class DefaultRows {
  private final SqlBatch batch;
  private final String market;

  DefaultRows(SqlBatch batch, String market) {
    this.batch = batch;
    this.market = market;
  }

  /** Adds an event; those of other kinds are left out. */
  void add(Event event, long sequence) throws SQLException {
    if (event instanceof Event.AccountDefaulted defaulted) {
      batch.add(
          MarketSql.ACCOUNT_DEFAULTED,
          market,
          sequence,
          defaulted.account(),
          Instant.ofEpochMilli(defaulted.slot().startMillis()),
          defaulted.slot().minutes(),
          new BigDecimal(defaulted.shortfallNano()),
          new BigDecimal(defaulted.collateralNano()),
          new BigDecimal(defaulted.ownFundNano()),
          new BigDecimal(defaulted.exchangeNano()),
          new BigDecimal(defaulted.uncoveredNano()));
      add(defaulted.fund(), sequence);
    } else if (event instanceof Event.ReceivablePaid paid) {
      batch.add(
          MarketSql.RECEIVABLE_PAID,
          market,
          sequence,
          paid.account(),
          new BigDecimal(paid.paidNano()));
      add(paid.to(), sequence);
    }
  }

  private void add(List<CreditShare> shares, long sequence) throws SQLException {
    for (int place = 0; place < shares.size(); place++) {
      CreditShare share = shares.get(place);
      batch.add(
          MarketSql.DEFAULT_SHARE,
          market,
          sequence,
          place,
          share.account(),
          new BigDecimal(share.nano()));
    }
  }
}
