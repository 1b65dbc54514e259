package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.commonwatt.flink.netting.AreaFlow;
import org.commonwatt.flink.netting.AreaGrid;
import org.commonwatt.flink.netting.AreaReport;
import org.commonwatt.flink.netting.GridAlert;
import org.commonwatt.flink.netting.GridRules;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Test;

/** The operators in Flink's own harness: keys, timers, state, side outputs. */
class MeteringOperatorsTest {
  private static final long START = 1_659_398_400_000L;
  private static final long POLL = 300_000L;
  private static final Duration LATENESS = Duration.ofMinutes(20);
  private static final Map<String, String> METERS =
      Map.of("m-1", "home-1", "m-2", "home-1", "m-3", "home-2");

  private static MeteringRules rules(Duration lateness) {
    return new MeteringRules(15, lateness, Duration.ofDays(40), METERS);
  }

  private static RegisterReading reading(String meter, int poll) {
    long importWh = 1_000 + 13L * poll + 7L * poll * poll % 11;
    return new RegisterReading(
        meter,
        String.valueOf(METERS.get(meter)),
        poll,
        START + poll * POLL,
        importWh,
        5L * poll,
        0,
        Quality.ACTUAL,
        "%s%04x".formatted(meter.substring(2).repeat(2), poll));
  }

  private static KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy>
      energies(Duration lateness) throws Exception {
    return energies(rules(lateness));
  }

  private static KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy>
      energies(MeteringRules rules) throws Exception {
    return new KeyedBroadcastOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(
            new IntervalEnergyFunction(rules, ""), List.of(MeterRulesSource.VERSIONS)),
        RegisterReading::meter,
        Types.STRING,
        1,
        1,
        0);
  }

  /** Rules hold no time back. */
  private static void open(KeyedBroadcastOperatorTestHarness<?, ?, ?, ?> harness) throws Exception {
    harness.open();
    harness.processBroadcastWatermark(Long.MAX_VALUE);
  }

  private static List<RejectedReading> rejected(AbstractStreamOperatorTestHarness<?> harness) {
    ConcurrentLinkedQueue<StreamRecord<RejectedReading>> side =
        harness.getSideOutput(RejectedReadings.OUTPUT);
    return side == null ? List.of() : side.stream().map(StreamRecord::getValue).toList();
  }

  private static List<RegisterReading> day(int polls) {
    List<RegisterReading> readings = new ArrayList<>();
    for (int poll = 0; poll <= polls; poll++) {
      for (String meter : List.of("m-1", "m-2", "m-3")) {
        if (poll % 7 != 5) { // a hole now and then, also on borders
          readings.add(reading(meter, poll));
        }
      }
    }
    return readings;
  }

  private static List<IntervalEnergy> inOrder(List<RegisterReading> readings) throws Exception {
    try (var harness = energies(LATENESS)) {
      open(harness);
      for (RegisterReading reading : readings) {
        harness.processElement(reading, reading.timeMillis());
        harness.processWatermark(reading.timeMillis());
      }
      harness.processWatermark(START + 1_000 * POLL);
      return byMeterAndSlot(harness.extractOutputValues());
    }
  }

  private static List<IntervalEnergy> byMeterAndSlot(List<IntervalEnergy> energies) {
    return energies.stream()
        .sorted(Comparator.comparing(IntervalEnergy::meter).thenComparing(IntervalEnergy::slot))
        .toList();
  }

  @Test
  void shuffledAndRepeatedReadingsWithinTheLatenessGiveTheSameEnergies() throws Exception {
    List<IntervalEnergy> expected = inOrder(day(97));
    assertThat(expected).hasSize(3 * 32);
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<RegisterReading> arrivals = new ArrayList<>();
      List<RegisterReading> window = new ArrayList<>();
      try (var harness = energies(LATENESS)) {
        open(harness);
        for (int poll = 0; poll <= 97; poll += 4) { // 20 minutes at a time, within the lateness
          window.clear();
          for (RegisterReading reading : day(97)) {
            int at = (int) ((reading.timeMillis() - START) / POLL);
            if (at >= poll && at < poll + 4) {
              window.addAll(Collections.nCopies(1 + random.nextInt(2), reading));
            }
          }
          Collections.shuffle(window, random);
          arrivals.addAll(window);
          for (RegisterReading reading : window) {
            harness.processElement(reading, reading.timeMillis());
          }
          harness.processWatermark(START + (poll + 3) * POLL);
        }
        harness.processWatermark(START + 1_000 * POLL);
        assertThat(byMeterAndSlot(harness.extractOutputValues()))
            .as("seed %d", seed)
            .isEqualTo(expected);
        assertThat(rejected(harness))
            .hasSize(arrivals.size() - day(97).size())
            .allMatch(r -> r.rejection().code() == RejectionCode.READING_DUPLICATE);
      }
    }
  }

  @Test
  void aSlotIsComputedWhenTheTickOfItsBorderAndTheLatenessHavePassed() throws Exception {
    try (var harness = energies(Duration.ofMinutes(1))) {
      open(harness);
      for (int poll = 0; poll <= 3; poll++) {
        harness.processElement(reading("m-1", poll), 0);
      }
      harness.processWatermark(START + 3 * POLL + 59_999);
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.processWatermark(START + 3 * POLL + 60_000);
      assertThat(harness.extractOutputValues())
          .containsExactly(
              new IntervalEnergy(
                  "m-1",
                  "home-1",
                  new DeliverySlot(START, 15),
                  1,
                  39 + 63 % 11,
                  15,
                  Quality.ACTUAL));
    }
  }

  @Test
  void aReadingAfterItsBorderWasComputedIsLateAndGoesToTheSideOutput() throws Exception {
    try (var harness = energies(Duration.ZERO)) {
      open(harness);
      harness.processElement(reading("m-1", 0), 0);
      harness.processElement(reading("m-1", 3), 0);
      harness.processWatermark(START + 3 * POLL);
      harness.processElement(reading("m-1", 2), 0);
      assertThat(rejected(harness))
          .singleElement()
          .satisfies(
              late -> {
                assertThat(late.rejection().code()).isEqualTo(RejectionCode.READING_LATE);
                assertThat(late.rawHex()).isEqualTo(reading("m-1", 2).rawHex());
              });
    }
  }

  @Test
  void stateSurvivesACheckpointBetweenTwoReadings() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var harness = energies(Duration.ZERO)) {
      open(harness);
      harness.processElement(reading("m-1", 0), 0);
      harness.processWatermark(START);
      harness.processElement(reading("m-1", 2), 0);
      checkpoint = harness.snapshot(1, 1);
    }
    try (var harness = energies(Duration.ZERO)) {
      harness.initializeState(checkpoint);
      open(harness);
      harness.processElement(reading("m-1", 2), 0);
      harness.processElement(reading("m-1", 3), 0);
      harness.processWatermark(START + 3 * POLL);
      assertThat(harness.extractOutputValues()).hasSize(1);
      assertThat(rejected(harness)).hasSize(1);
    }
  }

  @Test
  void aPositionIsTheSumOfAllMetersAndWaitsForTheLastOne() throws Exception {
    DeliverySlot slot = new DeliverySlot(START, 15);
    try (var harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new PositionFunction(rules(Duration.ZERO)),
            owned -> owned.energy().participant(),
            Types.STRING)) {
      harness.processElement(
          new OwnedEnergy(
              new IntervalEnergy("m-1", "home-1", slot, 1, 7, 2, Quality.ESTIMATED), 2, NORTH),
          0);
      harness.processElement(
          new OwnedEnergy(
              new IntervalEnergy("m-2", "home-1", slot.plus(1), 1, 1, 1, Quality.ACTUAL), 2, NORTH),
          0);
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.processElement(
          new OwnedEnergy(
              new IntervalEnergy("m-3", "home-2", slot, 1, 4, 0, Quality.ACTUAL), 1, NORTH),
          0);
      harness.processElement(
          new OwnedEnergy(
              new IntervalEnergy("m-2", "home-1", slot, 1, 3, 9, Quality.ACTUAL), 2, NORTH),
          0);
      assertThat(harness.extractOutputValues())
          .containsExactly(
              MeteringJobTest.position(
                  "home-2",
                  slot,
                  1,
                  List.of(new IntervalEnergy("m-3", "home-2", slot, 1, 4, 0, Quality.ACTUAL))),
              MeteringJobTest.position(
                  "home-1",
                  slot,
                  1,
                  List.of(
                      new IntervalEnergy("m-1", "home-1", slot, 1, 7, 2, Quality.ESTIMATED),
                      new IntervalEnergy("m-2", "home-1", slot, 1, 3, 9, Quality.ACTUAL))));
    }
  }

  private static final AreaPlace NORTH = new AreaPlace("north", 2);
  private static final GridRules GRID =
      new GridRules(
          Map.of("home-1", "north", "home-2", "north"),
          List.of(new AreaGrid("north", "feeder", 100L, null, 0, 5)));

  private static AreaReport report(String who, long importWh) {
    return new AreaReport(
        "north", who, new DeliverySlot(START, 15), 1, importWh, 0, Quality.ACTUAL, 2);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, AreaReport, AreaFlow> flows(
      MeteringRules rules) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new AreaFlowFunction(rules)),
        AreaFlowFunction::keyOf,
        Types.STRING);
  }

  @Test
  void anAreasFlowIsToldWithItsAlertsAndForgottenWhenNothingCanBeAdded() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var harness = flows(rules(Duration.ZERO).withGrid(GRID))) {
      harness.open();
      harness.processElement(report("home-1", 30), 0);
      harness.processElement(report(AreaReport.BOUNDARY, 50), 0);
      checkpoint = harness.snapshot(1, 1);
      assertThat(harness.extractOutputValues())
          .as("its boundary meter says what flows")
          .extracting(AreaFlow::flowWh)
          .containsExactly(-50L);
    }
    try (var harness = flows(rules(Duration.ZERO).withGrid(GRID))) {
      harness.initializeState(checkpoint);
      harness.open();
      harness.processElement(report("home-2", 10), 0);
      DeliverySlot slot = new DeliverySlot(START, 15);
      assertThat(harness.extractOutputValues())
          .containsExactly(
              new AreaFlow(
                  "north",
                  slot,
                  3,
                  new AreaFlow.Accounts(2, 2),
                  -40L,
                  -50L,
                  10L,
                  10L,
                  Quality.ACTUAL));
      assertThat(harness.getSideOutput(AreaFlowFunction.ALERTS))
          .extracting(StreamRecord::getValue)
          .containsExactly(
              new GridAlert("north", slot, GridAlert.Kind.IMPORT, 3, 200, 100, true),
              new GridAlert("north", slot, GridAlert.Kind.RESIDUAL, 3, 10, 5, true));
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void anAreasSlotThatIsWholeIsForgottenWhenItsCorrectionsHaveEnded() throws Exception {
    MeteringRules rules = rules(LATENESS).withCorrections(Duration.ofHours(1)).withGrid(GRID);
    try (var harness = flows(rules)) {
      harness.open();
      for (String who : List.of("home-1", "home-2", AreaReport.BOUNDARY)) {
        harness.processElement(report(who, 30), 0);
      }
      long end = START + 900_000 + Duration.ofMinutes(80).toMillis();
      harness.processWatermark(end - 1);
      assertThat(harness.numKeyedStateEntries()).isPositive();
      harness.processWatermark(end);
      assertThat(harness.numKeyedStateEntries()).as("and not for 40 days").isZero();
    }
  }

  @Test
  void anAreasSlotThatNeverBecomesCompleteIsForgottenInTime() throws Exception {
    MeteringRules rules = rules(Duration.ZERO).withCorrections(Duration.ofHours(1)).withGrid(GRID);
    try (var harness = flows(rules)) {
      harness.open();
      harness.processElement(report("home-1", 30), 0);
      long end = START + 900_000 + rules.keptMillis();
      harness.processWatermark(end - 1);
      assertThat(harness.numKeyedStateEntries()).isPositive();
      harness.processWatermark(end);
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }
}
