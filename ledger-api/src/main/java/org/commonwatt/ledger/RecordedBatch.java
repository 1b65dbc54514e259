package org.commonwatt.ledger;

import org.commonwatt.model.SettlementBatch;

/**
 * A batch as the ledger keeps it.
 *
 * @param batch the batch
 * @param transactionId the transaction that posted it
 */
public record RecordedBatch(SettlementBatch batch, String transactionId) {}
