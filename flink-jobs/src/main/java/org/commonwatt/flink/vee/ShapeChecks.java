package org.commonwatt.flink.vee;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.commonwatt.flink.vee.VeeRules.Shape;

/** Checks of what a day's intervals look like. All are pure functions. */
public final class ShapeChecks {
  private ShapeChecks() {}

  /**
   * SPIKE, each direction by itself: the highest interval stands more than {@code spikePercent}
   * above the third-highest, and by more than {@code spikeFloorWh}. Fewer than three intervals have
   * no spike.
   */
  public static List<Finding> spike(List<Interval> intervals, Shape rules) {
    List<Finding> findings = new ArrayList<>();
    addSpike(findings, intervals, rules, "import", Interval::importWh);
    addSpike(findings, intervals, rules, "export", Interval::exportWh);
    return findings;
  }

  private static void addSpike(
      List<Finding> findings,
      List<Interval> intervals,
      Shape rules,
      String name,
      ToLongFunction<Interval> energy) {
    if (intervals.size() < 3) {
      return;
    }
    long[] sorted = intervals.stream().mapToLong(energy).sorted().toArray();
    long highest = sorted[sorted.length - 1];
    long third = sorted[sorted.length - 3];
    long above = highest - third;
    if (above > rules.spikeFloorWh()
        && above > third / 100 * rules.spikePercent()
        && Math.multiplyExact(above, 100L) > Math.multiplyExact(third, rules.spikePercent())) {
      Interval at =
          intervals.stream()
              .filter(i -> energy.applyAsLong(i) == highest)
              .findFirst()
              .orElseThrow();
      findings.add(
          new Finding(
              VeeCheck.SPIKE,
              at.startMillis(),
              at.endMillis(),
              name + " of " + highest + " Wh, and " + third + " Wh in the third-highest interval"));
    }
  }

  /** ZERO: no energy either way for {@code zeroMinutes} or longer; one finding for each run. */
  public static List<Finding> zero(List<Interval> intervals, Shape rules) {
    return runs(
        intervals,
        rules.zeroMinutes(),
        (one, other) -> one.totalWh() == 0 && other.totalWh() == 0,
        first -> first.totalWh() == 0,
        VeeCheck.ZERO,
        "no energy");
  }

  /**
   * STUCK: intervals that follow each other are equal in both directions, and not zero, for {@code
   * stuckMinutes} or longer. Estimates do not count: a straight line makes equal intervals.
   */
  public static List<Finding> stuck(List<Interval> intervals, Shape rules) {
    return runs(
        intervals,
        rules.stuckMinutes(),
        (one, other) ->
            one.importWh() == other.importWh()
                && one.exportWh() == other.exportWh()
                && !other.quality().isEstimate(),
        first -> first.totalWh() != 0 && !first.quality().isEstimate(),
        VeeCheck.STUCK,
        "equal intervals");
  }

  private interface Same {
    boolean holds(Interval one, Interval other);
  }

  private static List<Finding> runs(
      List<Interval> intervals,
      int minutes,
      Same same,
      Predicate<Interval> counts,
      VeeCheck check,
      String what) {
    List<Finding> findings = new ArrayList<>();
    int from = 0;
    while (from < intervals.size()) {
      int end = from + 1;
      while (end < intervals.size() && same.holds(intervals.get(from), intervals.get(end))) {
        end++;
      }
      long start = intervals.get(from).startMillis();
      long until = intervals.get(end - 1).endMillis();
      if (counts.test(intervals.get(from)) && until - start >= minutes * 60_000L) {
        findings.add(
            new Finding(
                check, start, until, what + " for " + (until - start) / 60_000 + " minutes"));
      }
      from = end;
    }
    return findings;
  }

  /**
   * MULTIPLIER: the day's energy, both ways together, is at least {@code multiplier} times the
   * median of the similar days, or at most that part of it. Without similar days, or where they
   * have next to nothing, there is no finding.
   *
   * @param totalWh the day's energy, Wh
   * @param similarWh of similar days, Wh
   */
  public static List<Finding> multiplier(
      LocalDay day, long totalWh, List<Long> similarWh, Shape rules) {
    if (similarWh.isEmpty()) {
      return List.of();
    }
    long[] sorted = similarWh.stream().mapToLong(Long::longValue).sorted().toArray();
    long median = sorted[sorted.length / 2];
    boolean tooMuch = totalWh / rules.multiplier() >= Math.max(median, 1);
    boolean tooLittle = Math.multiplyExact(totalWh, rules.multiplier()) <= median;
    if (Arrays.stream(sorted).sum() < 1_000 || !(tooMuch || tooLittle)) {
      return List.of();
    }
    return List.of(
        new Finding(
            VeeCheck.MULTIPLIER,
            day.startMillis(),
            day.endMillis(),
            totalWh + " Wh, and " + median + " Wh on similar days: check unit and multiplier"));
  }
}
