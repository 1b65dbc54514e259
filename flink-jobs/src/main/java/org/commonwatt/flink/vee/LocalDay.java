package org.commonwatt.flink.vee;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A day from midnight to midnight where the meter is.
 *
 * @param date the day
 * @param zone where
 */
public record LocalDay(LocalDate date, ZoneId zone) {

  /** The day that an instant belongs to. */
  public static LocalDay of(long timeMillis, ZoneId zone) {
    return new LocalDay(Instant.ofEpochMilli(timeMillis).atZone(zone).toLocalDate(), zone);
  }

  /** Its first instant, UTC. */
  public long startMillis() {
    return date.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  /** The first instant of the next day, UTC. */
  public long endMillis() {
    return date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
  }

  /** How many slots start in it: 92, 96 or 100 quarter-hours, and as many of other lengths. */
  public int slots(int slotMinutes) {
    long length = slotMinutes * 60_000L;
    return (int)
        (Math.floorDiv(endMillis() - 1, length) - Math.floorDiv(startMillis() - 1, length));
  }

  /** Monday to Friday. Holidays are not known. */
  public boolean isWorkday() {
    return date.getDayOfWeek() != DayOfWeek.SATURDAY && date.getDayOfWeek() != DayOfWeek.SUNDAY;
  }
}
