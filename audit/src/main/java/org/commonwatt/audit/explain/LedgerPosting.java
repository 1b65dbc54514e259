package org.commonwatt.audit.explain;

import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.SettlementBatch;

/** Whether a ledger has what a confirmation says. */
final class LedgerPosting {
  private LedgerPosting() {}

  /** Whether the named block has a valid transaction of the named id that posts the batch. */
  static boolean isThere(SettlementBatch batch, BatchRecorded where, AuditedLedger ledger) {
    if (where.blockNumber() < 0 || where.blockNumber() >= ledger.height().getAsLong()) {
      return false;
    }
    LedgerBlock block = ledger.block().apply(where.blockNumber());
    LedgerCall posting =
        LedgerCall.of(SettlementLedger.CONTRACT, "PostBatch", BatchJson.write(batch));
    for (LedgerTransaction one : block.transactions()) {
      if (one.transactionId().equals(where.transactionId())) {
        return one.code().equals(CommitStatus.VALID) && one.call().equals(posting);
      }
    }
    return false;
  }
}
