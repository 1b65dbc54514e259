package org.commonwatt.ledger;

import java.util.Optional;

/**
 * A ledger that runs contracts and keeps every transaction in hash-chained blocks. Thread-safe.
 *
 * <p>Outcomes are values; a {@link LedgerException} means that the ledger cannot be reached, an
 * {@link UnknownOutcomeException} that a transaction may have been ordered and nobody could say
 * what became of it: ask {@link #status} by its id before anything else. A call that the contracts
 * accept only once, as that of a batch is, may then simply be submitted again, as a new
 * transaction.
 *
 * <p>A transaction that met a read conflict changed nothing and stays in its block. The ledger then
 * makes a new one of the same call, as {@link ConflictRetry} says.
 */
public interface Ledger extends AutoCloseable {

  /**
   * What this is, shown wherever the ledger shows: "embedded, not Fabric" or the channel's name.
   */
  String label();

  /**
   * Endorses and orders a call, and waits until it is committed or found invalid; after a read
   * conflict the same with a new transaction, a few times.
   *
   * @throws UnknownOutcomeException when a transaction may have been ordered and its outcome is
   *     unknown, also because the thread was interrupted while it waited for it
   * @throws LedgerException when the ledger cannot be reached or the thread was interrupted before
   *     anything was ordered or between two attempts; the call has changed nothing and will not
   */
  SubmitOutcome submit(LedgerCall call);

  /**
   * Runs a call against the committed state without recording it.
   *
   * @throws LedgerException when the ledger cannot be reached
   */
  EvaluateOutcome evaluate(LedgerCall call);

  /** What became of a transaction, empty when no block holds it. */
  Optional<CommitStatus> status(String transactionId);

  /** The number of blocks; block numbers go from 0 to this minus 1. */
  long height();

  /**
   * A block with all its transactions, the invalid ones too.
   *
   * @throws IllegalArgumentException when there is no block of this number
   */
  LedgerBlock block(long number);

  /**
   * Follows the contracts' events, those that are there and those to come.
   *
   * @param after where to begin
   */
  LedgerEvents events(LedgerCheckpoint after);

  @Override
  void close();
}
