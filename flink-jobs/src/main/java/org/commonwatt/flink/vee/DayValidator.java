package org.commonwatt.flink.vee;

import java.util.ArrayList;
import java.util.List;

/** All checks of a whole day, in the order of {@link VeeCheck}. */
public final class DayValidator {
  private DayValidator() {}

  /** The findings; none when the day is clean. */
  public static List<Finding> validate(MeterDay day, VeeRules rules) {
    List<Interval> intervals = day.intervals();
    long totalWh = intervals.stream().mapToLong(Interval::totalWh).sum();
    List<Finding> findings = new ArrayList<>(ShapeChecks.spike(intervals, rules.shape()));
    findings.addAll(IntervalChecks.sum(day, rules.register()));
    findings.addAll(IntervalChecks.rating(intervals, rules.register()));
    findings.addAll(ShapeChecks.zero(intervals, rules.shape()));
    findings.addAll(IntervalChecks.negative(intervals));
    findings.addAll(ShapeChecks.stuck(intervals, rules.shape()));
    findings.addAll(IntervalChecks.duplicate(intervals));
    findings.addAll(IntervalChecks.size(intervals, day.slotMinutes()));
    findings.addAll(
        ShapeChecks.multiplier(day.day(), totalWh, day.similarTotalsWh(), rules.shape()));
    findings.addAll(IntervalChecks.prolonged(intervals, rules.gaps()));
    findings.addAll(IntervalChecks.dayLength(day));
    return findings;
  }
}
