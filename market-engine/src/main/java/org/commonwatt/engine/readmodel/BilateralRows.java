package org.commonwatt.engine.readmodel;

import java.sql.SQLException;
import java.time.Instant;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Event;
import org.commonwatt.model.SignedBilateral;

/** The rows of bilateral contracts that count. */
final class BilateralRows {
  private final SqlBatch batch;
  private final String market;

  BilateralRows(SqlBatch batch, String market) {
    this.batch = batch;
    this.market = market;
  }

  /** Adds an event; those of other kinds are left out. */
  void add(Event event, long sequence) throws SQLException {
    if (event instanceof Event.BilateralAccepted accepted) {
      add(accepted, sequence);
    }
  }

  private void add(Event.BilateralAccepted accepted, long sequence) throws SQLException {
    SignedBilateral contract = accepted.contract();
    BilateralTerms terms = contract.terms();
    batch.add(
        MarketSql.BILATERAL_CONTRACT,
        market,
        sequence,
        terms.contractId(),
        terms.buyer(),
        terms.seller(),
        terms.area(),
        Instant.ofEpochMilli(terms.fromMillis()),
        Instant.ofEpochMilli(terms.toMillis()),
        terms.slotMinutes(),
        terms.energyWh(),
        terms.priceHash().hex(),
        contract.buyerSignature(),
        contract.sellerSignature(),
        accepted.buyerKey(),
        accepted.sellerKey());
  }
}
