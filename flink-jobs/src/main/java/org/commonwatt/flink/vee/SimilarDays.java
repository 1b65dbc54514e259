package org.commonwatt.flink.vee;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The last days of a meter that are models for others, the latest first. Workdays are similar to
 * workdays, Saturdays and Sundays to each other; while there is none of the kind, all are. After 28
 * days one is a model no more: a home that changed for good would differ from it for ever.
 *
 * @param days a few of each kind
 */
public record SimilarDays(List<PastDay> days) {
  /** No day is known yet. */
  public static final SimilarDays NONE = new SimilarDays(List.of());

  private static final int MODEL_DAYS = 28;

  /** Those that are models for a day: the ones from the 28 days before it. */
  SimilarDays modelsOf(LocalDay day) {
    long first = day.date().toEpochDay() - MODEL_DAYS;
    List<PastDay> models = days.stream().filter(past -> past.epochDay() >= first).toList();
    return models.size() == days.size() ? this : new SimilarDays(models);
  }

  /** The days that are models for one: the similar ones from the 28 days before it. */
  public List<PastDay> models(LocalDay day) {
    return modelsOf(day).similarTo(day.isWorkday());
  }

  /** With one day more, and no more of its kind than so many. */
  public SimilarDays with(PastDay day, int keep) {
    List<PastDay> next = new ArrayList<>();
    int ofKind = 0;
    if (keep > 0) {
      next.add(day);
      ofKind++;
    }
    for (PastDay old : days) {
      if (old.workday() != day.workday()) {
        next.add(old);
      } else if (ofKind < keep) {
        next.add(old);
        ofKind++;
      }
    }
    return new SimilarDays(next);
  }

  /** Energy, both ways together, of the days that are similar to a day, Wh. */
  public List<Long> totals(LocalDay day) {
    return similarTo(day.isWorkday()).stream().map(PastDay::totalWh).toList();
  }

  /**
   * How much of the course lies in a time: the sum over its slots of similar energy times seconds.
   * Only the proportion of two such sums means something: the average of the days, without
   * rounding.
   *
   * @param imports whether of withdrawn energy, or of injected
   * @param slotMinutes of the days
   * @throws ArithmeticException when the time is so long that the sum does not fit: years
   */
  public long weight(
      boolean imports, long fromMillis, long untilMillis, int slotMinutes, ZoneId zone) {
    long length = slotMinutes * 60_000L;
    long sum = 0;
    for (long slot = Math.floorDiv(fromMillis, length) * length;
        slot < untilMillis;
        slot += length) {
      long seconds = (Math.min(untilMillis, slot + length) - Math.max(fromMillis, slot)) / 1_000;
      sum =
          Math.addExact(
              sum, Math.multiplyExact(energyAt(imports, slot, slotMinutes, zone), seconds));
    }
    return sum;
  }

  private long energyAt(boolean imports, long slotMillis, int slotMinutes, ZoneId zone) {
    ZonedDateTime local = Instant.ofEpochMilli(slotMillis).atZone(zone);
    LocalTime time = local.toLocalTime();
    int slot = time.toSecondOfDay() / (slotMinutes * 60);
    boolean workday = LocalDay.of(slotMillis, zone).isWorkday();
    long sum = 0;
    for (PastDay day : similarTo(workday)) {
      sum += imports ? day.importWh()[slot] : day.exportWh()[slot];
    }
    return sum;
  }

  private List<PastDay> similarTo(boolean workday) {
    List<PastDay> ofKind = days.stream().filter(day -> day.workday() == workday).toList();
    return ofKind.isEmpty() ? days : ofKind;
  }
}
