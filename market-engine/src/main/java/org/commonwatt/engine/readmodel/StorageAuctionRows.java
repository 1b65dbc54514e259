package org.commonwatt.engine.readmodel;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import org.commonwatt.model.Event;
import org.commonwatt.model.StoragePrices;

/** The rows of auctions of storage services. */
final class StorageAuctionRows {
  private final SqlBatch batch;
  private final String market;

  StorageAuctionRows(SqlBatch batch, String market) {
    this.batch = batch;
    this.market = market;
  }

  /** Adds an event; those of other kinds are left out. */
  void add(Event event) throws SQLException {
    if (!(event instanceof Event.StorageAuctionCleared cleared)) {
      return;
    }
    Instant start = Instant.ofEpochMilli(cleared.windowMillis());
    batch.add(
        MarketSql.STORAGE_AUCTION,
        market,
        start,
        cleared.held(),
        new BigDecimal(cleared.welfareNano()),
        new BigDecimal(cleared.boundNano()));
    for (StoragePrices prices : cleared.prices()) {
      for (int s = 0; s < prices.slots().size(); s++) {
        StoragePrices.Slot slot = prices.slots().get(s);
        batch.add(
            MarketSql.STORAGE_PRICE,
            market,
            start,
            prices.area(),
            s,
            slot.lowest(),
            slot.highest(),
            slot.acceptedWh(),
            slot.chargedWh());
      }
    }
    for (StoragePrices.Flow flow : cleared.flows()) {
      batch.add(
          MarketSql.STORAGE_FLOW,
          market,
          start,
          flow.from(),
          flow.to(),
          flow.slot(),
          flow.wh(),
          flow.feeMicroPerKwh());
    }
  }
}
