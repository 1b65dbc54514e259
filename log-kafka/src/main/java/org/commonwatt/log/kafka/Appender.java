package org.commonwatt.log.kafka;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.commonwatt.log.LogUnavailableException;

/** An idempotent producer whose answers are futures. Safe for use by several threads. */
final class Appender implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final KafkaProducer<byte[], byte[]> producer;
  private final BrokerClock clock = new BrokerClock(System::nanoTime);

  Appender(String bootstrap) {
    producer = new KafkaProducer<>(Clients.producer(bootstrap));
  }

  /** The record's offset once it is on the log, or a {@link LogUnavailableException}. */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback completes ours
  CompletableFuture<Long> append(ProducerRecord<byte[], byte[]> record) {
    CompletableFuture<Long> appended = new CompletableFuture<>();
    try {
      producer.send(
          record,
          (metadata, fault) -> {
            if (fault == null) {
              clock.told(metadata.timestamp());
              appended.complete(metadata.offset());
            } else {
              appended.completeExceptionally(unknown(record, fault));
            }
          });
    } catch (KafkaException | IllegalStateException e) {
      appended.completeExceptionally(unknown(record, e));
    }
    return appended;
  }

  /** What the topics that are written here say of their broker's clock. */
  BrokerClock clock() {
    return clock;
  }

  /** Waits a moment for what is under way; the rest fails. */
  @Override
  public void close() {
    producer.close(CLOSE);
  }

  private static LogUnavailableException unknown(
      ProducerRecord<byte[], byte[]> record, Exception cause) {
    return new LogUnavailableException(
        "whether a record reached " + record.topic() + " is unknown: " + cause.getMessage(), cause);
  }
}
