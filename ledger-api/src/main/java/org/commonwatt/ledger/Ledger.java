package org.commonwatt.ledger;

import java.util.Optional;

/**
 * A ledger that runs contracts and keeps every transaction in hash-chained blocks. Thread-safe.
 *
 * <p>Outcomes are values; a {@link LedgerException} means that the outcome is unknown or the ledger
 * cannot be reached. A call that the contracts accept only once, as that of a batch is, may then
 * simply be submitted again, as a new transaction; of any other, ask {@link #status} first, by the
 * transaction id that the message names. An {@linkplain SubmitOutcome.Invalid invalid} transaction
 * (a read conflict) changed nothing and is for the caller to submit again.
 */
public interface Ledger extends AutoCloseable {

  /**
   * What this is, shown wherever the ledger shows: "embedded, not Fabric" or the channel's name.
   */
  String label();

  /**
   * Endorses and orders a call, and waits until it is committed or found invalid.
   *
   * @throws LedgerException when the outcome is unknown
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
