package org.commonwatt.flink.vee;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.flink.vee.VeeRules.Gaps;
import org.commonwatt.flink.vee.VeeRules.Register;

/** Checks of single intervals and of how many there are. All are pure functions. */
public final class IntervalChecks {
  private static final long WATT_MILLIS_PER_WH = 3_600_000L;

  private IntervalChecks() {}

  /** NEGATIVE: an interval below zero in a direction. */
  public static List<Finding> negative(List<Interval> intervals) {
    List<Finding> findings = new ArrayList<>();
    for (Interval interval : intervals) {
      if (interval.importWh() < 0 || interval.exportWh() < 0) {
        findings.add(about(VeeCheck.NEGATIVE, interval, energies(interval)));
      }
    }
    return findings;
  }

  /** RATING: more energy in an interval than the rated power gives, in either direction. */
  public static List<Finding> rating(List<Interval> intervals, Register rules) {
    List<Finding> findings = new ArrayList<>();
    for (Interval interval : intervals) {
      long millis = interval.endMillis() - interval.startMillis();
      if (exceeds(interval.importWh(), rules.ratedLoadW(), millis)
          || exceeds(interval.exportWh(), rules.ratedFeedInW(), millis)) {
        findings.add(
            about(
                VeeCheck.RATING,
                interval,
                energies(interval)
                    + "; rated "
                    + rules.ratedLoadW()
                    + " W in, "
                    + rules.ratedFeedInW()
                    + " W out"));
      }
    }
    return findings;
  }

  /**
   * Whether energy is more than a power gives in a time, with one Wh to spare: a register shows
   * whole Wh.
   *
   * @param energyWh Wh
   * @param ratedW W, at most 10¹²; 0: nothing is too much
   * @param millis time, not negative; at 10¹² W at most 106 days, at less in proportion longer
   * @throws ArithmeticException when rated power times time does not fit in 64 bits
   */
  public static boolean exceeds(long energyWh, long ratedW, long millis) {
    if (ratedW == 0 || energyWh <= 1) {
      return false;
    }
    long most = Math.multiplyExact(ratedW, millis / 1_000 + 1) / (WATT_MILLIS_PER_WH / 1_000);
    return energyWh - 1 > most;
  }

  /** DUPLICATE: two intervals with one start. */
  public static List<Finding> duplicate(List<Interval> intervals) {
    List<Finding> findings = new ArrayList<>();
    Set<Long> starts = new HashSet<>();
    for (Interval interval : intervals) {
      if (!starts.add(interval.startMillis())) {
        findings.add(about(VeeCheck.DUPLICATE, interval, "the interval comes twice"));
      }
    }
    return findings;
  }

  /** INTERVAL_SIZE: an interval of another length than the market's slots. */
  public static List<Finding> size(List<Interval> intervals, int slotMinutes) {
    List<Finding> findings = new ArrayList<>();
    for (Interval interval : intervals) {
      if (interval.minutes() != slotMinutes) {
        findings.add(
            about(
                VeeCheck.INTERVAL_SIZE,
                interval,
                interval.minutes() + " minutes instead of " + slotMinutes));
      }
    }
    return findings;
  }

  /** DAY_LENGTH: the day has not the intervals that its hours ask for. */
  public static List<Finding> dayLength(MeterDay day) {
    int expected = day.day().slots(day.slotMinutes());
    if (day.intervals().size() == expected) {
      return List.of();
    }
    return List.of(
        new Finding(
            VeeCheck.DAY_LENGTH,
            day.day().startMillis(),
            day.day().endMillis(),
            day.intervals().size() + " intervals; the local day has " + expected));
  }

  /** SUM: the intervals miss what the registers rose by, by more than the tolerance. */
  public static List<Finding> sum(MeterDay day, Register rules) {
    MeterDay.Rise rise = day.registers();
    if (rise == null) {
      return List.of();
    }
    long importWh = day.intervals().stream().mapToLong(Interval::importWh).sum();
    long exportWh = day.intervals().stream().mapToLong(Interval::exportWh).sum();
    if (Math.abs(importWh - rise.importWh()) <= rules.sumToleranceWh()
        && Math.abs(exportWh - rise.exportWh()) <= rules.sumToleranceWh()) {
      return List.of();
    }
    return List.of(
        new Finding(
            VeeCheck.SUM,
            day.day().startMillis(),
            day.day().endMillis(),
            "intervals "
                + importWh
                + " Wh in, "
                + exportWh
                + " Wh out; registers "
                + rise.importWh()
                + " and "
                + rise.exportWh()));
  }

  /** PROLONGED_ESTIMATION: estimates in a row for {@code prolongedMinutes} or longer. */
  public static List<Finding> prolonged(List<Interval> intervals, Gaps rules) {
    List<Finding> findings = new ArrayList<>();
    int from = 0;
    while (from < intervals.size()) {
      int end = from;
      while (end < intervals.size() && intervals.get(end).quality().isEstimate()) {
        end++;
      }
      if (end > from) {
        long start = intervals.get(from).startMillis();
        long until = intervals.get(end - 1).endMillis();
        if (until - start >= rules.prolongedMinutes() * 60_000L) {
          findings.add(
              new Finding(
                  VeeCheck.PROLONGED_ESTIMATION,
                  start,
                  until,
                  "estimated for " + (until - start) / 60_000 + " minutes"));
        }
      }
      from = end + 1;
    }
    return findings;
  }

  private static Finding about(VeeCheck check, Interval interval, String detail) {
    return new Finding(check, interval.startMillis(), interval.endMillis(), detail);
  }

  private static String energies(Interval interval) {
    return interval.importWh() + " Wh in, " + interval.exportWh() + " Wh out";
  }
}
