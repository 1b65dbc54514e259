package org.commonwatt.flink.vee;

import java.util.ArrayList;
import java.util.List;

/** Gathers a meter's intervals into local days, and judges a day when the next one begins. */
public final class DayKeeper {
  private final int slotMinutes;

  /** A keeper of days of slots of one length. */
  public DayKeeper(int slotMinutes) {
    this.slotMinutes = slotMinutes;
  }

  /**
   * What is known after an interval.
   *
   * @param day the day that the interval belongs to, so far
   * @param similar earlier days
   * @param findings about the day before, if it is over
   */
  public record Kept(DayBuffer day, SimilarDays similar, List<Finding> findings) {}

  /**
   * Takes an interval.
   *
   * @param day the intervals before it, of its day or an earlier one
   */
  public Kept add(DayBuffer day, SimilarDays similar, Interval interval, MeterRules meter) {
    if (!day.isEmpty()) {
      LocalDay begun = LocalDay.of(day.firstMillis(), meter.zone());
      if (interval.startMillis() >= begun.endMillis()) {
        return next(begun, day, similar, interval, meter);
      }
    }
    return new Kept(day.with(interval), similar, List.of());
  }

  private Kept next(
      LocalDay begun, DayBuffer day, SimilarDays similar, Interval interval, MeterRules meter) {
    SimilarDays models = similar.modelsOf(begun);
    MeterDay over =
        new MeterDay(begun, slotMinutes, day.intervals(slotMinutes), null, models.totals(begun));
    List<Finding> findings = new ArrayList<>(DayValidator.validate(over, meter.rules()));
    if (day.firstMillis() - begun.startMillis() >= slotMinutes * 60_000L) {
      findings.removeIf(finding -> finding.check() == VeeCheck.DAY_LENGTH); // the meter's first
    }
    PastDay past = findings.isEmpty() ? PastDay.of(over) : null;
    SimilarDays after =
        past == null ? models : models.with(past, meter.rules().gaps().similarDays());
    return new Kept(DayBuffer.EMPTY.with(interval), after, findings);
  }
}
