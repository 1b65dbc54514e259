package org.commonwatt.ledger;

/**
 * An event that a contract set in a valid transaction; a transaction has one at most.
 *
 * @param blockNumber the transaction's block
 * @param transactionId the transaction
 * @param name name of the event, such as {@code BatchPosted}
 * @param payload what the contract told, text
 */
public record LedgerEvent(long blockNumber, String transactionId, String name, String payload) {

  /** Where to go on to get what comes after this event. */
  public LedgerCheckpoint checkpoint() {
    return new LedgerCheckpoint(blockNumber, transactionId);
  }
}
