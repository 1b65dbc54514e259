package org.commonwatt.flink.vee;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One day of a meter as the checks see it.
 *
 * @param day which day
 * @param slotMinutes the length of an interval: 5, 15, 30 or 60
 * @param intervals the day's intervals by their start, as they came: also doubled or of other
 *     lengths
 * @param registers what the registers rose by from midnight to midnight; null when not read
 * @param similarTotalsWh energy, both ways together, of earlier similar days, Wh; may be empty
 */
public record MeterDay(
    LocalDay day,
    int slotMinutes,
    List<Interval> intervals,
    @Nullable Rise registers,
    List<Long> similarTotalsWh) {

  /**
   * What registers rose by.
   *
   * @param importWh withdrawn, Wh
   * @param exportWh injected, Wh
   */
  public record Rise(long importWh, long exportWh) {}
}
