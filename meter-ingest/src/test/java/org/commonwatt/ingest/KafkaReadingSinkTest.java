package org.commonwatt.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.ingest.simulator.SimulatedMeter;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.log.codec.RejectedReadingCodec;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.ReadingPublisher;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From meters over TCP to a real broker, which is killed and comes back in between. */
class KafkaReadingSinkTest {
  private static final long STEP = 300_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path directory;
  private final ManualClock clock = new ManualClock("2022-08-02T07:00:00Z");

  KafkaReadingSinkTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void readingsReachTheLogInOrderThoughTheBrokerDiesInBetween() throws Exception {
    Path data = Files.createDirectory(directory.resolve("kafka"));
    List<SimulatedMeter> meters =
        List.of(SimulatedMeter.of("home-1", 1), SimulatedMeter.of("home-2", 2));
    try (Community community = new Community(clock, meters)) {
      KafkaChild broker = KafkaChild.start(KafkaChildOptions.in(data));
      String bootstrap = broker.bootstrapServers();
      try (ReadingPublisher publisher = new ReadingPublisher(bootstrap, "village");
          IngestService service =
              community.service(directory.resolve("spool"), new KafkaReadingSink(publisher))) {
        Topics.createAll(bootstrap);
        takeIncredible(service);
        pollTwice(service);
        assertThat(service.awaitPublished(clock.millis(), PATIENCE)).isTrue();
        broker.kill();
        pollTwice(service);
        assertThat(service.awaitPublished(clock.millis(), Duration.ofMillis(200))).isFalse();
        broker = KafkaChild.start(new KafkaChildOptions(data, broker.port(), 256));
        assertThat(service.awaitPublished(clock.millis(), PATIENCE)).isTrue();
        assertReadings(bootstrap);
        assertRejected(bootstrap);
      } finally {
        broker.close();
      }
    }
  }

  private void takeIncredible(IngestService service) throws IOException {
    MeterRegisters registers = new MeterRegisters(1_000_000_000_001L, 0, 0, 1);
    RawReading reading =
        new RawReading("incredible", 12_000, clock.millis(), registers, Quality.ACTUAL);
    assertThat(service.take(List.of(reading)).orElseThrow().get(0).rejection()).isPresent();
  }

  private void pollTwice(IngestService service) throws Exception {
    for (int i = 0; i < 2; i++) {
      clock.advanceMillis(STEP);
      PollOutcome.Spooled round = (PollOutcome.Spooled) service.poll(clock.millis());
      assertThat(round.failures()).isEmpty();
    }
  }

  private void assertReadings(String bootstrap) {
    Set<String> seen = new LinkedHashSet<>();
    for (int partition = 0; partition < Topics.READINGS_PARTITIONS; partition++) {
      List<Long> ticks = new ArrayList<>();
      for (byte[] value : read(bootstrap, Topics.READINGS, partition)) {
        if (ReadingCodec.decode(value) instanceof ReadingRecord.Reading record) {
          String key = record.reading().meter() + "@" + record.reading().timeMillis();
          if (seen.add(key)) {
            assertThat(ticks)
                .as("no new reading behind the tick of its instant")
                .allMatch(tick -> tick < record.reading().timeMillis());
          }
        } else if (ReadingCodec.decode(value) instanceof ReadingRecord.Tick tick) {
          ticks.add(tick.timeMillis());
        }
      }
      assertThat(ticks.stream().distinct())
          .as("every partition has every tick")
          .containsExactly(time(3), time(2), time(1), time(0));
    }
    assertThat(seen.stream().filter(key -> key.startsWith("home-"))).hasSize(8);
  }

  private long time(int stepsAgo) {
    return clock.millis() - stepsAgo * STEP;
  }

  private static void assertRejected(String bootstrap) {
    List<byte[]> rejected = read(bootstrap, Topics.REJECTED_READINGS, 0);
    assertThat(rejected).isNotEmpty();
    for (byte[] value : rejected) {
      assertThat(RejectedReadingCodec.decode(value).meter()).isEqualTo("incredible");
      assertThat(RejectedReadingCodec.decode(value).rejection().code())
          .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    }
  }

  private static List<byte[]> read(String bootstrap, String topic, int partition) {
    List<byte[]> values = new ArrayList<>();
    try (LogReader reader = new LogReader(bootstrap, topic, partition)) {
      reader.readTo(reader.committedEnd(), entry -> values.add(entry.value()));
    }
    return values;
  }
}
