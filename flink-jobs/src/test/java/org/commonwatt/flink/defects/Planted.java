package org.commonwatt.flink.defects;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.vee.LocalDay;

/**
 * Readings with one defect, and where it is.
 *
 * @param readings of 18 days
 * @param told the places of which one must be told, with exactly these instants
 * @param whole all that the defect touches: what is told of it there is no false alarm
 */
record Planted(List<RegisterReading> readings, List<Span> told, Span whole) {
  /**
   * A time.
   *
   * @param untilMillis exclusive; that of a single instant is the instant itself
   */
  record Span(long fromMillis, long untilMillis) {
    static Span instant(long millis) {
      return new Span(millis, millis);
    }

    /** Its parts by local day, those that are long enough. */
    List<Span> days(Series series, long leastMillis) {
      List<Span> parts = new ArrayList<>();
      for (long at = fromMillis; at < untilMillis; ) {
        long end = Math.min(LocalDay.of(at, series.zone).endMillis(), untilMillis);
        if (end - at >= leastMillis) {
          parts.add(new Span(at, end));
        }
        at = end;
      }
      return parts;
    }
  }
}
