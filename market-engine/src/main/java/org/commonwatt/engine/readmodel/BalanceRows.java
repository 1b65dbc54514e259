package org.commonwatt.engine.readmodel;

import java.sql.SQLException;
import java.time.Instant;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.Event;

/** The rows of what areas lost, by settlement run. */
final class BalanceRows {
  private final SqlBatch batch;
  private final String market;

  BalanceRows(SqlBatch batch, String market) {
    this.batch = batch;
    this.market = market;
  }

  /** Adds an event; those of other kinds are left out. */
  void add(Event event) throws SQLException {
    if (event instanceof Event.AreaBalanced balanced) {
      AreaBalance balance = balanced.balance();
      batch.add(
          MarketSql.AREA_BALANCE,
          market,
          Instant.ofEpochMilli(balance.slot().startMillis()),
          balance.area(),
          balanced.run(),
          balance.slot().minutes(),
          balance.boundaryVersion(),
          balance.enteredWh(),
          balance.leftWh(),
          balance.technicalWh(),
          balance.limitWh());
    }
  }
}
