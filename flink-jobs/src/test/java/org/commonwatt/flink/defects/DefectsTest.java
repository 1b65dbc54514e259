package org.commonwatt.flink.defects;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.flink.defects.Chain.Found;
import org.commonwatt.flink.vee.DayValidator;
import org.commonwatt.flink.vee.Interval;
import org.commonwatt.flink.vee.LocalDay;
import org.commonwatt.flink.vee.MeterDay;
import org.commonwatt.flink.vee.MeterReplacement;
import org.commonwatt.flink.vee.MeterRules;
import org.commonwatt.flink.vee.VeeCheck;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * 13 kinds of defects, 100 of each, in the meters of 17 real homes: at least 99 of 100 are caught
 * by the check that is there for them, and of 952 clean days fewer than 0.5 % are called into
 * question.
 */
@Tag("slow")
class DefectsTest {
  private static final int INJECTIONS = 100;
  private static final int AROUND_DAYS = 18;
  private static final long RATED_W = 11_000;
  private static final RealHomes HOMES = new RealHomes();
  private static final ZoneId FONTANA = ZoneId.of("America/Los_Angeles");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final LocalDate AUGUST = LocalDate.of(2022, 8, 1);

  @Test
  void atLeast99Of100DefectsOfEachKindAreCaughtWhereTheyAre() {
    Map<VeeCheck, Integer> caught = new EnumMap<>(VeeCheck.class);
    Map<VeeCheck, List<Integer>> missed = new EnumMap<>(VeeCheck.class);
    Map<VeeCheck, Integer> questioned = new TreeMap<>();
    int clean = 0;
    for (VeeCheck kind : VeeCheck.values()) {
      for (int i = 0; i < INJECTIONS; i++) {
        Outcome outcome = outcome(kind, new Random(1_000L * kind.ordinal() + i));
        clean += outcome.cleanDays();
        outcome.questioned().forEach(check -> questioned.merge(check, 1, Integer::sum));
        if (outcome.caught()) {
          caught.merge(kind, 1, Integer::sum);
        } else {
          missed.computeIfAbsent(kind, k -> new ArrayList<>()).add(i);
        }
      }
    }
    System.out.println("defect kind           caught of " + INJECTIONS + "  seeds missed");
    for (VeeCheck kind : VeeCheck.values()) {
      System.out.printf(
          "%-21s %13d  %s%n",
          kind, caught.getOrDefault(kind, 0), missed.getOrDefault(kind, List.of()));
    }
    int days = questioned.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf("beside the defects: %d of %d days questioned %s%n", days, clean, questioned);
    for (VeeCheck kind : VeeCheck.values()) {
      assertThat(caught.getOrDefault(kind, 0)).as("%s", kind).isGreaterThanOrEqualTo(99);
    }
    assertThat(days).isLessThan(clean / 200);
  }

  @Test
  void fewerThanOneOf200CleanDaysIsCalledIntoQuestion() {
    for (Map.Entry<ZoneId, LocalDate> when :
        List.of(
            Map.entry(FONTANA, AUGUST),
            Map.entry(BERLIN, LocalDate.of(2022, 9, 26)), // with a day of 100 quarter-hours
            Map.entry(BERLIN, LocalDate.of(2022, 2, 21)))) { // and of 92
      assertThat(questionedDays(15, when.getKey(), when.getValue()))
          .as("%s", when)
          .isLessThan(RealHomes.HOMES * RealHomes.DAYS / 200);
    }
  }

  @Test
  void hourlyIntervalsOfHomesHaveMoreSpikesThanTheDefaultAllows() {
    // Not a promise: why docs/metering-jobs.md tells to raise spikePercent for hourly slots.
    assertThat(questionedDays(60, FONTANA, AUGUST)).isBetween(50, 250);
  }

  private static int questionedDays(int slotMinutes, ZoneId zone, LocalDate first) {
    int days = 0;
    Map<VeeCheck, Integer> byCheck = new TreeMap<>();
    for (int home = 0; home < RealHomes.HOMES; home++) {
      Series series = new Series(HOMES, home, zone, first);
      Chain chain =
          new Chain(slotMinutes, Defects.rules(series, RATED_W, List.of())).run(series.readings());
      assertThat(chain.rejected).isEmpty();
      days +=
          (int)
              chain.findings.stream()
                  .map(f -> LocalDay.of(f.fromMillis(), zone))
                  .distinct()
                  .count();
      chain.findings.forEach(finding -> byCheck.merge(finding.check(), 1, Integer::sum));
    }
    System.out.printf(
        "clean, %d minutes, %s from %s: %d of %d days questioned %s%n",
        slotMinutes, zone, first, days, RealHomes.HOMES * RealHomes.DAYS, byCheck);
    return days;
  }

  /**
   * What became of an injection.
   *
   * @param caught whether the check that is there for the defect told of its very place
   * @param questioned the checks that told something of a day that the defect does not touch, one
   *     of each such day
   */
  private record Outcome(boolean caught, int cleanDays, List<VeeCheck> questioned) {}

  private static Outcome outcome(VeeCheck kind, Random random) {
    if (kind == VeeCheck.SUM) {
      return changedInterval(random);
    } else if (kind == VeeCheck.DAY_LENGTH) {
      return wrongDayLength(random);
    }
    Series series = new Series(HOMES, random.nextInt(RealHomes.HOMES), FONTANA, AUGUST);
    Defects defects = new Defects(series, random);
    List<MeterReplacement> replacements = new ArrayList<>();
    Planted planted =
        switch (kind) {
          case SPIKE -> defects.spike();
          case RATING -> defects.rating(RATED_W);
          case ZERO -> defects.zero();
          case NEGATIVE -> defects.negative();
          case STUCK -> defects.stuck();
          case DUPLICATE -> defects.duplicate();
          case INTERVAL_SIZE -> defects.intervalSize();
          case MULTIPLIER -> defects.multiplier();
          case CLOCK -> defects.clock();
          case REGISTER_STEP -> defects.registerStep(replacements);
          default -> defects.prolonged();
        };
    boolean unrated = kind == VeeCheck.SPIKE || kind == VeeCheck.MULTIPLIER;
    MeterRules rules = Defects.rules(series, unrated ? 0 : RATED_W, replacements);
    return judge(kind, planted, new Chain(15, rules).run(planted.readings()).found());
  }

  private static Outcome judge(VeeCheck kind, Planted planted, Set<Found> found) {
    boolean caught =
        planted.told().stream()
            .anyMatch(
                place -> found.contains(new Found(kind, place.fromMillis(), place.untilMillis())));
    LocalDate first = LocalDay.of(planted.whole().fromMillis(), FONTANA).date();
    LocalDate last = LocalDay.of(planted.whole().untilMillis(), FONTANA).date();
    Map<LocalDate, VeeCheck> questioned = new TreeMap<>();
    for (Found each : found) {
      LocalDate day = LocalDay.of(each.fromMillis(), FONTANA).date();
      if (day.isBefore(first) || day.isAfter(last)) {
        questioned.put(day, each.check());
      }
    }
    int touched = (int) ChronoUnit.DAYS.between(first, last) + 1;
    return new Outcome(caught, AROUND_DAYS - touched, List.copyOf(questioned.values()));
  }

  /** One interval of a day was changed on its way; the registers were not. */
  private static Outcome changedInterval(Random random) {
    LocalDay day = new LocalDay(AUGUST.plusDays(random.nextInt(RealHomes.DAYS)), FONTANA);
    List<Interval> intervals = intervals(day, random.nextInt(RealHomes.HOMES));
    MeterDay.Rise rise =
        new MeterDay.Rise(
            intervals.stream().mapToLong(Interval::importWh).sum(),
            intervals.stream().mapToLong(Interval::exportWh).sum());
    int at = random.nextInt(intervals.size());
    Interval old = intervals.get(at);
    long changed = old.importWh() + 2 + random.nextInt(2_000);
    intervals.set(at, new Interval(old.startMillis(), 15, changed, old.exportWh(), Quality.ACTUAL));
    return ofDay(VeeCheck.SUM, new MeterDay(day, 15, intervals, rise, List.of()));
  }

  /** 96 intervals where clocks change, or 92 or 100 where they do not. */
  private static Outcome wrongDayLength(Random random) {
    LocalDate date =
        List.of(
                LocalDate.of(2022, 3, 27),
                LocalDate.of(2022, 10, 30),
                LocalDate.of(2022, 6, 1).plusDays(random.nextInt(90)))
            .get(random.nextInt(3));
    LocalDay day = new LocalDay(date, BERLIN);
    List<Interval> intervals = intervals(day, random.nextInt(RealHomes.HOMES));
    int hour = 4 * random.nextInt(22);
    if (intervals.size() == 100 || (intervals.size() == 96 && random.nextBoolean())) {
      intervals.subList(hour, hour + 4).clear();
    } else {
      intervals.addAll(hour, List.copyOf(intervals.subList(hour, hour + 4)));
    }
    return ofDay(VeeCheck.DAY_LENGTH, new MeterDay(day, 15, intervals, null, List.of()));
  }

  /** Both are checks of a whole day, and tell of that. */
  private static Outcome ofDay(VeeCheck kind, MeterDay day) {
    MeterRules rules =
        Defects.rules(new Series(HOMES, 0, day.day().zone(), day.day().date()), 0, List.of());
    boolean caught =
        DayValidator.validate(day, rules.rules()).stream()
            .anyMatch(
                finding ->
                    finding.check() == kind
                        && finding.fromMillis() == day.day().startMillis()
                        && finding.untilMillis() == day.day().endMillis());
    return new Outcome(caught, 0, List.of());
  }

  private static List<Interval> intervals(LocalDay day, int home) {
    long[] imports = HOMES.imports(home);
    long[] exports = HOMES.exports(home);
    List<Interval> intervals = new ArrayList<>();
    for (long at = day.startMillis(); at < day.endMillis(); at += Series.SLOT) {
      int slot = intervals.size() + 96;
      intervals.add(new Interval(at, 15, imports[slot], exports[slot], Quality.ACTUAL));
    }
    return intervals;
  }
}
