package org.commonwatt.ledger.fabric;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvent;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.LedgerException;
import org.hyperledger.fabric.client.ChaincodeEvent;
import org.hyperledger.fabric.client.Checkpoint;
import org.hyperledger.fabric.client.CloseableIterator;
import org.hyperledger.fabric.client.InMemoryCheckpointer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of the Gateway's events. The Gateway's own ends at the first fault, so a thread reads it
 * and asks for a new one after the last event that it got.
 */
final class FabricEvents implements LedgerEvents {
  private static final Logger LOG = LoggerFactory.getLogger(FabricEvents.class);
  private static final int AHEAD = 256;
  private static final long RETRY_MILLIS = 250;

  private final Function<Checkpoint, CloseableIterator<ChaincodeEvent>> gateway;
  private final Runnable afterFault;
  private final BlockingQueue<LedgerEvent> arrived = new ArrayBlockingQueue<>(AHEAD);
  private final InMemoryCheckpointer got = new InMemoryCheckpointer();
  private final Thread reader = new Thread(this::read, "ledger-events");
  private volatile boolean closed;
  private @Nullable CloseableIterator<ChaincodeEvent> open;

  /**
   * Begins to read.
   *
   * @param gateway opens a stream after a checkpoint; at block 0 when that names none
   * @param afterFault called before a stream is opened anew
   */
  FabricEvents(
      Function<Checkpoint, CloseableIterator<ChaincodeEvent>> gateway,
      Runnable afterFault,
      LedgerCheckpoint after) {
    this.gateway = gateway;
    this.afterFault = afterFault;
    if (!after.transactionId().isEmpty()) {
      got.checkpointTransaction(after.blockNumber(), after.transactionId());
    } else if (after.blockNumber() > 0) {
      got.checkpointBlock(after.blockNumber() - 1);
    }
    reader.setDaemon(true);
    reader.start();
  }

  @Override
  public Optional<LedgerEvent> next(Duration patience) {
    if (closed) {
      throw new LedgerException("the stream of events is closed");
    }
    try {
      return Optional.ofNullable(arrived.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LedgerException("interrupted while waiting for an event", e);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (open != null) {
        open.close();
      }
    }
    reader.interrupt();
  }

  private void read() {
    boolean told = false;
    while (!closed) {
      try (CloseableIterator<ChaincodeEvent> stream = opened()) {
        while (!closed && stream.hasNext()) {
          ChaincodeEvent event = stream.next();
          arrived.put(
              new LedgerEvent(
                  event.getBlockNumber(),
                  event.getTransactionId(),
                  event.getEventName(),
                  new String(event.getPayload(), StandardCharsets.UTF_8)));
          got.checkpointChaincodeEvent(event);
          told = false;
        }
        afterFault.run();
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      } catch (RuntimeException e) {
        told = pauseAfter(e, told);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized CloseableIterator<ChaincodeEvent> opened() {
    CloseableIterator<ChaincodeEvent> stream = gateway.apply(got);
    open = stream;
    return stream;
  }

  /** Says once that the stream broke; waits before the next one. */
  private boolean pauseAfter(RuntimeException fault, boolean told) {
    if (!closed && !told) {
      LOG.warn("the stream of events broke and is opened again: {}", fault.toString());
    }
    afterFault.run();
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      closed = true;
    }
    return true;
  }
}
