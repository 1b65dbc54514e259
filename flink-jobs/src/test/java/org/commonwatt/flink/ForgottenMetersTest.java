package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.Test;

/** State that nobody will ask for again is given back: that of meters that fell silent for long. */
class ForgottenMetersTest {
  private static final long START = 1_659_398_400_000L; // a midnight, UTC
  private static final long SLOT = 900_000L;
  private static final long DAY = 86_400_000L;
  private static final Duration LATENESS = Duration.ofMinutes(20);
  private static final MeteringRules RULES =
      new MeteringRules(
          15, LATENESS, Duration.ofDays(40), Map.of("m-1", "home-1", "m-2", "home-2"));

  private static KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy>
      job() throws Exception {
    KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy> harness =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                new IntervalEnergyFunction(RULES, ""), List.of(MeterRulesSource.VERSIONS)),
            RegisterReading::meter,
            Types.STRING,
            1,
            1,
            0);
    harness.open();
    harness.processBroadcastWatermark(Long.MAX_VALUE);
    return harness;
  }

  private static RegisterReading reading(String meter, long millis) {
    long importWh = 1_000 + (millis - START) / SLOT;
    return new RegisterReading(
        meter, "home-1", millis / SLOT, millis, importWh, 0, 0, Quality.ACTUAL, "00");
  }

  private static int entries(KeyedBroadcastOperatorTestHarness<?, ?, ?, ?> harness) {
    CoBroadcastWithKeyedOperator<?, ?, ?, ?> operator =
        (CoBroadcastWithKeyedOperator<?, ?, ?, ?>) harness.getOperator();
    return ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend()).numKeyValueStateEntries();
  }

  private static void hour(
      KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy> harness,
      String meter)
      throws Exception {
    for (int i = 0; i <= 4; i++) {
      harness.processElement(reading(meter, START + i * SLOT), 0);
    }
    harness.processWatermark(START + 4 * SLOT + LATENESS.toMillis());
  }

  @Test
  void aMeterIsKnownForAsLongAsAGapIsBridged() throws Exception {
    try (var harness = job()) {
      hour(harness, "m-1");
      long last = START + 4 * SLOT + 40 * DAY;
      harness.processWatermark(last - 1);
      harness.processElement(reading("m-1", last), 0);
      harness.processWatermark(last + LATENESS.toMillis());
      assertThat(harness.extractOutputValues()).hasSize(4 + 40 * 96);
      assertThat(entries(harness)).isPositive();
    }
  }

  @Test
  void allOfAMeterThatWasSilentForLongerIsForgottenAndItsTimersToo() throws Exception {
    try (var harness = job()) {
      hour(harness, "m-1");
      assertThat(entries(harness)).isPositive();
      harness.processWatermark(START + 41 * DAY); // silence is looked for once a day
      assertThat(entries(harness)).as("40 days, and the rest of the last one").isPositive();
      harness.processWatermark(START + 41 * DAY + LATENESS.toMillis() + 1);
      assertThat(entries(harness)).isZero();
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }

  @Test
  void aForgottenMeterBeginsAnewAndAnotherOneIsNotForgottenWithIt() throws Exception {
    try (var harness = job()) {
      hour(harness, "m-1");
      long later = START + 50 * DAY;
      for (long day = 1; day <= 50; day++) {
        harness.processElement(reading("m-2", START + day * DAY), 0);
        harness.processWatermark(START + day * DAY + LATENESS.toMillis());
      }
      int ofOne = entries(harness);
      assertThat(harness.extractOutputValues()).hasSize(4 + 49 * 96);
      harness.processElement(reading("m-1", later + SLOT), 0);
      harness.processElement(reading("m-1", later + 2 * SLOT), 0);
      harness.processWatermark(later + 2 * SLOT + LATENESS.toMillis());
      assertThat(harness.extractOutputValues()).hasSize(4 + 49 * 96 + 1);
      assertThat(harness.extractOutputValues().get(4 + 49 * 96).slot().startMillis())
          .isEqualTo(later + SLOT);
      assertThat(entries(harness)).isGreaterThan(ofOne);
    }
  }
}
