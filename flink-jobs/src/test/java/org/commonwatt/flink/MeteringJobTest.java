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

  private static MeteringRules rules() {
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
  void positionsEqualABatchAndEveryBadReadingIsRefusedThroughACrashOfTheJob(@TempDir Path folder)
      throws Exception {
    Random random = new Random(7);
    try (MeteringStack stack = new MeteringStack(folder)) {
      MeteringJobHandle job = stack.startJob(rules());
      int duplicates = 0;
      for (int poll = 0; poll < 12; poll += POLLS_PER_SLOT) {
        duplicates += publish(stack, poll, poll + POLLS_PER_SLOT, random);
      }
      byte[] text = "not a record".getBytes(StandardCharsets.UTF_8);
      stack.publish("m-1", text);
      byte[] unknown = stack.publish(reading("m-9\0", 3));
      stack.awaitPositions(2); // some slots are out: the crash falls among open transactions
      job.kill();
      assertThat(job.isRunning()).isFalse();

      byte[] late = stack.publish(reading("m-2", 1, importAt("m-2", 1) + 1));
      for (int poll = 12; poll < 24; poll += POLLS_PER_SLOT) {
        duplicates += publish(stack, poll, poll + POLLS_PER_SLOT, random);
      }
      byte[] decreased =
          stack.publish(
              new MeterReading(
                  "m-3", 25, START + 25 * POLL + 1, 3, 3, 0, Quality.ACTUAL, Hash.ZERO));
      byte[] conflict =
          stack.publish(
              new MeterReading("m-1", 99, START + 24 * POLL, 1, 1, 0, Quality.ACTUAL, Hash.ZERO));
      try (MeteringJobHandle again = stack.startJob(rules())) {
        duplicates += publish(stack, 24, 31, random);
        stack.tick(START + 33 * POLL); // the lateness of the last border
        assertExactlyTheBatch(stack.awaitPositions(20), 10);
        List<RejectedReading> rejected = stack.awaitRejected(duplicates + 5);
        assertThat(again.isRunning()).isTrue();
        assertThat(again.failure()).isEmpty();
        assertRejected(
            rejected,
            Map.of(
                RejectionCode.MALFORMED, text,
                RejectionCode.UNKNOWN_METER, unknown,
                RejectionCode.READING_LATE, late,
                RejectionCode.REGISTER_DECREASED, decreased,
                RejectionCode.READING_CONFLICT, conflict),
            duplicates);
      }
      assertTables(stack);
    }
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
  void aJobThatWasClosedContinuesWhereItWasAndRepeatsNothing(@TempDir Path folder)
      throws Exception {
    try (MeteringStack stack = new MeteringStack(folder)) {
      MeteringRules punctual = MeteringRules.of(15, REGISTRY);
      Random never = new Random(1);
      for (int slot = 0; slot < 3; slot++) {
        try (MeteringJobHandle job = stack.startJob(punctual)) {
          publish(stack, slot * POLLS_PER_SLOT, (slot + 1) * POLLS_PER_SLOT + 1, never);
          assertExactlyTheBatch(stack.awaitPositions(2 * (slot + 1)), slot + 1);
        }
      }
      assertExactlyTheBatch(stack.awaitPositions(6), 3);
    }
  }

  @Test
  @Tag("slow")
  void aBrokerKilledAndRestartedOnItsPortCostsNothingAndDoublesNothing(@TempDir Path folder)
      throws Exception {
    try (MeteringStack stack = new MeteringStack(folder);
        MeteringJobHandle job = stack.startJob(MeteringRules.of(15, REGISTRY))) {
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
