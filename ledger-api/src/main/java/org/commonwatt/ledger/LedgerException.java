package org.commonwatt.ledger;

/** The ledger could not be reached, or the outcome of a call is unknown: a fault, not a refusal. */
public sealed class LedgerException extends RuntimeException permits UnknownOutcomeException {
  private static final long serialVersionUID = 1L;

  /** A fault with its cause. */
  public LedgerException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A fault without a cause. */
  public LedgerException(String message) {
    super(message);
  }
}
