package org.commonwatt.log.kafka;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.RejectedReadingCodec;

/**
 * Publishes readings and ticks to {@link Topics#READINGS}, rejected readings to their own topic.
 * The readings of one meter keep their order. Safe for use by several threads.
 */
public final class ReadingPublisher implements AutoCloseable {

  private final String market;
  private final Appender appender;

  /**
   * Connects at the first record, which waits for the broker; later ones do not wait while it is
   * down, unless 32 MiB are under way.
   *
   * @param bootstrap address of a broker, {@code host:port}
   * @param market id of the market
   */
  public ReadingPublisher(String bootstrap, String market) {
    this.market = market;
    this.appender = new Appender(bootstrap);
  }

  /**
   * Publishes one reading.
   *
   * @param meter id of the meter, which chooses the partition
   * @param record bytes of {@link ReadingCodec#encode}, which the meter's next reading refers to by
   *     their hash
   * @return the offset once the reading is durable. On a {@link LogUnavailableException} it is
   *     unknown whether it is on the log: publish it again, repeats are recognised downstream.
   */
  public CompletableFuture<Long> publish(String meter, byte[] record) {
    byte[] key = meter.getBytes(StandardCharsets.UTF_8);
    return appender.append(new ProducerRecord<>(Topics.READINGS, key, record));
  }

  /**
   * Tells every partition that all readings up to an instant are published; call it when their
   * futures are complete.
   *
   * @param timeMillis UTC, milliseconds since the epoch
   * @return completes when the tick stands on every partition
   */
  public CompletableFuture<Void> publishTick(long timeMillis) {
    return publishTick(ReadingCodec.encodeTick(market, timeMillis));
  }

  /**
   * The same with a tick that was encoded before, and signed perhaps.
   *
   * @param record bytes of {@link ReadingCodec#encodeTick} or {@link ReadingCodec#encodeSigned}
   * @return completes when the tick stands on every partition
   */
  public CompletableFuture<Void> publishTick(byte[] record) {
    CompletableFuture<?>[] ticks = new CompletableFuture<?>[Topics.READINGS_PARTITIONS];
    for (int partition = 0; partition < ticks.length; partition++) {
      ticks[partition] =
          appender.append(new ProducerRecord<>(Topics.READINGS, partition, null, record));
    }
    return CompletableFuture.allOf(ticks);
  }

  /**
   * Publishes one rejected reading to {@link Topics#REJECTED_READINGS}.
   *
   * @param meter id of the meter, which is the record's key
   * @param record bytes of {@link RejectedReadingCodec#encode}
   * @return as in {@link #publish}
   */
  public CompletableFuture<Long> publishRejected(String meter, byte[] record) {
    byte[] key = meter.getBytes(StandardCharsets.UTF_8);
    return appender.append(new ProducerRecord<>(Topics.REJECTED_READINGS, key, record));
  }

  /** Waits a moment for what is under way; the rest fails with an unknown outcome. */
  @Override
  public void close() {
    appender.close();
  }
}
