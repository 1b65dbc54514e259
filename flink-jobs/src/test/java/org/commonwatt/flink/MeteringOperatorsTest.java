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
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.MeteredPosition;
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

  private static KeyedOneInputStreamOperatorTestHarness<String, RegisterReading, IntervalEnergy>
      energies(Duration lateness) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, RegisterReading, IntervalEnergy> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new IntervalEnergyFunction(rules(lateness))),
            RegisterReading::meter,
            Types.STRING);
    return harness;
  }

  private static List<RejectedReading> rejected(OneInputStreamOperatorTestHarness<?, ?> harness) {
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
      harness.open();
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
        harness.open();
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
      harness.open();
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
      harness.open();
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
      harness.open();
      harness.processElement(reading("m-1", 0), 0);
      harness.processWatermark(START);
      harness.processElement(reading("m-1", 2), 0);
      checkpoint = harness.snapshot(1, 1);
    }
    try (var harness = energies(Duration.ZERO)) {
      harness.initializeState(checkpoint);
      harness.open();
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
            new PositionFunction(new MeterRegistry(METERS)),
            IntervalEnergy::participant,
            Types.STRING)) {
      harness.processElement(
          new IntervalEnergy("m-1", "home-1", slot, 1, 7, 2, Quality.ESTIMATED), 0);
      harness.processElement(
          new IntervalEnergy("m-2", "home-1", slot.plus(1), 1, 1, 1, Quality.ACTUAL), 0);
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.processElement(new IntervalEnergy("m-3", "home-2", slot, 1, 4, 0, Quality.ACTUAL), 0);
      harness.processElement(new IntervalEnergy("m-2", "home-1", slot, 1, 3, 9, Quality.ACTUAL), 0);
      assertThat(harness.extractOutputValues())
          .containsExactly(
              new MeteredPosition("home-2", slot, 1, 4, 0, Quality.ACTUAL),
              new MeteredPosition("home-1", slot, 1, 10, 11, Quality.ESTIMATED));
    }
  }
}
