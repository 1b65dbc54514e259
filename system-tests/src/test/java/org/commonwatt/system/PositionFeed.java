package org.commonwatt.system;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;

/** Publishes, in the place of the stream job, what the members measured, slot after slot. */
final class PositionFeed implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final KafkaProducer<byte[], byte[]> producer;
  private final Rulebook rulebook;
  private final DeliverySlot first;
  private int published;

  /** Begins with the first slot of the market. */
  PositionFeed(String bootstrap, Rulebook rulebook) {
    this.rulebook = rulebook;
    this.first = rulebook.slotAt(rulebook.timing().tradingStartMillis());
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** How many slots were published. */
  int slots() {
    return published;
  }

  /** How many positions were published. */
  int positions() {
    return published * rulebook.members().size();
  }

  /** Publishes the positions of the next slot; the log has them when this returns. */
  void publishNext() throws InterruptedException, ExecutionException, TimeoutException {
    DeliverySlot slot = first.plus(published);
    for (Rulebook.Member member : rulebook.members()) {
      MeteredPosition position =
          new MeteredPosition(
              member.participant(), slot, 1, 100 + published, published % 7, Quality.ACTUAL);
      byte[] record = PositionCodec.encode(rulebook.market(), position);
      producer
          .send(new ProducerRecord<>(Topics.POSITIONS, 0, null, record))
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    published++;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
