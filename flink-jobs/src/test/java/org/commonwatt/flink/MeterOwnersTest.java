package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.commonwatt.flink.netting.AreaGrid;
import org.commonwatt.flink.netting.GridRules;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Meters that come, and change hands, while the job runs; in Flink's own harness. */
class MeterOwnersTest {
  private static final long QUARTER = 900_000L;
  private static final long START = 1_659_398_400_000L;
  private static final MeterRegistry REGISTRY =
      new MeterRegistry(Map.of("m-1", "home-1", "m-2", "home-1"), GridRules.NONE);

  private static KeyedBroadcastOperatorTestHarness<
          String, RegisterReading, MarketChange, RegisterReading>
      gate() throws Exception {
    return new KeyedBroadcastOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(new MeterGate(REGISTRY), List.of(Owners.STATE)),
        RegisterReading::meter,
        Types.STRING,
        1,
        1,
        0);
  }

  private static KeyedBroadcastOperatorTestHarness<
          String, IntervalEnergy, MarketChange, OwnedEnergy>
      owners(MeterRegistry registry) throws Exception {
    return new KeyedBroadcastOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(new OwnerFunction(registry), List.of(Owners.STATE)),
        IntervalEnergy::meter,
        Types.STRING,
        1,
        1,
        0);
  }

  private static RegisterReading reading(String meter, long timeMillis) {
    return new RegisterReading(meter, "", 1, timeMillis, 5, 6, 0, Quality.ACTUAL, "\n");
  }

  private static IntervalEnergy energy(String meter, String participant, int slot) {
    return new IntervalEnergy(meter, participant, slot(slot), 1, 7, 0, Quality.ACTUAL);
  }

  private static OwnedEnergy owned(IntervalEnergy energy, int meters) {
    return new OwnedEnergy(energy, meters, AreaPlace.NOWHERE);
  }

  private static DeliverySlot slot(int index) {
    return new DeliverySlot(START + index * QUARTER, 15);
  }

  private static MarketChange owner(String meter, String participant, int slot) {
    return MarketChange.owner(meter, participant, slot(slot).startMillis(), "north");
  }

  private static List<RejectedReading> rejected(
      KeyedBroadcastOperatorTestHarness<?, ?, ?, ?> harness) {
    var side = harness.<RejectedReading>getSideOutput(RejectedReadings.OUTPUT);
    return side == null ? List.of() : side.stream().map(StreamRecord::getValue).toList();
  }

  @Test
  void aReadingOfAnUnknownMeterWaitsForTheEventsAndPassesWhenTheyNameItsMeter() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var harness = gate()) {
      harness.open();
      harness.processElement(reading("m-1", START), 0);
      harness.processElement(reading("new", START + 5), 0);
      harness.processElement(reading("unknown", START + 5), 0);
      harness.processWatermark(START + QUARTER);
      harness.processBroadcastWatermark(START + 5);
      assertThat(harness.extractOutputValues()).containsExactly(reading("m-1", START));
      harness.processBroadcastElement(owner("new", "home-9", 0), 0);
      checkpoint = harness.snapshot(1, 1);
    }
    try (var harness = gate()) {
      harness.initializeState(checkpoint);
      harness.open();
      harness.processWatermark(START + QUARTER);
      harness.processBroadcastWatermark(START + QUARTER);
      assertThat(harness.extractOutputValues()).containsExactly(reading("new", START + 5));
      assertThat(rejected(harness))
          .singleElement()
          .satisfies(
              refused -> {
                assertThat(refused.meter()).isEqualTo("unknown");
                assertThat(refused.rawHex()).isEqualTo("0a");
                assertThat(refused.rejection().code()).isEqualTo(RejectionCode.UNKNOWN_METER);
              });
      harness.processElement(reading("new", START + 6), 0);
      harness.processElement(reading("unknown", START + 6), 0);
      assertThat(harness.extractOutputValues()).hasSize(2);
      assertThat(rejected(harness)).as("time has passed it").hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatPassesIsTheSameWhicheverTopicIsReadFirst(boolean eventsFirst) throws Exception {
    long edge = slot(1).startMillis();
    try (var harness = gate()) {
      harness.open();
      if (eventsFirst) {
        harness.processBroadcastElement(owner("new", "home-9", 1), 0);
      }
      harness.processElement(reading("new", edge - 1), 0);
      harness.processElement(reading("new", edge), 0);
      harness.processWatermark(edge);
      if (!eventsFirst) {
        harness.processBroadcastElement(owner("new", "home-9", 1), 0);
      }
      harness.processBroadcastWatermark(edge + QUARTER);
      harness.processWatermark(edge + QUARTER);
      harness.processElement(reading("new", edge - 2), 0);
      assertThat(harness.extractOutputValues()).containsExactly(reading("new", edge));
      assertThat(rejected(harness))
          .extracting(RejectedReading::timeMillis)
          .containsExactly(edge - 1, edge - 2);
    }
  }

  @Test
  void theEnergyOfASlotIsWhoseTheMeterIsThenWhateverComesFirst() throws Exception {
    try (var harness = owners(REGISTRY)) {
      harness.open();
      harness.processWatermark(Long.MAX_VALUE);
      for (int slot = 0; slot < 3; slot++) {
        harness.processElement(energy("m-2", "home-1", slot), 0);
        harness.processElement(energy("new", "", slot), 0);
      }
      assertThat(harness.extractOutputValues()).as("the events may say more").isEmpty();
      harness.processBroadcastElement(owner("new", "home-9", 1), 0);
      harness.processBroadcastElement(owner("m-2", "home-9", 2), 0);
      harness.processBroadcastWatermark(START + QUARTER);
      harness.processBroadcastWatermark(START + 4 * QUARTER);
      assertThat(harness.extractOutputValues())
          .containsExactlyInAnyOrder(
              owned(energy("m-2", "home-1", 0), 2),
              owned(energy("m-2", "home-1", 1), 2),
              owned(energy("new", "home-9", 1), 1),
              owned(energy("m-2", "home-9", 2), 2),
              owned(energy("new", "home-9", 2), 2));
      harness.processElement(energy("m-1", "home-1", 2), 0);
      assertThat(harness.extractOutputValues()).contains(owned(energy("m-1", "home-1", 2), 1));
    }
  }

  @Test
  void whatIsSaidLaterOfAnEarlierSlotTakesThePlaceOfWhatWasSaidOfLaterOnes() throws Exception {
    try (var harness = owners(REGISTRY)) {
      harness.open();
      for (int other = 0; other < 20; other++) {
        harness.processBroadcastElement(owner("other-" + other, "home-4", 3), 0);
      }
      harness.processBroadcastElement(owner("m-1", "home-2", 3), 0);
      harness.processBroadcastElement(owner("m-1", "home-3", 1), 0);
      harness.processBroadcastWatermark(START + 9 * QUARTER);
      harness.processWatermark(START + 9 * QUARTER);
      harness.processElement(energy("m-1", "home-1", 4), 0);
      harness.processElement(energy("other-7", "", 4), 0);
      assertThat(harness.extractOutputValues())
          .containsExactly(
              owned(energy("m-1", "home-3", 4), 1), owned(energy("other-7", "home-4", 4), 20));
    }
  }

  /** As flows of areas need it: who comes later is expected from its first slot on. */
  @Test
  void theAreaOfEnergyAndItsAccountsAreThoseOfTheSlotAlsoOfMembersThatComeLater() throws Exception {
    GridRules grid =
        new GridRules(
            Map.of("home-1", "north", "home-2", "south"),
            List.of(new AreaGrid("north", "feeder", null, null, 0, 0)));
    MeterRegistry registry = new MeterRegistry(Map.of("m-1", "home-1", "m-2", "home-2"), grid);
    OperatorSubtaskState checkpoint;
    try (var harness = owners(registry)) {
      harness.open();
      harness.processBroadcastElement(owner("new", "home-9", 1), 0);
      harness.processBroadcastElement(owner("m-2", "home-8", 3), 0);
      harness.processBroadcastElement(
          MarketChange.owner("far", "home-7", slot(1).startMillis(), "east"), 0);
      checkpoint = harness.snapshot(1, 1);
    }
    try (var harness = owners(registry)) {
      harness.initializeState(checkpoint);
      harness.open();
      harness.processBroadcastWatermark(START + 9 * QUARTER);
      harness.processWatermark(START + 9 * QUARTER);
      for (int slot : new int[] {0, 1, 3, 0}) {
        harness.processElement(energy("m-1", "home-1", slot), 0);
      }
      harness.processElement(energy("feeder", "north>", 1), 0);
      harness.processElement(energy("new", "", 1), 0);
      harness.processElement(energy("m-2", "home-2", 2), 0);
      harness.processElement(energy("m-2", "home-2", 3), 0);
      harness.processElement(energy("far", "", 1), 0);
      assertThat(harness.extractOutputValues())
          .extracting(OwnedEnergy::place)
          .containsExactly(
              new AreaPlace("north", 1),
              new AreaPlace("north", 2),
              new AreaPlace("north", 3),
              new AreaPlace("north", 1),
              new AreaPlace("north", 2),
              new AreaPlace("north", 2),
              new AreaPlace("south", 1),
              new AreaPlace("north", 3),
              new AreaPlace("east", 1));
    }
  }

  @Test
  void theMarketsClockSaysThatTheSlotItIsInIsDecided() {
    var output = new LastWatermark();
    MarketClock clock = new MarketClock(15);
    clock.onEvent(owner("m-1", "home-2", 3), 0, output);
    assertThat(output.millis).isEqualTo(Long.MIN_VALUE);
    clock.onEvent(MarketChange.time(START), 0, output);
    assertThat(output.millis).isEqualTo(START + QUARTER);
    clock.onEvent(MarketChange.time(START + QUARTER - 1), 0, output);
    assertThat(output.millis).isEqualTo(START + QUARTER);
  }

  private static final class LastWatermark
      implements org.apache.flink.api.common.eventtime.WatermarkOutput {
    private long millis = Long.MIN_VALUE;

    @Override
    public void emitWatermark(org.apache.flink.api.common.eventtime.Watermark watermark) {
      millis = watermark.getTimestamp();
    }

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}
  }
}
