package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.flink.MeteringStack.MARKET;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job with a real broker and a real database. */
class MeteringJobTest {
  private static final long START = 1_659_398_400_000L;
  private static final long POLL = 300_000L;
  private static final int POLLS_PER_SLOT = 3;
  private static final List<String> METERS = List.of("m-1", "m-2", "m-3");
  private static final Map<String, String> REGISTRY =
      Map.of("m-1", "home-1", "m-2", "home-1", "m-3", "home-2");
  private static final Duration LATENESS = Duration.ofMinutes(15);

  private static long importAt(String meter, int poll) {
    return 5_000 + meter.charAt(2) * 10L + 17L * poll + (poll * poll) % 13;
  }

  private static long exportAt(int poll) {
    return 400 + 9L * poll;
  }

  private static MeterReading reading(String meter, int poll) {
    return reading(meter, poll, importAt(meter, poll));
  }

  private static MeterReading reading(String meter, int poll, long importWh) {
    return new MeterReading(
        meter, poll, START + poll * POLL, importWh, exportAt(poll), 0, Quality.ACTUAL, Hash.ZERO);
  }

  /** The positions as a batch over the true registers would find them. */
  private static List<MeteredPosition> batch(int slots) {
    List<MeteredPosition> positions = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      int from = slot * POLLS_PER_SLOT;
      int to = from + POLLS_PER_SLOT;
      for (String home : List.of("home-1", "home-2")) {
        long importWh = 0;
        long exportWh = 0;
        for (String meter : METERS) {
          if (home.equals(REGISTRY.get(meter))) {
            importWh += importAt(meter, to) - importAt(meter, from);
            exportWh += exportAt(to) - exportAt(from);
          }
        }
        DeliverySlot delivery = new DeliverySlot(START + from * POLL, 15);
        positions.add(new MeteredPosition(home, delivery, 1, importWh, exportWh, Quality.ACTUAL));
      }
    }
    return positions;
  }

  private static void assertExactlyTheBatch(List<MeteredPosition> positions, int slots) {
    assertThat(positions)
        .isSortedAccordingTo(Comparator.comparing(MeteredPosition::slot))
        .containsExactlyInAnyOrderElementsOf(batch(slots));
  }

  static MeteringRules rules() {
    return new MeteringRules(15, LATENESS, Duration.ofDays(40), REGISTRY);
  }

  /** Publishes polls shuffled and doubled, then their ticks. */
  private static int publish(MeteringStack stack, int fromPoll, int toPoll, Random random) {
    List<MeterReading> readings = new ArrayList<>();
    for (int poll = fromPoll; poll < toPoll; poll++) {
      for (String meter : METERS) {
        readings.addAll(Collections.nCopies(1 + random.nextInt(2), reading(meter, poll)));
      }
    }
    Collections.shuffle(readings, random);
    readings.forEach(stack::publish);
    for (int poll = fromPoll; poll < toPoll; poll++) {
      stack.tick(START + poll * POLL);
    }
    return readings.size() - METERS.size() * (toPoll - fromPoll);
  }

  @Test
  void positionsEqualABatchAndEveryBadReadingIsRefusedAlsoThroughARestart(@TempDir Path folder)
      throws Exception {
    Random random = new Random(7);
    try (MeteringStack stack = new MeteringStack(folder)) {
      byte[] text = "not a record".getBytes(StandardCharsets.UTF_8);
      byte[] unknown;
      int duplicates = 0;
      try (MeteringJobHandle job = MeteringJob.start(stack.config(rules()))) {
        duplicates += publishSlots(stack, 0, 4, random);
        stack.publish("m-1", text);
        unknown = stack.publish(reading("m-9\0", 3));
        stack.awaitPositions(2);
        assertThat(job.isRunning()).isTrue();
      }
      byte[] late = stack.publish(reading("m-2", 1, importAt("m-2", 1) + 1));
      duplicates += publishSlots(stack, 4, 8, random);
      byte[] decreased = stack.publish(odd("m-3", 25, 1));
      byte[] conflict = stack.publish(odd("m-1", 24, 0));
      try (MeteringJobHandle job = MeteringJob.start(stack.config(rules()))) {
        duplicates += publish(stack, 24, 31, random);
        stack.tick(START + 33 * POLL); // the lateness of the last border
        assertExactlyTheBatch(stack.awaitPositions(20), 10);
        assertRejected(
            stack.awaitRejected(duplicates + 5),
            Map.of(
                RejectionCode.MALFORMED, text,
                RejectionCode.UNKNOWN_METER, unknown,
                RejectionCode.READING_LATE, late,
                RejectionCode.REGISTER_DECREASED, decreased,
                RejectionCode.READING_CONFLICT, conflict),
            duplicates);
        assertThat(job.failure()).isEmpty();
      }
      assertTables(stack);
    }
  }

  /** A reading whose registers lie far below those of its meter. */
  private static MeterReading odd(String meter, int poll, long millisAfter) {
    return new MeterReading(
        meter, 99, START + poll * POLL + millisAfter, 3, 3, 0, Quality.ACTUAL, Hash.ZERO);
  }

  private static int publishSlots(MeteringStack stack, int from, int to, Random random) {
    int duplicates = 0;
    for (int slot = from; slot < to; slot++) {
      duplicates += publish(stack, slot * POLLS_PER_SLOT, (slot + 1) * POLLS_PER_SLOT, random);
    }
    return duplicates;
  }

  private static void assertRejected(
      List<RejectedReading> rejected, Map<RejectionCode, byte[]> single, int duplicates) {
    assertThat(rejected).hasSize(single.size() + duplicates);
    single.forEach(
        (code, raw) ->
            assertThat(rejected)
                .filteredOn(r -> r.rejection().code() == code)
                .singleElement()
                .extracting(RejectedReading::rawHex)
                .isEqualTo(HexFormat.of().formatHex(raw)));
    assertThat(rejected)
        .filteredOn(r -> r.rejection().code() == RejectionCode.READING_DUPLICATE)
        .hasSize(duplicates);
  }

  private static void assertTables(MeteringStack stack) throws Exception {
    assertThat(
            stack.rows(
                "SELECT participant, extract(epoch FROM slot_start)::bigint, slot_minutes, version,"
                    + " import_wh, export_wh, quality, market FROM metered_position"))
        .containsExactlyInAnyOrderElementsOf(batch(10).stream().map(MeteringJobTest::row).toList());
    assertThat(stack.rows("SELECT count(*), min(quality) FROM interval_energy"))
        .containsExactly(10 * METERS.size() + " ACTUAL");
    assertThat(
            stack.rows(
                "SELECT meter, reading_time IS NULL FROM rejected_reading WHERE code IN"
                    + " ('MALFORMED', 'UNKNOWN_METER', 'READING_LATE') ORDER BY code"))
        .containsExactly(" t", "m-2 f", " f");
  }

  private static String row(MeteredPosition position) {
    return String.join(
        " ",
        position.participant(),
        Long.toString(position.slot().startMillis() / 1_000),
        "15 1",
        Long.toString(position.importWh()),
        Long.toString(position.exportWh()),
        position.quality().name(),
        MARKET);
  }

  @Test
  @Tag("slow")
  void aJobThatCannotWriteGivesUpAndSaysWhy(@TempDir Path folder) throws Exception {
    try (MeteringStack stack = new MeteringStack(folder)) {
      stack.execute("DROP TABLE interval_energy");
      Configuration hasty = ClusterSettings.of(new Checkpoints(folder.resolve("check points")));
      hasty.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, 1);
      try (MeteringJobHandle job =
          MeteringJob.start(stack.config(MeteringRules.of(15, REGISTRY)), hasty)) {
        publish(stack, 0, 5, new Random(1));
        long deadline = System.nanoTime() + Duration.ofMinutes(4).toNanos();
        while (job.isRunning() && System.nanoTime() < deadline) {
          stack.rows("SELECT 1"); // a pause that is no sleep
        }
        assertThat(job.isRunning()).isFalse();
        assertThat(job.failure())
            .hasValueSatisfying(
                thrown ->
                    assertThat(thrown).hasStackTraceContaining("interval_energy\" does not exist"));
      }
    }
  }

  @Test
  @Tag("slow")
  void aJobKilledAroundItsCheckpointsLeavesEveryPositionExactlyOnce(@TempDir Path folder)
      throws Exception {
    Random random = new Random(9);
    try (MeteringStack stack = new MeteringStack(folder)) {
      int slots = 0;
      for (int round = 1; round <= 3; round++) {
        Process job = stack.startJobProcess();
        try {
          publishSlots(stack, slots, slots + 6, random);
          slots += 6;
          // Some slots of this round are out; others are in flight or in an open transaction.
          stack.awaitPositions(2 * (slots - 5));
        } finally {
          job.destroyForcibly().waitFor();
        }
      }
      try (MeteringJobHandle job = MeteringJob.start(stack.config(rules()))) {
        publish(stack, 54, 61, random);
        stack.tick(START + 63 * POLL);
        assertExactlyTheBatch(stack.awaitPositions(40), 20);
        assertThat(job.isRunning()).isTrue();
      }
    }
  }

  @Test
  @Tag("slow")
  void aBrokerKilledAndRestartedOnItsPortCostsNothingAndDoublesNothing(@TempDir Path folder)
      throws Exception {
    try (MeteringStack stack = new MeteringStack(folder);
        MeteringJobHandle job = MeteringJob.start(stack.config(MeteringRules.of(15, REGISTRY)))) {
      publish(stack, 0, 7, new Random(2));
      stack.killBroker();
      stack.restartBroker();
      publish(stack, 7, 13, new Random(3));
      assertExactlyTheBatch(stack.awaitPositions(8), 4);
      assertThat(job.isRunning()).isTrue();
    }
  }

  @Test
  void theJobsTopicsAreTheLogsTopics() {
    assertThat(List.of(KafkaEnds.READINGS, KafkaEnds.POSITIONS, KafkaEnds.REJECTED_READINGS))
        .containsExactly(Topics.READINGS, Topics.POSITIONS, Topics.REJECTED_READINGS);
  }
}
