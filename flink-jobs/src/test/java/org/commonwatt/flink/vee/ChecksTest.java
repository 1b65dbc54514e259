package org.commonwatt.flink.vee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.commonwatt.flink.vee.ClockChecks.Rhythm;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each check by itself, at its edge: the last clean value and the first that is found. */
class ChecksTest {
  private static final VeeRules RULES = VeeRules.DEFAULT;
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final LocalDay DAY = new LocalDay(LocalDate.of(2022, 8, 2), ZoneOffset.UTC);
  private static final long START = DAY.startMillis();
  private static final long SLOT = 900_000L;

  private static Interval interval(int slot, long importWh, long exportWh) {
    return new Interval(START + slot * SLOT, 15, importWh, exportWh, Quality.ACTUAL);
  }

  private static List<Interval> imports(long... importWh) {
    List<Interval> intervals = new ArrayList<>();
    for (long energy : importWh) {
      intervals.add(interval(intervals.size(), energy, 0));
    }
    return intervals;
  }

  private static List<Interval> run(int slots, long importWh, Quality quality) {
    List<Interval> intervals = new ArrayList<>();
    for (int i = 0; i < slots; i++) {
      intervals.add(new Interval(START + i * SLOT, 15, importWh, 0, quality));
    }
    return intervals;
  }

  private static MeterDay day(List<Interval> intervals, MeterDay.@Nullable Rise rise) {
    return new MeterDay(DAY, 15, intervals, rise, List.of());
  }

  @Test
  void aSpikeStandsMoreThan180PercentAboveTheThirdHighestInterval() {
    assertThat(ShapeChecks.spike(imports(1_000, 100, 1_000, 2_800), RULES.shape())).isEmpty();
    assertThat(ShapeChecks.spike(imports(1_000, 100, 1_000, 2_801), RULES.shape()))
        .containsExactly(
            new Finding(
                VeeCheck.SPIKE,
                START + 3 * SLOT,
                START + 4 * SLOT,
                "import of 2801 Wh, and 1000 Wh in the third-highest interval"));
    List<Interval> exports =
        List.of(
            interval(0, 0, 900), interval(1, 0, 9_000), interval(2, 0, 9_000), interval(3, 0, 9));
    assertThat(ShapeChecks.spike(exports, RULES.shape())).as("900 is the third").hasSize(1);
  }

  @Test
  void aSmallRiseOverNothingIsNoSpikeAndTwoIntervalsHaveNone() {
    assertThat(ShapeChecks.spike(imports(0, 0, 500), RULES.shape())).isEmpty();
    assertThat(ShapeChecks.spike(imports(0, 0, 501), RULES.shape())).hasSize(1);
    assertThat(ShapeChecks.spike(imports(0, 90_000), RULES.shape())).isEmpty();
  }

  @Test
  void theIntervalsOfADayAddUpToItsRegistersWithinTheTolerance() {
    List<Interval> intervals = imports(10, 20, 30);
    assertThat(IntervalChecks.sum(day(intervals, new MeterDay.Rise(61, 0)), RULES.register()))
        .isEmpty();
    assertThat(IntervalChecks.sum(day(intervals, new MeterDay.Rise(62, 0)), RULES.register()))
        .singleElement()
        .satisfies(found -> assertThat(found.detail()).contains("60 Wh in").contains("62"));
    assertThat(IntervalChecks.sum(day(intervals, new MeterDay.Rise(60, 2)), RULES.register()))
        .hasSize(1);
    assertThat(IntervalChecks.sum(day(intervals, null), RULES.register())).isEmpty();
  }

  @Test
  void ratedPowerBoundsBothDirectionsWithOneWhToSpare() {
    VeeRules.Register rated = new VeeRules.Register(4_000, 2_000, 0, 1);
    assertThat(IntervalChecks.rating(List.of(interval(0, 1_002, 501)), rated)).isEmpty();
    assertThat(IntervalChecks.rating(List.of(interval(0, 1_003, 0)), rated)).hasSize(1);
    assertThat(IntervalChecks.rating(List.of(interval(0, 0, 503)), rated)).hasSize(1);
    assertThat(IntervalChecks.rating(List.of(interval(0, 900_000, 900_000)), RULES.register()))
        .as("no rating is known")
        .isEmpty();
  }

  @Test
  void aDayWithoutEnergyIsFoundAndANightIsNot() {
    assertThat(ShapeChecks.zero(run(91, 0, Quality.ACTUAL), RULES.shape())).isEmpty();
    assertThat(ShapeChecks.zero(run(92, 0, Quality.ACTUAL), RULES.shape()))
        .extracting(Finding::fromMillis, Finding::untilMillis)
        .containsExactly(tuple(START, START + 92 * SLOT));
  }

  @Test
  void anIntervalBelowZeroIsFound() {
    assertThat(IntervalChecks.negative(imports(0, 5))).isEmpty();
    assertThat(IntervalChecks.negative(imports(0, -1))).hasSize(1);
    assertThat(IntervalChecks.negative(List.of(interval(0, 3, -1)))).hasSize(1);
  }

  @Test
  void equalIntervalsAreStuckButEstimatesAndNothingAreNot() {
    assertThat(ShapeChecks.stuck(run(23, 70, Quality.ACTUAL), RULES.shape())).isEmpty();
    assertThat(ShapeChecks.stuck(run(24, 70, Quality.ACTUAL), RULES.shape())).hasSize(1);
    assertThat(ShapeChecks.stuck(run(96, 70, Quality.ESTIMATED), RULES.shape())).isEmpty();
    assertThat(ShapeChecks.stuck(run(96, 0, Quality.ACTUAL), RULES.shape())).isEmpty();
  }

  @Test
  void anIntervalThatComesTwiceIsFoundOnce() {
    assertThat(IntervalChecks.duplicate(imports(1, 2))).isEmpty();
    assertThat(IntervalChecks.duplicate(List.of(interval(0, 1, 0), interval(0, 1, 0)))).hasSize(1);
  }

  @Test
  void anIntervalOfAnotherLengthIsFound() {
    Interval half = new Interval(START, 30, 1, 0, Quality.ACTUAL);
    assertThat(IntervalChecks.size(imports(1, 2), 15)).isEmpty();
    assertThat(IntervalChecks.size(List.of(half), 15))
        .singleElement()
        .satisfies(found -> assertThat(found.detail()).isEqualTo("30 minutes instead of 15"));
  }

  @Test
  void aMultiplierIsFoundAgainstTheMedianOfSimilarDays() {
    List<Long> similar = List.of(9_000L, 10_000L, 90_000L);
    assertThat(ShapeChecks.multiplier(DAY, 39_999, similar, RULES.shape())).isEmpty();
    assertThat(ShapeChecks.multiplier(DAY, 40_000, similar, RULES.shape())).hasSize(1);
    assertThat(ShapeChecks.multiplier(DAY, 2_501, similar, RULES.shape())).isEmpty();
    assertThat(ShapeChecks.multiplier(DAY, 2_500, similar, RULES.shape())).hasSize(1);
    assertThat(ShapeChecks.multiplier(DAY, 1_000_000, List.of(), RULES.shape())).isEmpty();
  }

  @Test
  void aClockMayBeOffByItsToleranceEitherWay() {
    VeeRules.Clock clock = new VeeRules.Clock(900, 2);
    assertThat(ClockChecks.drift(START + 2_000, clock)).isEmpty();
    assertThat(ClockChecks.drift(START + 2_001, clock)).hasSize(1);
    assertThat(ClockChecks.drift(START - 2_001, clock))
        .singleElement()
        .satisfies(found -> assertThat(found.detail()).startsWith("-2001 ms"));
    assertThat(ClockChecks.drift(START + 77_777, RULES.clock())).as("no rhythm").isEmpty();
  }

  @Test
  void fourEqualWrongDistancesAreAnotherRhythmAndAreToldOnce() {
    VeeRules.Clock clock = new VeeRules.Clock(900, 2);
    Rhythm rhythm = Rhythm.NONE;
    List<Integer> found = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      rhythm = ClockChecks.next(rhythm, 1_800_000, clock);
      found.add(ClockChecks.rhythm(rhythm, START, clock).size());
    }
    assertThat(found).containsExactly(0, 0, 0, 1, 0, 0, 0, 0);
    assertThat(ClockChecks.next(rhythm, 900_000, clock)).isEqualTo(Rhythm.NONE);
    assertThat(ClockChecks.next(rhythm, 2_700_000, clock).count()).as("a lost reading").isOne();
  }

  @Test
  void aRegisterWrapsOnlyIfTheEnergyFitsTheRatedPower() {
    VeeRules.Register rated = new VeeRules.Register(4_000, 0, 1_000_000, 1);
    assertThat(RegisterStep.of(999_600, 400, rated, 4_000, SLOT)).isEqualTo(RegisterStep.WRAP);
    assertThat(RegisterStep.of(990_000, 400, rated, 4_000, SLOT)).isEqualTo(RegisterStep.RESET);
    assertThat(RegisterStep.of(990_000, 400_000, rated, 4_000, SLOT)).isEqualTo(RegisterStep.NONE);
    assertThat(RegisterStep.of(990_000, 400, rated, 0, SLOT)).isEqualTo(RegisterStep.WRAP);
    assertThat(RegisterStep.of(500_000, 400, RULES.register(), 0, SLOT))
        .isEqualTo(RegisterStep.RESET);
    assertThat(RegisterStep.of(500_000, 499_999, rated, 4_000, SLOT)).isEqualTo(RegisterStep.NONE);
  }

  @Test
  void estimatesForHalfADayAreProlonged() {
    assertThat(IntervalChecks.prolonged(run(47, 5, Quality.ESTIMATED), RULES.gaps())).isEmpty();
    assertThat(IntervalChecks.prolonged(run(48, 5, Quality.SUBSTITUTED), RULES.gaps())).hasSize(1);
    assertThat(IntervalChecks.prolonged(run(96, 5, Quality.ACTUAL), RULES.gaps())).isEmpty();
  }

  @Test
  void aLocalDayHas92Or96Or100QuarterHours() {
    LocalDay spring = new LocalDay(LocalDate.of(2026, 3, 29), BERLIN);
    LocalDay summer = new LocalDay(LocalDate.of(2026, 7, 1), BERLIN);
    LocalDay autumn = new LocalDay(LocalDate.of(2026, 10, 25), BERLIN);
    assertThat(List.of(spring.slots(15), summer.slots(15), autumn.slots(15)))
        .containsExactly(92, 96, 100);
    assertThat(List.of(spring.slots(5), summer.slots(30), autumn.slots(60)))
        .containsExactly(276, 48, 25);
    assertThat(new LocalDay(LocalDate.of(2026, 7, 1), ZoneId.of("Asia/Kolkata")).slots(60))
        .as("midnight is no border")
        .isEqualTo(24);
    List<Interval> intervals = Collections.nCopies(96, interval(0, 1, 0));
    assertThat(IntervalChecks.dayLength(new MeterDay(summer, 15, intervals, null, List.of())))
        .isEmpty();
    assertThat(IntervalChecks.dayLength(new MeterDay(spring, 15, intervals, null, List.of())))
        .singleElement()
        .satisfies(found -> assertThat(found.detail()).contains("96").contains("92"));
  }

  @Test
  void rulesOutOfRangeAreRefusedWithTheirName() {
    assertThatThrownBy(() -> new VeeRules.Shape(0, 0, 60, 60, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("spikePercent must be between 1 and 100000, not 0");
    assertThatThrownBy(() -> new VeeRules.Gaps(120, 11, 720)).hasMessageContaining("similarDays");
    assertThatThrownBy(() -> new VeeRules.Clock(900, -1)).hasMessageContaining("tolerance");
    assertThatThrownBy(() -> new VeeRules.Register(-1, 0, 0, 1)).hasMessageContaining("ratedLoadW");
  }
}
