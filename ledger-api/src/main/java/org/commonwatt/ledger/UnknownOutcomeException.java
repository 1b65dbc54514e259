package org.commonwatt.ledger;

/**
 * A transaction may have been ordered, and the ledger could not say what became of it. Nothing was
 * ordered twice. {@link Ledger#status} tells it later, when it can be reached.
 */
public final class UnknownOutcomeException extends LedgerException {
  private static final long serialVersionUID = 1L;

  private final String transactionId;

  /**
   * An outcome that is unknown.
   *
   * @param transactionId id of the transaction
   * @param cause what kept the answer from coming
   */
  public UnknownOutcomeException(String transactionId, Throwable cause) {
    super(
        "the outcome of transaction " + transactionId + " is unknown: " + cause.getMessage(),
        cause);
    this.transactionId = transactionId;
  }

  /** The transaction's id. */
  public String transactionId() {
    return transactionId;
  }
}
