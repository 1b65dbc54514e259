package org.commonwatt.log.kafka;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of one partition of {@link Topics#EVENTS}. Taking over fences the writer before,
 * in whatever process it lives, and aborts its open transaction, so that nothing it wrote there is
 * ever seen. For use by one thread.
 *
 * <p>The order of a takeover: {@link #takeOver()}, then read the committed tail, then replay, then
 * write.
 */
public final class FencedEventWriter implements AutoCloseable {
  /** The largest record, in bytes. */
  public static final int MAX_RECORD_BYTES = Clients.MAX_RECORD_BYTES - 1024;

  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final String bootstrap;
  private final int partition;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  /**
   * Writes nothing before {@link #takeOver()}.
   *
   * @param bootstrap address of a broker, {@code host:port}
   * @param partition of {@link Topics#EVENTS}
   */
  public FencedEventWriter(String bootstrap, int partition) {
    this.bootstrap = bootstrap;
    this.partition = partition;
  }

  /**
   * Becomes the writer. When it returns, every other writer of the partition is fenced and its open
   * transaction is aborted: the committed end moves no more but by this writer. May be called again
   * after a fault.
   *
   * @throws FencedException when yet another writer took over at the same time
   * @throws LogUnavailableException when the log does not answer; try again
   */
  public void takeOver() {
    close(Duration.ZERO);
    KafkaProducer<byte[], byte[]> fresh =
        new KafkaProducer<>(Clients.transactional(bootstrap, "engine-" + partition));
    producer = fresh;
    try {
      fresh.initTransactions();
    } catch (KafkaException | IllegalStateException e) {
      throw fault("could not take over", e);
    }
  }

  /**
   * Writes records in one transaction; when it returns they are durable and visible, all of them.
   *
   * @param frames values of the records, in order
   * @throws FencedException when another writer has taken over: none of them is or will be visible
   * @throws LogUnavailableException on any other fault: either all of them are visible or none.
   *     Take over anew and read the committed tail to know.
   * @throws IllegalStateException before {@link #takeOver()}, and after a fault until the next one
   */
  public void write(List<byte[]> frames) {
    open(frames);
    commit();
  }

  /** The first half of a write: the transaction is open and the records are sent. */
  void open(List<byte[]> frames) {
    KafkaProducer<byte[], byte[]> current = current();
    try {
      current.beginTransaction();
    } catch (KafkaException | IllegalStateException e) {
      throw fault("could not begin to write", e);
    }
    send(frames);
  }

  /** Adds records to the open transaction. A record that the log refuses shows at the commit. */
  @SuppressWarnings("FutureReturnValueIgnored")
  void send(List<byte[]> frames) {
    KafkaProducer<byte[], byte[]> current = current();
    try {
      for (byte[] frame : frames) {
        current.send(new ProducerRecord<>(Topics.EVENTS, partition, null, frame));
      }
      current.flush();
    } catch (KafkaException | IllegalStateException e) {
      throw fault("could not write", e);
    }
  }

  /** The second half of a write. */
  void commit() {
    KafkaProducer<byte[], byte[]> current = current();
    try {
      current.commitTransaction();
    } catch (KafkaException | IllegalStateException e) {
      throw fault("could not commit", e);
    }
  }

  /** Gives up the place; an open transaction is aborted by whoever takes over next. */
  @Override
  public void close() {
    close(CLOSE);
  }

  private void close(Duration timeout) {
    if (producer != null) {
      producer.close(timeout);
      producer = null;
    }
  }

  private KafkaProducer<byte[], byte[]> current() {
    if (producer == null) {
      throw new IllegalStateException("take over before writing, and again after a fault");
    }
    return producer;
  }

  /**
   * Tells fencing from all other faults and gives up the producer. A fault of unclear origin is put
   * to the test by an abort, which a fenced writer is refused.
   */
  private RuntimeException fault(String what, RuntimeException cause) {
    String doing = what + " events of partition " + partition;
    boolean fenced = isFencing(cause) || (!isTimeout(cause) && isFencing(abort()));
    close(Duration.ZERO);
    return fenced
        ? new FencedException(doing + ": another writer has taken over", cause)
        : new LogUnavailableException(doing + ": " + cause.getMessage(), cause);
  }

  private @Nullable RuntimeException abort() {
    try {
      current().abortTransaction();
      return null;
    } catch (KafkaException | IllegalStateException e) {
      return e;
    }
  }

  private static boolean isTimeout(Throwable fault) {
    return fault instanceof TimeoutException || fault.getCause() instanceof TimeoutException;
  }

  private static boolean isFencing(@Nullable Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
  }
}
