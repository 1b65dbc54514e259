package org.commonwatt.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.commonwatt.log.kafka.LogFixture.MARKET;
import static org.commonwatt.log.kafka.LogFixture.committed;
import static org.commonwatt.log.kafka.LogFixture.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.Test;

/** What is not transactional: commands, readings, and the topics themselves. */
class AppenderTest {

  private static final String BOOTSTRAP = SharedBroker.bootstrap();

  @Test
  void framesStandOnTheLogInTheOrderOfTheCallsAtTheOffsetsReturned() throws Exception {
    long before = end(Topics.COMMANDS); // other classes write to this broker, too
    List<CompletableFuture<Long>> appends = new ArrayList<>();
    try (CommandAppender appender = new CommandAppender(BOOTSTRAP, MARKET, 0)) {
      for (int i = 0; i < 300; i++) {
        appends.add(appender.append(frame(i)));
      }
      appends.get(299).get(120, TimeUnit.SECONDS);
    }
    List<LogEntry> log = committed(BOOTSTRAP, Topics.COMMANDS, before);
    assertThat(log).hasSize(300);
    for (int i = 0; i < 300; i++) {
      assertThat(appends.get(i).get()).isEqualTo(log.get(i).offset());
      assertThat(CommandCodec.decode(log.get(i).value())).isEqualTo(frame(i));
    }
  }

  @Test
  void theBrokersClockIsKnownFromTheFirstAppendOn() throws Exception {
    try (CommandAppender appender = new CommandAppender(BOOTSTRAP, MARKET, 0)) {
      assertThat(appender.brokerMillis()).isEmpty();
      long before = System.currentTimeMillis();
      appender.append(frame(1)).get(120, TimeUnit.SECONDS);
      assertThat(appender.brokerMillis().orElseThrow())
          .as("broker and test have one clock")
          .isBetween(before, System.currentTimeMillis());
    }
  }

  @Test
  void anAppendAfterTheCloseHasAnUnknownOutcomeAndDoesNotThrow() {
    CommandAppender appender = new CommandAppender(BOOTSTRAP, MARKET, 0);
    appender.close();
    assertThatThrownBy(() -> appender.append(frame(1)).get())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(LogUnavailableException.class)
        .hasMessageContaining("whether a record reached commands is unknown");
  }

  @Test
  void theReadingsOfAMeterStayTogetherAndATickReachesEveryPartition() throws Exception {
    try (ReadingPublisher publisher = new ReadingPublisher(BOOTSTRAP, MARKET)) {
      List<CompletableFuture<Long>> published = new ArrayList<>();
      for (int sequence = 0; sequence < 20; sequence++) {
        for (String meter : List.of("m-1", "m-2", "m-3", "m-4", "m-5")) {
          published.add(
              publisher.publish(meter, ReadingCodec.encode(MARKET, reading(meter, sequence))));
        }
      }
      CompletableFuture.allOf(published.toArray(CompletableFuture[]::new))
          .get(120, TimeUnit.SECONDS);
      publisher.publishTick(300_000).get(120, TimeUnit.SECONDS);
    }
    List<List<ReadingRecord>> partitions = List.of(readings(0), readings(1));
    assertThat(partitions)
        .allSatisfy(
            records -> {
              assertThat(records).hasSizeGreaterThan(1);
              assertThat(records.get(records.size() - 1))
                  .isEqualTo(new ReadingRecord.Tick(300_000));
            });
    for (String meter : List.of("m-1", "m-2", "m-3", "m-4", "m-5")) {
      assertThat(partitions)
          .as("the readings of %s are in one partition, in order", meter)
          .filteredOn(records -> !sequences(records, meter).isEmpty())
          .singleElement()
          .satisfies(records -> assertThat(sequences(records, meter)).hasSize(20).isSorted());
    }
  }

  @Test
  void topicsHaveTheirPartitionsAndKeepEverything() throws Exception {
    Topics.createAll(BOOTSTRAP);
    Map<String, Integer> partitions =
        Map.of("readings", 2, "positions", 1, "rejected-readings", 1, "commands", 1, "events", 1);
    try (Admin admin = Admin.create(Clients.admin(BOOTSTRAP))) {
      for (TopicDescription topic :
          admin.describeTopics(partitions.keySet()).allTopicNames().get().values()) {
        assertThat(topic.partitions()).hasSize(partitions.getOrDefault(topic.name(), -1));
      }
      List<ConfigResource> resources =
          partitions.keySet().stream()
              .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
              .toList();
      for (Config config : admin.describeConfigs(resources).all().get().values()) {
        assertThat(config.get("retention.ms").value()).isEqualTo("-1");
        assertThat(config.get("retention.bytes").value()).isEqualTo("-1");
        assertThat(config.get("cleanup.policy").value()).isEqualTo("delete");
        assertThat(config.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
      }
    }
  }

  private static List<ReadingRecord> readings(int partition) {
    List<ReadingRecord> records = new ArrayList<>();
    try (LogReader reader = new LogReader(BOOTSTRAP, Topics.READINGS, partition)) {
      reader.readTo(
          reader.committedEnd(), entry -> records.add(ReadingCodec.decode(entry.value())));
    }
    return records;
  }

  private static List<Long> sequences(List<ReadingRecord> records, String meter) {
    List<Long> sequences = new ArrayList<>();
    for (ReadingRecord record : records) {
      if (record instanceof ReadingRecord.Reading reading
          && reading.reading().meter().equals(meter)) {
        sequences.add(reading.reading().sequence());
      }
    }
    return sequences;
  }

  private static MeterReading reading(String meter, long sequence) {
    return new MeterReading(
        meter, sequence, sequence * 1_000, sequence, 0, 0, Quality.ACTUAL, Hash.ZERO);
  }

  private static long end(String topic) {
    try (LogReader reader = new LogReader(BOOTSTRAP, topic, 0)) {
      return reader.committedEnd();
    }
  }
}
