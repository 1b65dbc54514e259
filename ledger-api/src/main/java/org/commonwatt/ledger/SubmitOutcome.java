package org.commonwatt.ledger;

/** What became of a submitted call. */
public sealed interface SubmitOutcome {

  /**
   * The transaction is in a block and valid.
   *
   * @param transactionId id of the transaction
   * @param blockNumber its block
   * @param result what the function returned
   */
  record Committed(String transactionId, long blockNumber, String result)
      implements SubmitOutcome {}

  /**
   * The transaction is in a block but changed nothing, such as when another one changed what it had
   * read, and the new transactions that the ledger made of the call met the same. A later one may
   * succeed.
   *
   * @param transactionId id of the last transaction
   * @param blockNumber its block
   * @param code why, in Fabric's words, such as {@code MVCC_READ_CONFLICT}
   */
  record Invalid(String transactionId, long blockNumber, String code) implements SubmitOutcome {}

  /**
   * The contract refused the call; nothing was recorded.
   *
   * @param rejection why
   */
  record Rejected(LedgerRejection rejection) implements SubmitOutcome {}
}
