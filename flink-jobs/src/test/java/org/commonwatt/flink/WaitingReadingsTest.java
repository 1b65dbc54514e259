package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.commonwatt.flink.chain.MeterMemory;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Readings that come long before the ticks of their instants, as an import brings them. */
class WaitingReadingsTest {
  private static final long START = 1_659_398_400_000L;
  private static final long MINUTE = 60_000L;
  private static final int A_SLOT = 3;
  private static final int LATENESS = 4; // readings in 20 minutes

  private static KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy>
      open() throws Exception {
    MeteringRules rules =
        new MeteringRules(15, Duration.ofMinutes(20), Duration.ofDays(40), Map.of("m-1", "home-1"));
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

  private static RegisterReading reading(int minute) {
    return new RegisterReading(
        "m-1",
        "home-1",
        minute,
        START + minute * MINUTE,
        1_000 + 13L * minute,
        5L * minute,
        0,
        Quality.ACTUAL,
        "%08x".formatted(minute));
  }

  private static List<RegisterReading> fiveMinuteReadings(int days) {
    List<RegisterReading> readings = new ArrayList<>();
    for (int minute = 2; minute < days * 24 * 60; minute += 5) {
      readings.add(reading(minute));
    }
    return readings;
  }

  /** How many readings lie in the states that each step of the meter reads and writes whole. */
  private static int inTheStateOfEachStep(KeyedBroadcastOperatorTestHarness<?, ?, ?, ?> harness)
      throws Exception {
    KeyedStateBackend<String> backend =
        ((CoBroadcastWithKeyedOperator<?, ?, ?, ?>) harness.getOperator()).getKeyedStateBackend();
    backend.setCurrentKey("m-1");
    NearReadings near = state(backend, "near", NearReadings.class, NearSerializer.INSTANCE);
    MeterMemory memory = state(backend, "memory", MeterMemory.class, MemorySerializer.INSTANCE);
    return (near == null ? 0 : near.size())
        + (memory == null ? 0 : memory.meter().waiting().size());
  }

  private static <T> @Nullable T state(
      KeyedStateBackend<String> backend, String name, Class<T> type, TypeSerializer<T> serializer)
      throws Exception {
    ValueState<T> state =
        backend.getPartitionedState(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            new ValueStateDescriptor<>(name, new WrittenByHand<>(type, serializer)));
    return state.value();
  }

  @Test
  void manyReadingsOfOneSlotAreUsedAndDoNotAllLieInTheStateOfEachStep() throws Exception {
    try (var harness = open()) {
      harness.processElement(second(0), 0);
      harness.processWatermark(START + 20 * MINUTE);
      int most = 0;
      for (int second = 1; second <= 900; second++) {
        harness.processElement(second(second), 0);
        most = Math.max(most, inTheStateOfEachStep(harness));
      }
      assertThat(most).isEqualTo(NearReadings.MOST);
      harness.processElement(second(300), 0);
      harness.processWatermark(START + 36 * MINUTE);
      assertThat(harness.extractOutputValues())
          .extracting(IntervalEnergy::importWh)
          .containsExactly(900L);
      assertThat(harness.getSideOutput(RejectedReadings.OUTPUT))
          .extracting(refused -> refused.getValue().rejection().code())
          .containsExactly(RejectionCode.READING_DUPLICATE);
      assertThat(inTheStateOfEachStep(harness)).isZero();
    }
  }

  private static RegisterReading second(int second) {
    return new RegisterReading(
        "m-1",
        "home-1",
        second,
        START + second * 1_000L,
        second,
        0,
        0,
        Quality.ACTUAL,
        "%08x".formatted(second));
  }

  @Test
  void anImportWithoutTicksPilesNothingUpInTheStateThatEachStepReadsAndWrites() throws Exception {
    List<RegisterReading> readings = fiveMinuteReadings(10);
    List<IntervalEnergy> ticked = new ArrayList<>();
    try (var harness = open()) {
      for (RegisterReading reading : readings) {
        harness.processElement(reading, 0);
        harness.processWatermark(reading.timeMillis());
      }
      harness.processWatermark(START + 11L * 24 * 60 * MINUTE);
      ticked.addAll(harness.extractOutputValues());
    }
    Collections.shuffle(readings, new Random(3));
    try (var harness = open()) {
      int most = 0;
      for (RegisterReading reading : readings) {
        harness.processElement(reading, 0);
        most = Math.max(most, inTheStateOfEachStep(harness));
      }
      for (int hour = 0; hour < 11 * 24; hour++) {
        harness.processWatermark(START + hour * 60L * MINUTE);
        most = Math.max(most, inTheStateOfEachStep(harness));
      }
      assertThat(most).isLessThanOrEqualTo(A_SLOT + LATENESS);
      assertThat(harness.extractOutputValues()).isEqualTo(ticked).hasSize(10 * 96 - 2);
      assertThat(harness.getSideOutput(RejectedReadings.OUTPUT)).isNull();
    }
  }

  @Test
  void aReadingWaitsThroughALongJumpOfItsClockAndIsUsed() throws Exception {
    try (var harness = open()) {
      RegisterReading clockless =
          new RegisterReading("m-1", "home-1", 0, 0, 1_000, 0, 0, Quality.ACTUAL, "00");
      harness.processElement(clockless, 0);
      harness.processElement(reading(0), 0);
      harness.processElement(reading(15), 0);
      harness.processWatermark(START + 60 * MINUTE);
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }
}
