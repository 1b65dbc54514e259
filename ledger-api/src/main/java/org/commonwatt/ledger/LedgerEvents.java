package org.commonwatt.ledger;

import java.time.Duration;
import java.util.Optional;

/**
 * The events of valid transactions, in the order of the chain, each once. A stream that loses its
 * connection makes a new one and goes on after the last event that it gave. For one reader.
 */
public interface LedgerEvents extends AutoCloseable {

  /**
   * The next event, empty when none came in this time.
   *
   * @throws LedgerException when the stream or its ledger is closed, or the thread is interrupted
   */
  Optional<LedgerEvent> next(Duration patience);

  /** Ends the stream; the ledger stays open. */
  @Override
  void close();
}
