package org.commonwatt.battery.duty;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;

/**
 * Which days are worked.
 *
 * @param zone whose days
 * @param holidays days from Monday to Friday on which nobody works
 * @param worked Saturdays and Sundays on which everybody does
 */
public record WorkingDays(ZoneId zone, Set<LocalDate> holidays, Set<LocalDate> worked) {
  /** Copies the sets. */
  public WorkingDays {
    holidays = Set.copyOf(holidays);
    worked = Set.copyOf(worked);
  }

  /** Monday to Friday. */
  public static WorkingDays weekdays(ZoneId zone) {
    return new WorkingDays(zone, Set.of(), Set.of());
  }

  /** The day of an instant, milliseconds since the epoch. */
  public LocalDate day(long millis) {
    return Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
  }

  /** Whether a day is worked. */
  public boolean isWorked(LocalDate day) {
    boolean weekend =
        day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    return weekend ? worked.contains(day) : !holidays.contains(day);
  }

  /** The so-manieth working day behind a day. */
  public LocalDate after(LocalDate day, int workingDays) {
    LocalDate at = day;
    for (int left = workingDays; left > 0; ) {
      at = at.plusDays(1);
      if (isWorked(at)) {
        left--;
      }
    }
    return at;
  }
}
