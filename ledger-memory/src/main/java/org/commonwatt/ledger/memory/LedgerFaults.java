package org.commonwatt.ledger.memory;

/**
 * What goes wrong with a {@link MemoryLedger}, which asks at each place where a network could fail.
 * Methods throw what the ledger's user is to get.
 */
public interface LedgerFaults {
  /** Nothing goes wrong. */
  LedgerFaults NONE = new LedgerFaults() {};

  /** A call leaves its client: throw to make the ledger unreachable. */
  default void reach() {}

  /** A call is simulated and not yet ordered: the time in which another one may overtake it. */
  default void simulated() {}

  /** Whether a transaction that was just ordered read what another one changed meanwhile. */
  default boolean conflicts() {
    return false;
  }

  /**
   * A transaction is in a block: throw to lose the answer.
   *
   * @param transactionId its id
   */
  default void answer(String transactionId) {}
}
