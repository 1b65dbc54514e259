package org.commonwatt.ledger;

/**
 * Where a transaction stands in the ledger.
 *
 * @param transactionId id of the transaction
 * @param blockNumber its block
 * @param code {@code VALID} or why it is invalid, in Fabric's words
 */
public record CommitStatus(String transactionId, long blockNumber, String code) {
  /** The code of a transaction that took effect. */
  public static final String VALID = "VALID";

  /** Whether the transaction took effect. */
  public boolean valid() {
    return code.equals(VALID);
  }
}
