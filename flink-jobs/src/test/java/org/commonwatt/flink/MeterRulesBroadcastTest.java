package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.vee.RulesFileException;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that change while the job runs. */
class MeterRulesBroadcastTest {
  private static final long START = 1_659_398_400_000L;
  private static final long SLOT = 900_000L;

  private static KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy>
      harness(String first) throws Exception {
    MeteringRules rules =
        new MeteringRules(15, Duration.ZERO, Duration.ofDays(40), Map.of("m-1", "home-1"));
    return new KeyedBroadcastOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(
            new IntervalEnergyFunction(rules, first), List.of(MeterRulesSource.VERSIONS)),
        RegisterReading::meter,
        Types.STRING,
        1,
        1,
        0);
  }

  private static RegisterReading reading(int slot, long importWh) {
    return new RegisterReading(
        "m-1",
        "home-1",
        slot,
        START + slot * SLOT,
        importWh,
        0,
        0,
        Quality.ACTUAL,
        "%04x".formatted(slot));
  }

  private static String rated(long watt, String validFrom) {
    return (validFrom.isEmpty() ? "" : "valid-from = " + validFrom + "\n")
        + "[type t]\nrated-load-w = "
        + watt
        + "\n[meters]\n* = t\n";
  }

  private static int refused(KeyedBroadcastOperatorTestHarness<?, ?, ?, ?> harness) {
    var side = harness.getSideOutput(RejectedReadings.OUTPUT);
    return side == null ? 0 : side.size();
  }

  private static void take(
      KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy> harness,
      RegisterReading reading)
      throws Exception {
    harness.processElement(reading, 0);
    harness.processWatermark(reading.timeMillis());
  }

  @Test
  void aChangeHoldsFromItsInstantWithoutARestartAndSurvivesOne() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var harness = harness(rated(4_000, ""))) {
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      take(harness, reading(0, 0));
      take(harness, reading(1, 1_100));
      assertThat(refused(harness)).as("4 kW are 1,000 Wh").isOne();
      harness.processBroadcastElement(rated(8_000, "2022-08-02T01:00:00Z"), 0);
      take(harness, reading(2, 2_100));
      assertThat(refused(harness)).as("not yet").isEqualTo(2);
      checkpoint = harness.snapshot(1, 1);
    }
    try (var harness = harness(rated(4_000, ""))) {
      harness.initializeState(checkpoint);
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      take(harness, reading(4, 1_500));
      take(harness, reading(5, 3_400));
      assertThat(refused(harness)).isZero();
      assertThat(harness.extractOutputValues()).hasSize(5);
    }
  }

  private static final String A = rated(4_000, "");
  private static final String B = rated(8_000, "");
  private static final String C = rated(2_000, "");

  /** Whether 1,100 Wh in a quarter-hour, which are 4.4 kW, are refused in the given slot. */
  private static boolean refusesMoreThanFourKilowatts(
      KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy> harness,
      int slot)
      throws Exception {
    int before = refused(harness);
    take(harness, reading(slot, 300L * slot));
    take(harness, reading(slot + 1, 300L * slot + 1_100));
    return refused(harness) > before;
  }

  @Test
  void rulesThatAreTakenBackToThoseOfTheStartHoldAgainAlsoAfterARestart() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var harness = harness(A)) {
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      harness.processBroadcastElement(A, 0);
      harness.processBroadcastElement(B, 0);
      assertThat(refusesMoreThanFourKilowatts(harness, 0)).isFalse();
      harness.processBroadcastElement(A, 0);
      assertThat(refusesMoreThanFourKilowatts(harness, 10)).isTrue();
      checkpoint = harness.snapshot(1, 1);
    }
    try (var harness = harness(A)) {
      harness.initializeState(checkpoint);
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      assertThat(refusesMoreThanFourKilowatts(harness, 20)).isTrue();
    }
  }

  @Test
  void rulesThatWereEditedWhileTheJobStoodStillHoldWhenTheyAreRead() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var harness = harness(A)) {
      harness.open();
      harness.processBroadcastElement(B, 0);
      checkpoint = harness.snapshot(1, 1);
    }
    try (var harness = harness(C)) {
      harness.initializeState(checkpoint);
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      harness.processBroadcastElement(C, 0);
      assertThat(refusesMoreThanFourKilowatts(harness, 0)).isTrue();
      checkpoint = harness.snapshot(2, 2);
    }
    try (var harness = harness(B)) {
      harness.initializeState(checkpoint);
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      assertThat(refusesMoreThanFourKilowatts(harness, 10)).as("not read yet").isTrue();
      harness.processBroadcastElement(B, 0);
      assertThat(refusesMoreThanFourKilowatts(harness, 20)).isFalse();
    }
  }

  @Test
  void theRulesOfTheStartAreKeptWhenTheFileHoldsThoseOfAFutureInstantAtARestart() throws Exception {
    String later = rated(8_000, "2022-08-02T05:00:00Z"); // slot 20
    OperatorSubtaskState checkpoint;
    try (var harness = harness(A)) {
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      harness.processBroadcastElement(later, 0);
      checkpoint = harness.snapshot(1, 1);
    }
    try (var harness = harness(later)) {
      harness.initializeState(checkpoint);
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      assertThat(refusesMoreThanFourKilowatts(harness, 0)).isTrue();
      harness.processBroadcastElement(later, 0);
      assertThat(refusesMoreThanFourKilowatts(harness, 10)).isTrue();
      assertThat(refusesMoreThanFourKilowatts(harness, 20)).isFalse();
    }
  }

  @Test
  void rulesOfAFutureInstantDoNotHoldBeforeItInAJobThatStartsWithThem() throws Exception {
    try (var harness = harness(rated(4_000, "2022-08-02T05:00:00Z"))) {
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      assertThat(refusesMoreThanFourKilowatts(harness, 0)).as("the defaults hold").isFalse();
      assertThat(refusesMoreThanFourKilowatts(harness, 20)).isTrue();
    }
  }

  @Test
  void whatCannotBeReadOrUsedLeavesTheRulesAsTheyAre(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("meter.rules");
    MeterRulesSource.Reader reader = new MeterRulesSource.Reader(file.toString());
    assertThat(reader.map(0L)).isEmpty();
    Files.writeString(file, rated(4_000, ""));
    assertThat(reader.map(1L)).isEqualTo(rated(4_000, ""));
    Files.writeString(file, "[type t]\nrated-load-w = much\n");
    assertThat(reader.map(2L)).isEmpty();
    assertThatThrownBy(() -> new MeterRulesSource(file).first())
        .isInstanceOf(RulesFileException.class)
        .hasMessage(file.toAbsolutePath() + " line 2: rated-load-w is a whole number, not much");
    assertThat(new MeterRulesSource(null).first()).isEmpty();
  }
}
