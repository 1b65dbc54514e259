package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectedReading;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * State that an earlier version has written goes on as if this one had. The files were written by
 * {@link #main} of this test beside those versions. The first has readings of format 1, with their
 * bytes in hexadecimal, and a meter's state without the instant of its last reading beside it; the
 * second readings of format 2, and six states for a meter where there are two now. The third is of
 * this version.
 */
class FormerStateTest {
  private static final long START = 1_659_398_400_000L;
  private static final long MINUTE = 60_000L;
  private static final int CUT = 200;
  private static final int END = 420;
  private static final int KEPT = 198; // waits at the cut
  private static final List<String> METERS = List.of("m-1", "m-2");

  private static KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy>
      operator() throws Exception {
    MeteringRules rules =
        new MeteringRules(
                15,
                Duration.ofMinutes(20),
                Duration.ofDays(40),
                Map.of("m-1", "home-1", "m-2", "home-2"))
            .withCorrections(Duration.ofHours(48));
    return new KeyedBroadcastOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(
            new IntervalEnergyFunction(rules, ""), List.of(MeterRulesSource.VERSIONS)),
        RegisterReading::meter,
        Types.STRING,
        1,
        1,
        0);
  }

  private static RegisterReading reading(String meter, int minute) {
    String bytes = "%s%04x".formatted(meter.substring(2).repeat(2), minute);
    return new RegisterReading(
        meter,
        "m-1".equals(meter) ? "home-1" : "home-2",
        minute,
        START + minute * MINUTE,
        1_000 + 13L * minute,
        5L * minute,
        -minute,
        minute % 7 == 0 ? Quality.ESTIMATED : Quality.ACTUAL,
        raw(bytes));
  }

  private static String raw(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
  }

  /**
   * Each three minutes a reading of each meter; one hour ahead one of its own, which waits by its
   * slot. A fifth of the second meter's come 90 minutes late and correct.
   */
  private static void feed(
      KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy> harness,
      int from,
      int until)
      throws Exception {
    for (int minute = from; minute < until; minute++) {
      for (String meter : METERS) {
        boolean late = "m-2".equals(meter) && minute % 5 == 0;
        if (minute % 3 == 0 && !late) {
          harness.processElement(reading(meter, minute), 0);
        }
        if (minute % 45 == 1) {
          harness.processElement(reading(meter, minute + 60), 0);
        }
      }
      if (minute > 90 && (minute - 90) % 15 == 0) {
        harness.processElement(reading("m-2", minute - 90), 0);
      }
      if (minute == CUT) {
        harness.processElement(earlierThan(reading("m-1", KEPT)), 0);
      }
      harness.processWatermark(START + minute * MINUTE);
    }
  }

  /**
   * Another reading of the instant, with a smaller number: it counts, and the kept one is refused.
   */
  private static RegisterReading earlierThan(RegisterReading kept) {
    return new RegisterReading(
        kept.meter(),
        kept.participant(),
        1,
        kept.timeMillis(),
        kept.importWh() + 1,
        kept.exportWh(),
        kept.powerW(),
        kept.quality(),
        raw("ff"));
  }

  private static void tell(
      KeyedBroadcastOperatorTestHarness<String, RegisterReading, String, IntervalEnergy> harness,
      List<IntervalEnergy> energies,
      List<RejectedReading> rejected) {
    energies.addAll(harness.extractOutputValues());
    var refused = harness.getSideOutput(RejectedReadings.OUTPUT);
    if (refused != null) {
      refused.forEach(record -> rejected.add(record.getValue()));
    }
  }

  /** Writes the state of the version that it is compiled with. */
  public static void main(String[] arguments) throws Exception {
    try (var harness = operator()) {
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      feed(harness, 0, CUT);
      OperatorSnapshotUtil.writeStateHandle(harness.snapshot(1, 1), arguments[0]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whatAnEarlierVersionHasKeptGoesOnToTheSameIntervalsAndRefusals(int version)
      throws Exception {
    List<IntervalEnergy> expected = new ArrayList<>();
    List<RejectedReading> expectedRefusals = new ArrayList<>();
    try (var harness = operator()) {
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      feed(harness, 0, CUT);
      int before = harness.extractOutputValues().size();
      var refused = harness.getSideOutput(RejectedReadings.OUTPUT);
      int refusedBefore = refused == null ? 0 : refused.size();
      feed(harness, CUT, END);
      tell(harness, expected, expectedRefusals);
      expected = expected.subList(before, expected.size());
      expectedRefusals = expectedRefusals.subList(refusedBefore, expectedRefusals.size());
    }
    Path file =
        Path.of(
            Objects.requireNonNull(
                    getClass().getResource("/state/intervals-" + version + ".savepoint"))
                .toURI());
    OperatorSubtaskState former = OperatorSnapshotUtil.readStateHandle(file.toString());
    List<IntervalEnergy> energies = new ArrayList<>();
    List<RejectedReading> refusals = new ArrayList<>();
    try (var harness = operator()) {
      harness.initializeState(former);
      harness.open();
      harness.processBroadcastWatermark(Long.MAX_VALUE);
      feed(harness, CUT, END);
      tell(harness, energies, refusals);
    }
    assertThat(energies).isEqualTo(expected);
    assertThat(energies).anyMatch(energy -> energy.version() > 1);
    assertThat(refusals).isEqualTo(expectedRefusals);
    assertThat(refusals)
        .extracting(RejectedReading::rawHex)
        .contains(reading("m-1", KEPT).rawHex());
  }
}
