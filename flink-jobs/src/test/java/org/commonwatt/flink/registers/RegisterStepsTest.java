package org.commonwatt.flink.registers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.flink.registers.Readings.MINUTE;
import static org.commonwatt.flink.registers.Readings.START;
import static org.commonwatt.flink.registers.Readings.reading;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.flink.chain.ChainStep;
import org.commonwatt.flink.chain.MeterChain;
import org.commonwatt.flink.chain.MeterMemory;
import org.commonwatt.flink.vee.DayBuffer;
import org.commonwatt.flink.vee.Finding;
import org.commonwatt.flink.vee.MeterReplacement;
import org.commonwatt.flink.vee.MeterRules;
import org.commonwatt.flink.vee.PastDay;
import org.commonwatt.flink.vee.SimilarDays;
import org.commonwatt.flink.vee.VeeCheck;
import org.commonwatt.flink.vee.VeeRules;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Test;

/** Registers that wrap, are reset or belong to another meter, and gaps. */
class RegisterStepsTest {
  private static final VeeRules RATED =
      new VeeRules(
          new VeeRules.Register(4_000, 4_000, 10_000, 1),
          VeeRules.DEFAULT.clock(),
          VeeRules.DEFAULT.shape(),
          VeeRules.DEFAULT.gaps());

  /** Runs readings and collects what comes out. */
  private static final class Run {
    final List<IntervalEnergy> energies = new ArrayList<>();
    final List<RejectionCode> codes = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();

    Run(MeterRules rules, SimilarDays similar, RegisterReading... readings) {
      BorderInterpolator interpolator = new BorderInterpolator(Readings.RULES);
      MeterState state = MeterState.NEW;
      for (RegisterReading reading : readings) {
        state = interpolator.arrive(state, List.of(reading)).state();
        Settlement settled = interpolator.settle(state, reading.timeMillis(), rules, similar);
        state = settled.state();
        energies.addAll(settled.energies());
        findings.addAll(settled.findings());
        settled.rejected().forEach(refused -> codes.add(refused.rejection().code()));
      }
    }

    List<Long> imports() {
      return energies.stream().map(IntervalEnergy::importWh).toList();
    }

    List<Quality> qualities() {
      return energies.stream().map(IntervalEnergy::quality).toList();
    }
  }

  private static Run run(MeterReplacement replacement, RegisterReading... readings) {
    MeterRules rules = new MeterRules(RATED, ZoneOffset.UTC, List.of(replacement));
    return new Run(rules, SimilarDays.NONE, readings);
  }

  private static Run run(RegisterReading... readings) {
    return new Run(new MeterRules(RATED, ZoneOffset.UTC, List.of()), SimilarDays.NONE, readings);
  }

  @Test
  void aWrapGoesOnWithoutLosingAWattHour() {
    Run run = run(reading(0, 0, 9_500, 7), reading(1, 15, 9_900, 7), reading(2, 30, 300, 7));
    assertThat(run.imports()).containsExactly(400L, 400L);
    assertThat(run.qualities()).as("nothing was lost").containsOnly(Quality.ACTUAL);
    assertThat(run.codes).isEmpty();
    assertThat(run.findings).extracting(Finding::check).containsExactly(VeeCheck.REGISTER_STEP);
  }

  @Test
  void aResetCountsFromItsSecondReadingAndItsSlotsAreEstimates() {
    Run run =
        run(
            reading(0, 0, 5_000, 40),
            reading(1, 15, 5_100, 40),
            reading(2, 30, 20, 0),
            reading(3, 45, 150, 0),
            reading(4, 60, 250, 0));
    assertThat(run.codes).containsExactly(RejectionCode.REGISTER_DECREASED);
    assertThat(run.imports()).containsExactly(100L, 75L, 75L, 100L);
    assertThat(run.qualities().get(0)).isEqualTo(Quality.ACTUAL);
    assertThat(run.qualities().subList(1, 4)).containsOnly(Quality.ESTIMATED);
    assertThat(run.findings)
        .singleElement()
        .satisfies(found -> assertThat(found.detail()).contains("lost"));
  }

  @Test
  void zerosOfADeviceThatStartsUpResetNothing() {
    Run run =
        run(
            reading(0, 0, 5_000, 40),
            reading(1, 15, 0, 0),
            reading(2, 30, 0, 0),
            reading(3, 45, 5_300, 40));
    assertThat(run.codes)
        .containsExactly(RejectionCode.REGISTER_DECREASED, RejectionCode.REGISTER_DECREASED);
    assertThat(run.imports()).containsExactly(100L, 100L, 100L);
    assertThat(run.findings).isEmpty();
  }

  @Test
  void smallDipsAreRefusedHoweverOftenTheyCome() {
    Run run =
        run(
            reading(0, 0, 5_000, 40),
            reading(1, 15, 4_990, 40),
            reading(2, 30, 4_995, 40),
            reading(3, 45, 5_003, 40));
    assertThat(run.codes).hasSize(2).containsOnly(RejectionCode.REGISTER_DECREASED);
    assertThat(run.energies.stream().mapToLong(IntervalEnergy::importWh).sum()).isEqualTo(3);
  }

  @Test
  void aReplacedMeterGoesOnFromTheOldOnesFinalRegisters() {
    MeterReplacement replacement =
        new MeterReplacement("m-1", START + 20 * MINUTE, 5_130, 42, 70, 5);
    Run run =
        run(
            replacement,
            reading(0, 0, 5_000, 40),
            reading(1, 15, 5_100, 41),
            reading(2, 30, 140, 5),
            reading(3, 45, 240, 6));
    assertThat(run.codes).isEmpty();
    assertThat(run.imports()).containsExactly(100L, 100L, 100L);
    assertThat(run.energies).extracting(IntervalEnergy::exportWh).containsExactly(1L, 1L, 1L);
    assertThat(run.qualities()).as("nothing was lost").containsOnly(Quality.ACTUAL);
    assertThat(run.findings)
        .singleElement()
        .satisfies(found -> assertThat(found.detail()).contains("replaced"));
  }

  @Test
  void aReplacementWhoseRegistersDoNotFitIsRefused() {
    Run run =
        run(
            new MeterReplacement("m-1", START + 20 * MINUTE, 4_000, 40, 0, 0),
            reading(0, 0, 5_000, 40),
            reading(1, 30, 10, 0));
    assertThat(run.codes).containsExactly(RejectionCode.REGISTER_DECREASED);
    assertThat(run.energies).isEmpty();
  }

  @Test
  void moreThanTheRatedPowerIsRefusedAndTheMessageSaysWhatIsRated() {
    Run run = run(reading(0, 0, 0, 0), reading(1, 15, 1_003, 0), reading(2, 30, 1_100, 0));
    assertThat(run.codes).containsExactly(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(run.imports()).containsExactly(550L, 550L);
    assertThat(run.qualities()).containsOnly(Quality.ESTIMATED);
  }

  @Test
  void aGapOfUpToTwoHoursIsAStraightLineAndALongerOneTakesTheCourseOfSimilarDays() {
    int[] evening = new int[96];
    evening[4] = 300;
    evening[5] = 100;
    SimilarDays similar = SimilarDays.NONE.with(new PastDay(19_200, true, evening, new int[96]), 3);
    MeterRules rules = new MeterRules(RATED, ZoneOffset.UTC, List.of());
    Run line = new Run(rules, similar, reading(0, 0, 0, 0), reading(1, 120, 805, 9));
    assertThat(line.imports()).containsExactly(100L, 101L, 100L, 101L, 101L, 100L, 101L, 101L);
    assertThat(line.qualities()).containsOnly(Quality.ESTIMATED);
    Run course = new Run(rules, similar, reading(0, 0, 0, 0), reading(1, 135, 805, 9));
    assertThat(course.imports()).containsExactly(0L, 0L, 0L, 0L, 603L, 202L, 0L, 0L, 0L);
    assertThat(course.energies).extracting(IntervalEnergy::exportWh).containsOnly(1L);
    assertThat(course.qualities()).containsOnly(Quality.SUBSTITUTED);
  }

  @Test
  void aCourseThatPutsMoreIntoASlotThanAnyMeterMeasuresIsAStraightLine() {
    int[] evening = new int[96];
    evening[4] = 300;
    evening[90] = 1;
    SimilarDays similar = SimilarDays.NONE.with(new PastDay(19_200, true, evening, evening), 3);
    long most = SlotRules.MAX_METER_WH_PER_SLOT;
    RegisterReading before = reading(0, 0, 0, 0);
    Run fits = new Run(MeterRules.DEFAULT, similar, before, reading(1, 150, most, most));
    assertThat(fits.imports()).contains(most).hasSize(10).contains(0L);
    Run line = new Run(MeterRules.DEFAULT, similar, before, reading(1, 150, 5 * most, most));
    assertThat(line.imports()).hasSize(10).containsOnly(most / 2);
    assertThat(line.energies).extracting(IntervalEnergy::exportWh).contains(most);
    assertThat(line.codes).isEmpty();
  }

  @Test
  void aDayOfThePoisonedGapIsFlaggedAndNothingStops() {
    int[] evening = new int[96];
    evening[4] = 3_000;
    SimilarDays similar = SimilarDays.NONE.with(new PastDay(19_200, true, evening, evening), 3);
    MeterChain chain = new MeterChain(Readings.RULES);
    MeterMemory memory = new MeterMemory(MeterState.NEW, DayBuffer.EMPTY, similar);
    List<Finding> findings = new ArrayList<>();
    long most = SlotRules.MAX_METER_WH_PER_SLOT;
    for (RegisterReading reading : List.of(reading(0, 0, 0, 0), reading(1, 2_880, 150 * most, 0))) {
      memory = chain.arrive(memory, List.of(reading)).memory();
      ChainStep settled = chain.settle(memory, reading.timeMillis(), MeterRules.DEFAULT);
      memory = settled.memory();
      findings.addAll(settled.findings());
    }
    assertThat(findings).extracting(Finding::check).contains(VeeCheck.MULTIPLIER);
  }
}
