package org.commonwatt.engine.readmodel;

import java.sql.SQLException;
import java.time.Instant;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Ruling;

/** The rows that disputes of bill lines give; one whose text was erased has none. */
final class DisputeRows {
  private final SqlBatch batch;
  private final String market;

  DisputeRows(SqlBatch batch, String market) {
    this.batch = batch;
    this.market = market;
  }

  /**
   * Adds an event; those of other kinds are left out.
   *
   * @return how many rows there are not because what they would tell was erased
   */
  int add(Event event, long sequence) throws SQLException {
    if (event instanceof Event.DisputeOpened opened) {
      return addOpened(opened, sequence);
    } else if (event instanceof Event.DisputeEvidenceAdded added) {
      addEvidence(added.disputeId(), added.evidence(), sequence);
    } else if (event instanceof Event.DisputeDecided decided) {
      addDecided(decided);
    } else if (event instanceof Event.DisputeWithdrawn withdrawn) {
      batch.add(MarketSql.DISPUTE_WITHDRAWN, market, withdrawn.disputeId());
    } else if (event instanceof Event.DisputeOverdue overdue) {
      batch.add(MarketSql.DISPUTE_OVERDUE, market, overdue.disputeId());
    }
    return 0;
  }

  private int addOpened(Event.DisputeOpened opened, long sequence) throws SQLException {
    if (opened.reason().erased()) {
      return 1;
    }
    batch.add(
        MarketSql.DISPUTE_OPENED,
        market,
        opened.disputeId(),
        opened.participant(),
        Instant.ofEpochMilli(opened.slot().startMillis()),
        opened.slot().minutes(),
        opened.run(),
        opened.line(),
        opened.reason().text(),
        Instant.ofEpochMilli(opened.timeMillis()),
        Instant.ofEpochMilli(opened.decideByMillis()));
    Hash evidence = opened.evidence();
    if (evidence != null) {
      addEvidence(opened.disputeId(), evidence, sequence);
    }
    return 0;
  }

  private void addEvidence(long disputeId, Hash evidence, long sequence) throws SQLException {
    batch.add(MarketSql.DISPUTE_EVIDENCE, sequence, evidence.hex(), market, disputeId);
  }

  private void addDecided(Event.DisputeDecided decided) throws SQLException {
    Ruling ruling = decided.ruling();
    boolean told = !ruling.reason().erased();
    batch.add(
        MarketSql.DISPUTE_DECIDED,
        DisputeState.decided(ruling.upheld()).name(),
        decided.decider(),
        Instant.ofEpochMilli(decided.timeMillis()),
        told && ruling.upheld() ? (Long) ruling.correctedNano() : null,
        told ? ruling.reason().text() : null,
        market,
        decided.disputeId());
  }
}
