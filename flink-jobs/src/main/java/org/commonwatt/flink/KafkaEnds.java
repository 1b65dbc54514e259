package org.commonwatt.flink;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.RejectedReadingCodec;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.RejectedReading;

/** The job's source and sinks on the log. */
final class KafkaEnds {
  /** Meter readings and ticks. */
  static final String READINGS = "readings";

  /** What the market did. */
  static final String EVENTS = "events";

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
  private final boolean registrations;
  private final ReadingKeys signers;

  KafkaEnds(MeteringJobConfig config) {
    this.market = config.market();
    this.bootstrapServers = config.bootstrapServers();
    this.keys = config.jobKeys();
    this.registrations = config.options().registrations();
    this.signers = config.options().signers();
  }

  /** All readings from the beginning, unless a checkpoint knows better. */
  KafkaSource<LogReading> readings(MeterRegistry registry) {
    return KafkaSource.<LogReading>builder()
        .setBootstrapServers(bootstrapServers)
        .setTopics(READINGS)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setClientIdPrefix("metering")
        .setDeserializer(
            new ReadingDeserializer(
                new ReadingDecoder(market, registry, keys, signers, registrations)))
        .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .setProperty("partition.discovery.interval.ms", "-1") // partition counts never grow
        .build();
  }

  /** The market's clock and the owners of meters, from the beginning. */
  KafkaSource<MarketChange> changes() {
    return KafkaSource.<MarketChange>builder()
        .setBootstrapServers(bootstrapServers)
        .setPartitions(Set.of(new TopicPartition(EVENTS, 0)))
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setClientIdPrefix("metering-owners")
        .setDeserializer(new MarketChangeDeserializer(market))
        .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .setProperty("partition.discovery.interval.ms", "-1") // partition counts never grow
        .build();
  }

  /**
   * All events of a market from the beginning, unless a checkpoint knows better.
   *
   * @param reader who reads them, for the broker's logs
   */
  static KafkaSource<LogEvent> events(SurveillanceJobConfig config, String reader) {
    return KafkaSource.<LogEvent>builder()
        .setBootstrapServers(config.bootstrapServers())
        .setTopics(EVENTS)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setClientIdPrefix(reader)
        .setDeserializer(new EventDeserializer(config.market()))
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

  /** What flows over boundaries, beside the positions and with transactions of its own. */
  KafkaSink<BoundaryFlow> boundaries() {
    String inMarket = market;
    return exactlyOnce(
        bootstrapServers,
        "metering-" + market + "-boundaries",
        new TopicSerializer<>(
            POSITIONS,
            flow -> utf8(flow.area() + ">"),
            flow -> PositionCodec.encode(inMarket, flow)));
  }

  KafkaSink<RejectedReading> rejectedReadings() {
    String inMarket = market;
    JobKeys sealedWith = keys;
    return exactlyOnce(
        REJECTED_READINGS,
        rejected -> utf8(rejected.meter()),
        rejected -> RejectedReadingCodec.encode(inMarket, rejected, sealedWith.keyring()));
  }

  private <T> KafkaSink<T> exactlyOnce(
      String topic, SerializableFunction<T, byte[]> key, SerializableFunction<T, byte[]> value) {
    return exactlyOnce(
        bootstrapServers, "metering-" + market, new TopicSerializer<>(topic, key, value));
  }

  /**
   * Writes a topic exactly once. Pooled transaction names: a fresh name per checkpoint would fill
   * the broker's memory.
   *
   * @param job whose it is, in the market; the topic is added
   */
  static <T> KafkaSink<T> exactlyOnce(
      String bootstrapServers, String job, TopicSerializer<T> serializer) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(bootstrapServers)
        .setRecordSerializer(serializer)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(job + "-" + serializer.topic())
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
