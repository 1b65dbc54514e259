package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.flink.MeteringStack.MARKET;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.commonwatt.flink.netting.AreaGrid;
import org.commonwatt.flink.netting.GridAlert;
import org.commonwatt.flink.netting.GridRules;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.PositionRecord;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.MeterPoint;
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
  static final long START = 1_659_398_400_000L;
  static final long POLL = 300_000L;
  private static final int POLLS_PER_SLOT = 3;
  private static final List<String> METERS = List.of("m-1", "m-2", "m-3");
  private static final Map<String, String> REGISTRY =
      Map.of("m-1", "home-1", "m-2", "home-1", "m-3", "home-2");
  static final String BOUNDARY = "f-1";
  static final Map<String, String> AREAS = Map.of("home-1", "north", "home-2", "north");
  static final AreaGrid NORTH = new AreaGrid("north", BOUNDARY, 0L, null, 0, 10_000);
  private static final GridRules GRID = new GridRules(AREAS, List.of(NORTH));
  private static final Duration LATENESS = Duration.ofMinutes(15);
  private static final long SECOND = START + POLLS_PER_SLOT * POLL;

  private static long importAt(String meter, int poll) {
    return 5_000 + meter.charAt(2) * 10L + 17L * poll + (poll * poll) % 13;
  }

  private static long exportAt(int poll) {
    return 400 + 9L * poll;
  }

  static MeterReading reading(String meter, int poll) {
    return reading(meter, poll, importAt(meter, poll));
  }

  private static MeterReading reading(String meter, int poll, long importWh) {
    return new MeterReading(
        meter, poll, START + poll * POLL, importWh, exportAt(poll), 0, Quality.ACTUAL, Hash.ZERO);
  }

  /** The positions as a batch over the true registers would find them. */
  static List<MeteredPosition> batch(int slots) {
    List<MeteredPosition> positions = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      int from = slot * POLLS_PER_SLOT;
      int to = from + POLLS_PER_SLOT;
      for (String home : List.of("home-1", "home-2")) {
        DeliverySlot delivery = new DeliverySlot(START + from * POLL, 15);
        List<IntervalEnergy> intervals = new ArrayList<>();
        for (String meter : METERS) {
          if (home.equals(REGISTRY.get(meter))) {
            intervals.add(
                new IntervalEnergy(
                    meter,
                    home,
                    delivery,
                    1,
                    importAt(meter, to) - importAt(meter, from),
                    exportAt(to) - exportAt(from),
                    Quality.ACTUAL));
          }
        }
        positions.add(position(home, delivery, 1, intervals));
      }
    }
    return positions;
  }

  /** The sum of intervals, and the hash of them. */
  static MeteredPosition position(
      String home, DeliverySlot slot, int version, List<IntervalEnergy> intervals) {
    return new MeteredPosition(
            home,
            slot,
            version,
            intervals.stream().mapToLong(IntervalEnergy::importWh).sum(),
            intervals.stream().mapToLong(IntervalEnergy::exportWh).sum(),
            intervals.stream().map(IntervalEnergy::quality).reduce(Quality.ACTUAL, Quality::worse))
        .withEvidence(MeterEvidence.of(slot, intervals));
  }

  /** The rows of the area's flows as a batch over the true registers would find them. */
  static List<String> flows(int slots) {
    List<String> flows = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      DeliverySlot delivery = new DeliverySlot(START + slot * POLLS_PER_SLOT * POLL, 15);
      long net =
          batch(slots).stream()
              .filter(position -> position.slot().equals(delivery))
              .mapToLong(MeteredPosition::netWh)
              .sum();
      int from = slot * POLLS_PER_SLOT;
      int to = from + POLLS_PER_SLOT;
      long boundary =
          exportAt(to) - exportAt(from) - importAt(BOUNDARY, to) + importAt(BOUNDARY, from);
      long losses = net - boundary;
      flows.add("%d %d %d %d %d ACTUAL".formatted(net, boundary, losses, losses, boundary * 4));
    }
    return flows;
  }

  private static void assertExactlyTheBatch(List<MeteredPosition> positions, int slots) {
    assertThat(positions)
        .isSortedAccordingTo(Comparator.comparing(MeteredPosition::slot))
        .containsExactlyInAnyOrderElementsOf(batch(slots));
  }

  static MeteringRules rules() {
    return new MeteringRules(15, LATENESS, Duration.ofDays(40), REGISTRY).withGrid(GRID);
  }

  /** Publishes polls shuffled and doubled, then their ticks. */
  static int publish(MeteringStack stack, int fromPoll, int toPoll, Random random) {
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
      try (JobHandle job = MeteringJob.start(stack.config(rules()))) {
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
      try (JobHandle job = MeteringJob.start(stack.config(rules()))) {
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
      assertThatABatchMayNameARowSeveralTimes(stack);
      assertThatAnAlertIsTakenBackWhereItWasTold(stack);
      assertThatAnAlertOfTheSameBatchIsTakenBack(stack);
    }
  }

  @SuppressWarnings("NullAway") // the sink uses neither of its contexts
  private static void assertThatAnAlertOfTheSameBatchIsTakenBack(MeteringStack stack)
      throws Exception {
    try (var writer = new GridSinks(stack.config(rules())).gridAlert().createWriter(null)) {
      for (long version = 1; version <= 2; version++) {
        for (int slot = 0; slot < 300; slot++) {
          DeliverySlot delivery = new DeliverySlot(START, 15).plus(slot);
          writer.write(
              new GridAlert("x", delivery, GridAlert.Kind.EXPORT, version, 5, 4, version == 1),
              null);
        }
      }
      writer.flush(false);
      assertThat(
              stack.rows(
                  "SELECT stands, version, count(*) FROM grid_alert WHERE area = 'x'"
                      + " GROUP BY 1, 2"))
          .as("told and taken back between two checkpoints")
          .isEqualTo(List.of("f 2 300"));
    }
  }

  @SuppressWarnings("NullAway") // the sink uses neither of its contexts
  private static void assertThatAnAlertIsTakenBackWhereItWasTold(MeteringStack stack)
      throws Exception {
    String taken =
        "SELECT stands, version, count(*) FROM grid_alert WHERE area = 'w' GROUP BY 1, 2";
    try (var writer = new GridSinks(stack.config(rules())).gridAlert().createWriter(null)) {
      for (long version = 2; version <= 4; version++) {
        for (int slot = 0; slot < 300; slot++) {
          DeliverySlot delivery = new DeliverySlot(START, 15).plus(slot);
          boolean stands = version == 3;
          writer.write(
              new GridAlert("w", delivery, GridAlert.Kind.EXPORT, version, 5, 4, stands), null);
        }
        writer.flush(false);
        assertThat(stack.rows(taken))
            .isEqualTo(version == 2 ? List.of() : List.of((version == 3 ? "t 3" : "f 4") + " 300"));
      }
    }
  }

  /** One statement of many rows may touch a row once: of several versions it gets the highest. */
  @SuppressWarnings("NullAway") // the sink uses neither of its contexts
  private static void assertThatABatchMayNameARowSeveralTimes(MeteringStack stack)
      throws Exception {
    try (var writer =
        new DatabaseSinks(stack.config(rules())).intervalEnergy().createWriter(null)) {
      for (int version : new int[] {2, 3, 1}) {
        for (int slot = 0; slot < 300; slot++) {
          writer.write(
              new IntervalEnergy(
                  "m-twice",
                  "home-1",
                  new DeliverySlot(START, 15).plus(slot),
                  version,
                  10 * version,
                  slot,
                  Quality.ACTUAL),
              null);
        }
      }
      writer.flush(false);
    }
    assertThat(
            stack.rows(
                "SELECT count(*), min(version), min(import_wh), sum(export_wh)"
                    + " FROM interval_energy WHERE meter = 'm-twice'"))
        .containsExactly("300 3 30 44850");
  }

  /** So a market gets once more what it had refused. */
  @Test
  void aJobWhoseCheckpointsWereTakenAwayEmitsAllPositionsAgainAndWritesItsRowsAnew(
      @TempDir Path folder) throws Exception {
    try (MeteringStack stack = new MeteringStack(folder)) {
      try (JobHandle job = MeteringJob.start(stack.config(rules()))) {
        for (int poll = 0; poll < 13; poll++) {
          stack.publish(reading(BOUNDARY, poll));
        }
        publish(stack, 0, 13, new Random(11));
        stack.tick(START + 15 * POLL); // the lateness of the last border
        assertThat(stack.awaitPositions(8)).containsExactlyInAnyOrderElementsOf(batch(4));
        assertThat(job.isRunning()).isTrue();
      }
      stack.takeCheckpointsAway();
      stack.execute("DELETE FROM metered_position");
      stack.execute("DELETE FROM interval_energy");
      stack.execute("DELETE FROM area_flow");
      stack.execute("DELETE FROM grid_alert");
      try (JobHandle job = MeteringJob.start(stack.config(rules()))) {
        List<MeteredPosition> all = stack.awaitPositions(16);
        assertExactlyTheBatch(all.subList(8, 16), 4);
        assertThat(stack.rows("SELECT count(*) FROM metered_position"))
            .as("rows that were gone are back")
            .containsExactly("8");
        assertThat(stack.rows("SELECT count(*) FROM interval_energy"))
            .containsExactly("" + 4 * (METERS.size() + 1));
        stack.awaitRows(
            "SELECT meters_net_wh, boundary_net_wh, losses_wh, residual_wh, flow_w, quality"
                + " FROM area_flow WHERE area = 'north' ORDER BY slot_start",
            flows(4));
        assertThat(stack.rows("SELECT kind, most, stands FROM grid_alert"))
            .as("more comes in than nothing, in each slot")
            .hasSize(4)
            .containsOnly("IMPORT 0 t");
        assertThat(all).hasSize(16);
        assertThat(job.isRunning()).isTrue();
      }
    }
  }

  /** A market that settles losses is told of the boundary beside the positions, once. */
  @Test
  void whatFlowsOverASettledBoundaryIsToldToTheMarketAlsoThroughARestart(@TempDir Path folder)
      throws Exception {
    MeteringRules rules = rules().withGrid(new GridRules(AREAS, List.of(NORTH.withSettled())));
    try (MeteringStack stack = new MeteringStack(folder)) {
      for (int from = 0; from < 2; from++) {
        try (JobHandle job = MeteringJob.start(stack.config(rules))) {
          for (int poll = 6 * from; poll < 6 * from + 6 + from; poll++) {
            stack.publish(reading(BOUNDARY, poll));
          }
          publish(stack, 6 * from, 6 * from + 6 + from, new Random(3));
          stack.tick(START + (8 + 7 * from) * POLL); // of the last one the lateness, too
          stack.awaitRecords(3 + 9 * from);
          assertThat(job.isRunning()).isTrue();
        }
      }
      List<BoundaryFlow> told = new ArrayList<>();
      for (PositionRecord record : stack.awaitRecords(12)) {
        if (record instanceof PositionRecord.Boundary boundary) {
          told.add(boundary.flow());
        }
      }
      List<BoundaryFlow> flows = new ArrayList<>();
      for (int slot = 0; slot < 4; slot++) {
        int at = slot * POLLS_PER_SLOT;
        int to = at + POLLS_PER_SLOT;
        flows.add(
            new BoundaryFlow(
                "north",
                new DeliverySlot(START + at * POLL, 15),
                1,
                importAt(BOUNDARY, to) - importAt(BOUNDARY, at),
                exportAt(to) - exportAt(at),
                Quality.ACTUAL));
      }
      assertThat(told).containsExactlyElementsOf(flows);
    }
  }

  /** With the state in RocksDB, and in one run: rules that change, a correction, and new meters. */
  @Test
  void changedRulesLateReadingsAndNewMetersTakeEffectWhileTheJobRuns(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("meter.rules");
    Files.writeString(file, ratedLoad(1_000_000));
    MeteringRules rules = rules().withCorrections(Duration.ofDays(1));
    MeteringJobConfig.Options options =
        new MeteringJobConfig.Options(file, MeteringJobConfig.StateBackend.ROCKSDB)
            .withRegistrations(true);
    try (MeteringStack stack = new MeteringStack(folder);
        JobHandle job = MeteringJob.start(stack.config(rules, options))) {
      for (int poll = 0; poll <= 6; poll++) {
        for (String meter : METERS) {
          if (!meter.equals("m-3") || poll != 3) { // comes when its border has been computed
            stack.publish(reading(meter, poll));
          }
        }
        if (poll >= POLLS_PER_SLOT) {
          stack.publish(reading("m-4", poll)); // nobody's yet
        }
        stack.tick(START + poll * POLL);
      }
      byte[] unknown = stack.publish(reading("m-5", 6));
      stack.tick(START + 9 * POLL);
      stack.writeEvents(events(new Event.TimeAdvanced(START), owner("m-4", "home-3", SECOND)));
      stack.writeEvents(events(new Event.TimeAdvanced(START + 8 * POLL)));
      assertThat(stack.awaitPositions(5))
          .allMatch(position -> position.version() == 1)
          .filteredOn(position -> position.participant().equals("home-3"))
          .as("of the meter that came while the job ran")
          .singleElement()
          .extracting(position -> position.slot().startMillis())
          .isEqualTo(SECOND);
      stack.awaitRows(
          "SELECT expected, accounts FROM area_flow WHERE area = 'north' ORDER BY slot_start",
          List.of("2 2", "3 3"));
      assertThat(stack.awaitRejected(1))
          .singleElement()
          .extracting(RejectedReading::rawHex)
          .isEqualTo(HexFormat.of().formatHex(unknown));
      stack.publish(reading("m-3", 3));
      List<MeteredPosition> corrected = stack.awaitPositions(7).subList(5, 7);
      List<MeteredPosition> right = batch(2);
      assertThat(corrected)
          .containsExactlyInAnyOrder(version(right.get(1), 2), version(right.get(3), 2));
      Files.writeString(file, ratedLoad(1));
      stack.writeEvents(events(new Event.TimeAdvanced(START + 10_000 * POLL)));
      awaitRefusalOfReadings(stack, 10);
      assertThat(job.isRunning()).isTrue();
      assertThat(stack.rows("SELECT version, quality FROM interval_energy WHERE meter = 'm-3'"))
          .containsExactly("2 ACTUAL", "2 ACTUAL");
    }
  }

  private static Event owner(String meter, String participant, long fromMillis) {
    return new Event.MeterPointAssigned(
        participant, new MeterPoint(meter, "north", meter, 1, 1), fromMillis);
  }

  private static List<byte[]> events(Event... events) {
    return Stream.of(events)
        .map(one -> EventCodec.encodeEvent(new EventEnvelope(1, 0, 0, 1, 1, Hash.ZERO, one)))
        .toList();
  }

  private static String ratedLoad(long watt) {
    return "[type t]\nrated-load-w = " + watt + "\n[meters]\n* = t\n";
  }

  private static MeteredPosition version(MeteredPosition position, int version) {
    return new MeteredPosition(
            position.participant(),
            position.slot(),
            version,
            position.importWh(),
            position.exportWh(),
            position.quality())
        .withEvidence(position.evidence());
  }

  /** Publishes slot after slot until one is refused by the changed rules. */
  private static void awaitRefusalOfReadings(MeteringStack stack, int fromPoll) throws Exception {
    long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    int poll = fromPoll;
    while (stack
        .rows("SELECT 1 FROM rejected_reading WHERE code = 'VALUE_OUT_OF_RANGE'")
        .isEmpty()) {
      assertThat(System.nanoTime()).as("no reading was refused").isLessThan(deadline);
      stack.publish(reading("m-1", poll));
      stack.tick(START + poll * POLL);
      poll++;
      Thread.sleep(100); // the file is looked at once a second
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
    List<String> readings = new ArrayList<>();
    for (String meter : METERS) {
      boolean isOdd = meter.equals("m-3"); // its register fell once: raw is what was shown
      long sum = isOdd ? 3 : 0;
      for (int poll = 0; poll < 31; poll++) {
        sum += importAt(meter, poll);
      }
      readings.add("%s %d %d".formatted(meter, isOdd ? 32 : 31, sum));
    }
    assertThat(
            stack.rows("SELECT meter, count(*), sum(import_wh) FROM reading GROUP BY 1 ORDER BY 1"))
        .as("each instant once, as the reading with the smallest sequence has it")
        .isEqualTo(readings);
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
      try (JobHandle job = MeteringJob.start(stack.config(MeteringRules.of(15, REGISTRY)), hasty)) {
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
      try (JobHandle job = MeteringJob.start(stack.config(rules()))) {
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
        JobHandle job = MeteringJob.start(stack.config(MeteringRules.of(15, REGISTRY)))) {
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
