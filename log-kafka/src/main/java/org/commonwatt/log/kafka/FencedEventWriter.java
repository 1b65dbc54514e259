package org.commonwatt.log.kafka;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.commonwatt.log.EventWriter;
import org.commonwatt.log.FencedException;
import org.commonwatt.log.LogUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of one partition of {@link Topics#EVENTS}: a producer with a transactional id.
 */
public final class FencedEventWriter implements EventWriter {
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

  @Override
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

  @Override
  public void write(List<byte[]> records) {
    open(records);
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
