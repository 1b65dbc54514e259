package org.commonwatt.flink.vee;

import java.util.Arrays;
import java.util.List;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/**
 * The course of a day that is over, by the slots of its local time.
 *
 * @param epochDay its local date, days since 1970-01-01
 * @param workday whether it was one
 * @param importWh withdrawn in each slot, Wh
 * @param exportWh injected in each slot, Wh
 */
public record PastDay(long epochDay, boolean workday, int[] importWh, int[] exportWh) {

  /**
   * The course of a day, or null when it is no model for others: a day on which clocks changed, one
   * with holes, and one of which more is made up than interpolated.
   */
  public static @Nullable PastDay of(MeterDay day) {
    List<Interval> intervals = day.intervals();
    int slots = 24 * 60 / day.slotMinutes();
    if (day.day().slots(day.slotMinutes()) != slots || intervals.size() != slots) {
      return null;
    }
    int[] importWh = new int[slots];
    int[] exportWh = new int[slots];
    for (int i = 0; i < slots; i++) {
      Interval interval = intervals.get(i);
      if (interval.quality() != Quality.ACTUAL && interval.quality() != Quality.ESTIMATED) {
        return null;
      }
      importWh[i] = Math.toIntExact(interval.importWh());
      exportWh[i] = Math.toIntExact(interval.exportWh());
    }
    return new PastDay(day.day().date().toEpochDay(), day.day().isWorkday(), importWh, exportWh);
  }

  /** Energy both ways together, Wh. */
  long totalWh() {
    return Arrays.stream(importWh).asLongStream().sum()
        + Arrays.stream(exportWh).asLongStream().sum();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PastDay day
        && epochDay == day.epochDay
        && workday == day.workday
        && Arrays.equals(importWh, day.importWh)
        && Arrays.equals(exportWh, day.exportWh);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(importWh) + Arrays.hashCode(exportWh);
  }

  @Override
  public String toString() {
    return (workday ? "workday of " : "weekend day of ") + totalWh() + " Wh";
  }
}
