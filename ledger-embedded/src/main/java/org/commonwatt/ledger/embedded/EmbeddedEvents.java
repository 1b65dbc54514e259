package org.commonwatt.ledger.embedded;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvent;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;

/** Reads the events off the blocks, and waits for new ones. */
final class EmbeddedEvents implements LedgerEvents {
  private final Ledger ledger;
  private final Growth growth;
  private final Deque<LedgerEvent> read = new ArrayDeque<>();
  private long nextBlock;
  private String skippedThrough;
  private volatile boolean closed;

  EmbeddedEvents(Ledger ledger, Growth growth, LedgerCheckpoint after) {
    this.ledger = ledger;
    this.growth = growth;
    this.nextBlock = after.blockNumber();
    this.skippedThrough = after.transactionId();
  }

  @Override
  public Optional<LedgerEvent> next(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      if (closed) {
        throw new LedgerException("the stream of events is closed");
      }
      if (!read.isEmpty()) {
        return Optional.of(read.removeFirst());
      }
      if (!growth.await(() -> closed || nextBlock < ledger.height(), deadline)) {
        return Optional.empty();
      }
      if (!closed) {
        readBlock();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    growth.announce();
  }

  private void readBlock() {
    for (LedgerTransaction transaction : ledger.block(nextBlock).transactions()) {
      String name = transaction.eventName();
      String payload = transaction.eventPayload();
      if (skippedThrough.isEmpty() && name != null && payload != null) {
        read.add(new LedgerEvent(nextBlock, transaction.transactionId(), name, payload));
      }
      if (transaction.transactionId().equals(skippedThrough)) {
        skippedThrough = "";
      }
    }
    skippedThrough = "";
    nextBlock++;
  }
}
