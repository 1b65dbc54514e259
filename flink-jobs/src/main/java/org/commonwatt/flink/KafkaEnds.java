package org.commonwatt.flink;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.RejectedReadingCodec;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.RejectedReading;

/** The job's source and sinks on the log. */
final class KafkaEnds {
  /** Meter readings and ticks. */
  static final String READINGS = "readings";

  /** Metered positions. */
  static final String POSITIONS = "positions";

  /** Refused readings. */
  static final String REJECTED_READINGS = "rejected-readings";

  /**
   * Below the broker's maximum of 15 minutes, and long enough that a transaction which a checkpoint
   * has promised is still there when the broker comes back after an outage.
   */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(10);

  private final String market;
  private final String bootstrapServers;
  private final JobKeys keys;

  KafkaEnds(MeteringJobConfig config) {
    this.market = config.market();
    this.bootstrapServers = config.bootstrapServers();
    this.keys = config.jobKeys();
  }

  /** All readings from the beginning, unless a checkpoint knows better. */
  KafkaSource<LogReading> readings(MeterRegistry registry) {
    return KafkaSource.<LogReading>builder()
        .setBootstrapServers(bootstrapServers)
        .setTopics(READINGS)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setClientIdPrefix("metering")
        .setDeserializer(new ReadingDeserializer(new ReadingDecoder(registry, keys)))
        .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .setProperty("partition.discovery.interval.ms", "-1") // partition counts never grow
        .build();
  }

  KafkaSink<MeteredPosition> positions() {
    String inMarket = market;
    JobKeys sealedWith = keys;
    return exactlyOnce(
        POSITIONS,
        position -> utf8(position.participant()),
        position -> PositionCodec.encode(inMarket, position, sealedWith.keyring()));
  }

  KafkaSink<RejectedReading> rejectedReadings() {
    String inMarket = market;
    JobKeys sealedWith = keys;
    return exactlyOnce(
        REJECTED_READINGS,
        rejected -> utf8(rejected.meter()),
        rejected -> RejectedReadingCodec.encode(inMarket, rejected, sealedWith.keyring()));
  }

  /** Pooled transaction names: a fresh name per checkpoint would fill the broker's memory. */
  private <T> KafkaSink<T> exactlyOnce(
      String topic, SerializableFunction<T, byte[]> key, SerializableFunction<T, byte[]> value) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(bootstrapServers)
        .setRecordSerializer(new TopicSerializer<>(topic, key, value))
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix("metering-" + market + "-" + topic)
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setProperty(
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            Long.toString(TRANSACTION_TIMEOUT.toMillis()))
        .build();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
