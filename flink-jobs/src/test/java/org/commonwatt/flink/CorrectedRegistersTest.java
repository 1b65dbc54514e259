package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Test;

/** Late readings that change which other readings count. */
class CorrectedRegistersTest {
  private static final long START = 1_659_398_400_000L;
  private static final long MINUTE = 60_000L;

  private static KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy>
      open() throws Exception {
    MeteringRules rules =
        new MeteringRules(15, Duration.ZERO, Duration.ofDays(40), Map.of("m-1", "home-1"))
            .withCorrections(Duration.ofHours(48));
    var harness =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                new IntervalEnergyFunction(rules, ""), List.of(MeterRulesSource.VERSIONS)),
            RegisterReading::meter,
            Types.STRING,
            1,
            1,
            0);
    harness.open();
    harness.processBroadcastWatermark(Long.MAX_VALUE);
    return harness;
  }

  private static void take(
      KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy> harness,
      int minute,
      long importWh)
      throws Exception {
    take(harness, minute, minute, importWh);
  }

  /** A reading comes, and time has passed it. */
  private static void take(
      KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy> harness,
      long sequence,
      int minute,
      long importWh)
      throws Exception {
    harness.processElement(
        new RegisterReading(
            "m-1",
            "home-1",
            sequence,
            START + minute * MINUTE,
            importWh,
            0,
            0,
            Quality.ACTUAL,
            "%08x".formatted(minute)),
        0);
    harness.processWatermark(START + minute * MINUTE);
  }

  private static List<String> told(
      KeyedBroadcastOperatorTestHarness<?, ?, ?, IntervalEnergy> harness) {
    List<String> told =
        harness.extractOutputValues().stream()
            .map(
                energy ->
                    "%d v%d %d"
                        .formatted(
                            (energy.slot().startMillis() - START) / MINUTE,
                            energy.version(),
                            energy.importWh()))
            .toList();
    harness.getOutput().clear();
    return told;
  }

  private static List<RejectionCode> refused(
      KeyedBroadcastOperatorTestHarness<?, ?, ?, ?> harness) {
    var side = harness.getSideOutput(RejectedReadings.OUTPUT);
    return side == null
        ? List.of()
        : side.stream()
            .map(record -> ((RejectedReading) record.getValue()).rejection().code())
            .toList();
  }

  @Test
  void slotsThatALateReadingTakesTheLastReadingFromAreToldAgainWithTheNextVersion()
      throws Exception {
    try (var harness = open()) {
      take(harness, 0, 100_000);
      take(harness, 30, 100_020);
      take(harness, 45, 100_030);
      assertThat(told(harness)).containsExactly("0 v1 10", "15 v1 10", "30 v1 10");
      take(harness, 15, 100_035); // too high, and nothing before it says so
      assertThat(told(harness)).containsExactly("0 v2 35");
      assertThat(refused(harness))
          .containsExactly(RejectionCode.REGISTER_DECREASED, RejectionCode.REGISTER_DECREASED);
      take(harness, 60, 100_044);
      assertThat(told(harness)).containsExactly("15 v2 3", "30 v2 3", "45 v1 3");
    }
  }

  @Test
  void aCorrectionForgetsNoRefusedReadingThatMayBeTheFirstAfterAReset() throws Exception {
    try (var harness = open()) {
      take(harness, 0, 5_000);
      take(harness, 15, 5_100);
      take(harness, 30, 20); // may be the first after a reset
      take(harness, 7, 5_080);
      take(harness, 45, 150); // is the second, so the registers go on
      take(harness, 60, 250);
      assertThat(told(harness)).containsExactly("0 v1 100", "15 v1 75", "30 v1 75", "45 v1 100");
      assertThat(refused(harness)).containsExactly(RejectionCode.REGISTER_DECREASED);
    }
  }

  @Test
  void aCorrectionLeavesReadingsThatWaitWaiting() throws Exception {
    try (var harness = open()) {
      take(harness, 0, 5_000);
      take(harness, 15, 5_100);
      take(harness, 20, 5_110); // awaits the border
      take(harness, 7, 5_080);
      take(harness, 35, 5_140);
      assertThat(told(harness)).containsExactly("0 v1 100", "15 v1 30");
      assertThat(refused(harness)).isEmpty();
    }
  }

  @Test
  void aCorrectionThatAcceptsARefusedReadingUsesThoseThatWaitedBeforeIt() throws Exception {
    try (var harness = open()) {
      take(harness, 0, 5_000);
      take(harness, 15, 5_100);
      take(harness, 35, 5_090); // lies below the reading before
      take(harness, 20, 5_080); // awaits its border
      take(harness, 1, 15, 5_050); // counts instead of the other one of its instant
      take(harness, 45, 5_100);
      assertThat(told(harness)).containsExactly("0 v1 100", "0 v2 50", "15 v1 36", "30 v1 14");
      assertThat(refused(harness))
          .containsExactly(RejectionCode.REGISTER_DECREASED, RejectionCode.READING_CONFLICT);
    }
  }

  @Test
  void aMemoryOfALastReadingThatCountsNoMoreIsNoBaseOfCorrections() throws Exception {
    try (var harness = open()) {
      take(harness, 1_410, 100_000);
      take(harness, 1_440, 100_020); // the first of a day
      take(harness, 1_425, 100_035); // too high, so that the first of the day is refused
      take(harness, 1_455, 100_044);
      assertThat(told(harness))
          .containsExactly("1410 v1 10", "1425 v1 10", "1410 v2 35", "1425 v2 4", "1440 v1 5");
      take(harness, 1_450, 100_036);
      assertThat(told(harness)).containsExactly("1425 v3 0", "1440 v2 9");
    }
  }
}
