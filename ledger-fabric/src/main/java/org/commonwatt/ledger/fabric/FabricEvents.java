package org.commonwatt.ledger.fabric;

import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvent;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.LedgerException;
import org.hyperledger.fabric.client.ChaincodeEvent;
import org.hyperledger.fabric.client.Checkpoint;
import org.hyperledger.fabric.client.CloseableIterator;
import org.hyperledger.fabric.client.GatewayRuntimeException;
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

  /** A peer that has just started may refuse for a moment what it will allow. */
  private static final int REFUSALS = 4;

  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Source source;
  private final BlockingQueue<LedgerEvent> arrived = new ArrayBlockingQueue<>(AHEAD);
  private final InMemoryCheckpointer got = new InMemoryCheckpointer();
  private final Thread reader = new Thread(this::read, "ledger-events");
  private volatile boolean closed;
  private volatile @Nullable RuntimeException refusal;
  private int refusals;
  private @Nullable CloseableIterator<ChaincodeEvent> open;

  /**
   * Where the events come from.
   *
   * @param gateway opens a stream after a checkpoint; at block 0 when that names none
   * @param afterFault called before a stream is opened anew
   * @param onClose called when one of ours is closed
   */
  record Source(
      Function<Checkpoint, CloseableIterator<ChaincodeEvent>> gateway,
      Runnable afterFault,
      Consumer<FabricEvents> onClose) {}

  /** Begins to read. */
  FabricEvents(Source source, LedgerCheckpoint after) {
    this.source = source;
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
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        if (closed) {
          throw new LedgerException("the stream of events is closed");
        }
        RuntimeException before = refusal;
        long left = end - System.nanoTime();
        LedgerEvent event = arrived.poll(Math.min(left, SLICE_NANOS), TimeUnit.NANOSECONDS);
        if (event != null) {
          return Optional.of(event);
        }
        if (before != null) {
          throw refused(before);
        }
        if (left <= 0) {
          return Optional.empty();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LedgerException("interrupted while waiting for an event", e);
    }
  }

  private static LedgerException refused(RuntimeException refusal) {
    return new LedgerException(
        "the peer shows this client no events, and asking again will not change that: " + refusal,
        refusal);
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
    source.onClose().accept(this);
  }

  private void read() {
    boolean told = false;
    while (!closed && refusal == null) {
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
          refusals = 0;
        }
        source.afterFault().run();
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      } catch (RuntimeException e) {
        told = pauseAfter(e, told);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized CloseableIterator<ChaincodeEvent> opened() {
    CloseableIterator<ChaincodeEvent> stream = source.gateway().apply(got);
    open = stream;
    return stream;
  }

  /** Says once that the stream broke; waits before the next one. */
  private boolean pauseAfter(RuntimeException fault, boolean told) {
    if (!closed && !told) {
      LOG.warn("the stream of events broke and is opened again: {}", fault.toString());
    }
    refusals = isRefusal(fault) ? refusals + 1 : 0;
    if (refusals == REFUSALS) {
      refusal = fault;
      return true;
    }
    source.afterFault().run();
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      closed = true;
    }
    return true;
  }

  /** Whether the peer knows who asks and will not answer, as when the certificate is revoked. */
  private static boolean isRefusal(RuntimeException fault) {
    return fault instanceof GatewayRuntimeException known
        && (known.getStatus().getCode() == Status.Code.PERMISSION_DENIED
            || known.getStatus().getCode() == Status.Code.UNAUTHENTICATED);
  }
}
