package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Test;

/**
 * Whatever the order and the repeats, however late within the time of corrections, and wherever the
 * job is killed: the last versions are those of a batch over all readings. The batch shares no code
 * with the job.
 */
class CorrectionsTest {
  private static final long START = 1_659_398_400_000L;
  private static final long MINUTE = 60_000L;
  private static final long SLOT = 15 * MINUTE;
  private static final int DAYS = 3;
  private static final Duration LATENESS = Duration.ofMinutes(20);
  private static final Duration CORRECTIONS = Duration.ofHours(48);
  private static final Map<String, String> METERS = Map.of("m-1", "home-1", "m-2", "home-1");

  private static MeteringRules rules() {
    return new MeteringRules(15, LATENESS, Duration.ofDays(40), METERS)
        .withCorrections(CORRECTIONS);
  }

  private static RegisterReading reading(String meter, int minute, Random random) {
    long importWh = 1_000 + 13L * minute + random.nextInt(13);
    return new RegisterReading(
        meter,
        "home-1",
        minute,
        START + minute * MINUTE,
        importWh,
        5L * minute,
        0,
        Quality.ACTUAL,
        "%s%06x".formatted(meter.substring(2).repeat(2), minute));
  }

  /** A reading and when it comes. */
  private record Arrival(long millis, RegisterReading reading) {}

  /** Each five minutes, with holes, also on borders; every tenth comes hours too late. */
  private static List<Arrival> arrivals(Random random) {
    List<Arrival> arrivals = new ArrayList<>();
    for (String meter : METERS.keySet()) {
      for (int minute = random.nextInt(5); minute < DAYS * 24 * 60; minute += 5) {
        if (random.nextInt(5) == 0) {
          continue;
        }
        boolean late = random.nextInt(10) == 0;
        RegisterReading reading = reading(meter, minute, random);
        for (int copy = random.nextInt(6) == 0 ? 2 : 1; copy > 0; copy--) {
          int delay = late ? 20 + random.nextInt(40 * 60) : random.nextInt(20);
          arrivals.add(new Arrival(reading.timeMillis() + delay * MINUTE, reading));
        }
      }
    }
    for (String meter : METERS.keySet()) {
      RegisterReading last = reading(meter, DAYS * 24 * 60, random);
      arrivals.add(new Arrival(last.timeMillis(), last)); // on a border, so that none waits
    }
    Collections.shuffle(arrivals, random);
    arrivals.sort(Comparator.comparingLong(Arrival::millis));
    return arrivals;
  }

  /** The batch: registers at borders on the straight line, and their differences. */
  private static Map<String, String> batch(List<Arrival> arrivals) {
    Map<String, String> intervals = new TreeMap<>();
    for (String meter : METERS.keySet()) {
      TreeMap<Long, RegisterReading> all = new TreeMap<>();
      for (Arrival arrival : arrivals) {
        if (arrival.reading().meter().equals(meter)) {
          all.put(arrival.reading().timeMillis(), arrival.reading());
        }
      }
      long border = START;
      while (border < all.firstKey()) {
        border += SLOT;
      }
      for (; border + SLOT <= all.lastKey(); border += SLOT) {
        long importWh = at(all, border + SLOT, true) - at(all, border, true);
        long exportWh = at(all, border + SLOT, false) - at(all, border, false);
        boolean actual = all.containsKey(border) && all.containsKey(border + SLOT);
        intervals.put(
            meter + " " + border, importWh + " " + exportWh + (actual ? " ACTUAL" : " ESTIMATED"));
      }
    }
    return intervals;
  }

  private static long at(TreeMap<Long, RegisterReading> all, long millis, boolean imports) {
    RegisterReading before = all.floorEntry(millis).getValue();
    RegisterReading after = all.ceilingEntry(millis).getValue();
    long from = imports ? before.importWh() : before.exportWh();
    long to = imports ? after.importWh() : after.exportWh();
    long time = after.timeMillis() - before.timeMillis();
    return time == 0 ? from : from + (to - from) * (millis - before.timeMillis()) / time;
  }

  private static KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy>
      harness() throws Exception {
    return harness(rules());
  }

  private static KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy>
      harness(MeteringRules rules) throws Exception {
    return new KeyedBroadcastOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(
            new IntervalEnergyFunction(rules, ""), List.of(MeterRulesSource.VERSIONS)),
        RegisterReading::meter,
        Types.STRING,
        1,
        1,
        0);
  }

  /** What a run has committed, and the refusals. */
  private static final class Committed {
    final List<IntervalEnergy> energies = new ArrayList<>();
    final List<RejectedReading> rejected = new ArrayList<>();

    void addAll(KeyedBroadcastOperatorTestHarness<?, ?, ?, IntervalEnergy> harness) {
      energies.addAll(harness.extractOutputValues());
      harness.getOutput().clear();
      ConcurrentLinkedQueue<StreamRecord<RejectedReading>> side =
          harness.getSideOutput(RejectedReadings.OUTPUT);
      if (side != null) {
        side.forEach(record -> rejected.add(record.getValue()));
        side.clear();
      }
    }
  }

  /**
   * Runs in pieces; after each a checkpoint is taken, some more is done and lost, and it is killed.
   */
  private static Committed run(List<Arrival> arrivals, Random random, int pieces) throws Exception {
    Committed committed = new Committed();
    OperatorSubtaskState checkpoint = null;
    int from = 0;
    for (int piece = 1; piece <= pieces; piece++) {
      int until = piece == pieces ? arrivals.size() : arrivals.size() * piece / pieces;
      try (var harness = harness()) {
        if (checkpoint != null) {
          harness.initializeState(checkpoint);
        }
        harness.open();
        harness.processBroadcastWatermark(Long.MAX_VALUE);
        process(harness, arrivals.subList(from, until));
        if (piece == pieces) {
          harness.processWatermark(START + (DAYS + 3) * 86_400_000L);
        }
        committed.addAll(harness);
        checkpoint = harness.snapshot(piece, piece);
        int more = Math.min(arrivals.size(), until + random.nextInt(300));
        process(harness, arrivals.subList(until, more)); // is lost with the process
      }
      from = until;
    }
    return committed;
  }

  private static void process(
      KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy> harness,
      List<Arrival> arrivals)
      throws Exception {
    for (Arrival arrival : arrivals) {
      harness.processElement(arrival.reading(), 0);
      harness.processWatermark(arrival.millis());
    }
  }

  private static Map<String, String> last(List<IntervalEnergy> energies) {
    Map<String, String> last = new TreeMap<>();
    Map<String, Integer> versions = new HashMap<>();
    for (IntervalEnergy energy : energies) {
      String key = energy.meter() + " " + energy.slot().startMillis();
      assertThat(energy.version()).as(key).isEqualTo(versions.merge(key, 1, Integer::sum));
      last.put(key, energy.importWh() + " " + energy.exportWh() + " " + energy.quality());
    }
    return last;
  }

  @Test
  void theLastVersionsAreThoseOfABatchWhateverComesLateAndWhereverItIsKilled() throws Exception {
    for (long seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      List<Arrival> arrivals = arrivals(random);
      Committed run = run(arrivals, random, 1 + random.nextInt(6));
      assertThat(last(run.energies)).as("seed %d", seed).isEqualTo(batch(arrivals));
      assertThat(run.energies).as("corrections").anyMatch(energy -> energy.version() > 1);
      assertThat(run.rejected)
          .hasSize(
              arrivals.size() - (int) arrivals.stream().map(Arrival::reading).distinct().count())
          .allMatch(r -> r.rejection().code() == RejectionCode.READING_DUPLICATE);
    }
  }

  @Test
  void aReadingThatIsTooLateForCorrectionsIsRefusedAndChangesNothing() throws Exception {
    Random random = new Random(5);
    try (var harness = harness()) {
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      for (int minute = 0; minute < 5 * 24 * 60; minute += 15) {
        if (minute != 30) {
          harness.processElement(reading("m-1", minute, random), 0);
        }
        harness.processWatermark(START + minute * MINUTE);
      }
      Committed before = new Committed();
      before.addAll(harness);
      harness.processElement(reading("m-1", 30, random), 0);
      Committed after = new Committed();
      after.addAll(harness);
      assertThat(before.energies).isNotEmpty();
      assertThat(after.energies).isEmpty();
      assertThat(after.rejected)
          .singleElement()
          .extracting(refused -> refused.rejection().code())
          .isEqualTo(RejectionCode.READING_LATE);
    }
  }

  @Test
  void aJobThatBeginsToCorrectCorrectsNothingThatItKeptNoReadingsOf() throws Exception {
    Random random = new Random(7);
    OperatorSubtaskState checkpoint;
    try (var harness = harness(rules().withCorrections(Duration.ZERO))) {
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      hours(harness, 0, 12, random);
      checkpoint = harness.snapshot(1, 1);
    }
    try (var harness = harness()) {
      harness.initializeState(checkpoint);
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      hours(harness, 12, 40, random);
      Committed before = new Committed();
      before.addAll(harness);
      harness.processElement(reading("m-1", 10 * 60 + 7, random), 0); // before the start
      harness.processElement(reading("m-1", 37 * 60 + 7, random), 0); // on a day that is kept
      Committed after = new Committed();
      after.addAll(harness);
      assertThat(after.energies).isEmpty(); // the borders around it are known
      assertThat(after.rejected)
          .singleElement()
          .satisfies(
              refused -> {
                assertThat(refused.timeMillis()).isEqualTo(START + (10 * 60 + 7) * MINUTE);
                assertThat(refused.rejection().code()).isEqualTo(RejectionCode.READING_LATE);
              });
    }
  }

  private static void hours(
      KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy> harness,
      int from,
      int until,
      Random random)
      throws Exception {
    for (int minute = from * 60; minute < until * 60; minute += 15) {
      harness.processElement(reading("m-1", minute, random), 0);
      harness.processWatermark(START + minute * MINUTE);
    }
  }

  @Test
  void aMeterThatFellSilentIsForgottenAndStartsAnew() throws Exception {
    Random random = new Random(6);
    try (var harness = harness()) {
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      for (int minute = 0; minute <= 60; minute += 15) {
        harness.processElement(reading("m-1", minute, random), 0);
        harness.processElement(reading("m-2", minute, random), 0);
      }
      harness.processWatermark(START + 60 * MINUTE + LATENESS.toMillis());
      harness.processElement(reading("m-2", 65, random), 0); // its border never comes
      harness.processWatermark(START + 2 * 86_400_000L);
      assertThat(entries(harness)).isPositive();
      harness.processWatermark(START + 45 * 86_400_000L);
      assertThat(entries(harness)).isZero();
    }
  }

  private static int entries(KeyedBroadcastOperatorTestHarness<?, ?, ?, ?> harness) {
    CoBroadcastWithKeyedOperator<?, ?, ?, ?> operator =
        (CoBroadcastWithKeyedOperator<?, ?, ?, ?>) harness.getOperator();
    return ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend()).numKeyValueStateEntries();
  }

  @Test
  void aCorrectedIntervalCorrectsThePositionWithTheNextVersion() throws Exception {
    DeliverySlot slot = new DeliverySlot(START, 15);
    try (var harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new PositionFunction(rules()), owned -> owned.energy().participant(), Types.STRING)) {
      harness.processElement(owned("m-1", slot, 1, 10, Quality.SUBSTITUTED), 0);
      harness.processElement(owned("m-1", slot, 2, 12, Quality.ACTUAL), 0);
      harness.processElement(owned("m-2", slot, 1, 5, Quality.ESTIMATED), 0);
      harness.processElement(owned("m-2", slot, 2, 4, Quality.ACTUAL), 0);
      assertThat(harness.extractOutputValues())
          .containsExactly(
              MeteringJobTest.position(
                  "home-1",
                  slot,
                  1,
                  List.of(
                      owned("m-1", slot, 2, 12, Quality.ACTUAL).energy(),
                      owned("m-2", slot, 1, 5, Quality.ESTIMATED).energy())),
              MeteringJobTest.position(
                  "home-1",
                  slot,
                  2,
                  List.of(
                      owned("m-1", slot, 2, 12, Quality.ACTUAL).energy(),
                      owned("m-2", slot, 2, 4, Quality.ACTUAL).energy())));
      harness.processWatermark(START + 50 * 86_400_000L);
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  private static OwnedEnergy owned(
      String meter, DeliverySlot slot, int version, long importWh, Quality quality) {
    IntervalEnergy energy =
        new IntervalEnergy(meter, "home-1", slot, version, importWh, 0, quality);
    return new OwnedEnergy(energy, 2, AreaPlace.NOWHERE);
  }
}
