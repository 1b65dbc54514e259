package org.commonwatt.ledger.memory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvent;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;

/** The events of the fake's blocks, each of which has one transaction. */
final class MemoryEvents implements LedgerEvents {
  private final MemoryChain chain;
  private final BooleanSupplier ledgerClosed;
  private final Deque<LedgerEvent> read = new ArrayDeque<>();
  private long nextBlock;
  private volatile boolean closed;

  MemoryEvents(MemoryChain chain, BooleanSupplier ledgerClosed, LedgerCheckpoint after) {
    this.chain = chain;
    this.ledgerClosed = ledgerClosed;
    this.nextBlock = after.blockNumber() + (after.transactionId().isEmpty() ? 0 : 1);
  }

  @Override
  public Optional<LedgerEvent> next(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (read.isEmpty()) {
      if (!chain.await(() -> isClosed() || nextBlock < chain.height(), deadline)) {
        return Optional.empty();
      }
      requireOpen();
      for (LedgerTransaction one : chain.block(nextBlock).transactions()) {
        String name = one.eventName();
        String payload = one.eventPayload();
        if (name != null && payload != null) {
          read.add(new LedgerEvent(nextBlock, one.transactionId(), name, payload));
        }
      }
      nextBlock++;
    }
    requireOpen();
    return Optional.of(read.remove());
  }

  @Override
  public void close() {
    closed = true;
    chain.announce();
  }

  private boolean isClosed() {
    return closed || ledgerClosed.getAsBoolean();
  }

  private void requireOpen() {
    if (isClosed()) {
      throw new LedgerException("the stream of events is closed");
    }
  }
}
