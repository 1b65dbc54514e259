package org.commonwatt.flink.vee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.Test;

class SimilarDaysTest {
  private static final LocalDay TUESDAY = new LocalDay(LocalDate.of(2022, 8, 2), ZoneOffset.UTC);
  private static final LocalDay SATURDAY = new LocalDay(LocalDate.of(2022, 8, 6), ZoneOffset.UTC);

  private static PastDay past(boolean workday, int importWh) {
    int[] all = new int[24];
    Arrays.fill(all, importWh);
    return new PastDay(0, workday, all, new int[24]);
  }

  @Test
  void onlySoManyDaysOfAKindAreKeptTheLatestFirst() {
    SimilarDays days = SimilarDays.NONE;
    for (int i = 1; i <= 4; i++) {
      days = days.with(past(true, i), 2).with(past(false, 10 * i), 2);
    }
    assertThat(days.totals(TUESDAY)).containsExactly(24L * 4, 24L * 3);
    assertThat(days.totals(SATURDAY)).containsExactly(24L * 40, 24L * 30);
    assertThat(SimilarDays.NONE.with(past(true, 1), 0)).isEqualTo(SimilarDays.NONE);
  }

  @Test
  void aDayIsAModelForTwentyEightDays() {
    LocalDate date = LocalDate.of(2022, 8, 2);
    SimilarDays days =
        SimilarDays.NONE.with(new PastDay(date.toEpochDay(), true, new int[24], new int[24]), 2);
    assertThat(days.modelsOf(new LocalDay(date.plusDays(28), ZoneOffset.UTC))).isEqualTo(days);
    assertThat(days.modelsOf(new LocalDay(date.plusDays(29), ZoneOffset.UTC)))
        .isEqualTo(SimilarDays.NONE);
  }

  @Test
  void aHomeThatUsesFiveTimesAsMuchForGoodIsCalledIntoQuestionForAMonthAndThenNoMore() {
    DayKeeper keeper = new DayKeeper(60);
    DayBuffer day = DayBuffer.EMPTY;
    SimilarDays similar = SimilarDays.NONE;
    List<LocalDate> found = new ArrayList<>();
    LocalDate first = LocalDate.of(2022, 8, 1);
    for (int hour = 0; hour <= 60 * 24; hour++) {
      long start = first.toEpochDay() * 86_400_000L + hour * 3_600_000L;
      long energyWh = (hour < 7 * 24 ? 100 : 500) + hour % 24;
      Interval interval = new Interval(start, 60, energyWh, 0, Quality.ACTUAL);
      DayKeeper.Kept kept = keeper.add(day, similar, interval, MeterRules.DEFAULT);
      day = kept.day();
      similar = kept.similar();
      for (Finding finding : kept.findings()) {
        assertThat(finding.check()).isEqualTo(VeeCheck.MULTIPLIER);
        found.add(LocalDate.ofEpochDay(finding.fromMillis() / 86_400_000L));
      }
    }
    assertThat(found).hasSizeBetween(25, 30).startsWith(first.plusDays(7));
    assertThat(found.get(found.size() - 1)).isBefore(first.plusDays(7 + 30));
  }

  @Test
  void withoutADayOfTheKindTheOthersAreSimilar() {
    assertThat(SimilarDays.NONE.with(past(true, 7), 2).totals(SATURDAY)).containsExactly(24L * 7);
  }

  @Test
  void theWeightOfATimeIsTheEnergyOfItsSlotsTimesItsSeconds() {
    int[] course = new int[24];
    course[7] = 100;
    course[8] = 300;
    SimilarDays days = SimilarDays.NONE.with(new PastDay(0, true, course, new int[24]), 1);
    long seven = TUESDAY.startMillis() + 7 * 3_600_000L;
    assertThat(days.weight(true, seven, seven + 3_600_000, 60, ZoneOffset.UTC))
        .isEqualTo(100L * 3_600);
    assertThat(days.weight(true, seven + 1_800_000, seven + 5_400_000, 60, ZoneOffset.UTC))
        .isEqualTo(100L * 1_800 + 300L * 1_800);
    assertThat(days.weight(false, seven, seven + 3_600_000, 60, ZoneOffset.UTC)).isZero();
    assertThat(days.weight(true, seven - 7_200_000, seven, 60, ZoneId.of("Europe/Berlin")))
        .as("seven in Berlin")
        .isEqualTo(100L * 3_600 + 300L * 3_600);
  }

  @Test
  void aDayOfSubstitutesOrWithAChangeOfClocksIsNoModel() {
    assertThat(PastDay.of(day(TUESDAY, Quality.ACTUAL))).isNotNull();
    assertThat(PastDay.of(day(TUESDAY, Quality.ESTIMATED))).isNotNull();
    assertThat(PastDay.of(day(TUESDAY, Quality.SUBSTITUTED))).isNull();
    LocalDay spring = new LocalDay(LocalDate.of(2026, 3, 29), ZoneId.of("Europe/Berlin"));
    assertThat(PastDay.of(day(spring, Quality.ACTUAL))).isNull();
  }

  private static MeterDay day(LocalDay day, Quality quality) {
    List<Interval> intervals = new ArrayList<>();
    for (long at = day.startMillis(); at < day.endMillis(); at += 3_600_000) {
      intervals.add(new Interval(at, 60, 1, 2, quality));
    }
    return new MeterDay(day, 60, intervals, null, List.of());
  }
}
