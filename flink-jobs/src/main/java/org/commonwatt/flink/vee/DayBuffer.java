package org.commonwatt.flink.vee;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/**
 * The intervals of one meter's day so far, small enough to be kept for very many meters.
 *
 * @param startMillis start of each interval, UTC; as long as the others
 * @param importWh withdrawn, Wh
 * @param exportWh injected, Wh
 * @param quality ordinals of {@link Quality}
 */
public record DayBuffer(long[] startMillis, int[] importWh, int[] exportWh, byte[] quality) {
  /** No interval yet. */
  public static final DayBuffer EMPTY =
      new DayBuffer(new long[0], new int[0], new int[0], new byte[0]);

  private static final Quality[] QUALITIES = Quality.values();

  /** With one interval more. */
  DayBuffer with(Interval interval) {
    int size = startMillis.length;
    DayBuffer next =
        new DayBuffer(
            Arrays.copyOf(startMillis, size + 1),
            Arrays.copyOf(importWh, size + 1),
            Arrays.copyOf(exportWh, size + 1),
            Arrays.copyOf(quality, size + 1));
    next.startMillis[size] = interval.startMillis();
    next.importWh[size] = Math.toIntExact(interval.importWh());
    next.exportWh[size] = Math.toIntExact(interval.exportWh());
    next.quality[size] = (byte) interval.quality().ordinal();
    return next;
  }

  boolean isEmpty() {
    return startMillis.length == 0;
  }

  /** The first instant that it knows of. */
  long firstMillis() {
    return startMillis[0];
  }

  /** The intervals in the order in which they came. */
  List<Interval> intervals(int slotMinutes) {
    List<Interval> intervals = new ArrayList<>(startMillis.length);
    for (int i = 0; i < startMillis.length; i++) {
      intervals.add(
          new Interval(
              startMillis[i], slotMinutes, importWh[i], exportWh[i], QUALITIES[quality[i]]));
    }
    return intervals;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DayBuffer day
        && Arrays.equals(startMillis, day.startMillis)
        && Arrays.equals(importWh, day.importWh)
        && Arrays.equals(exportWh, day.exportWh)
        && Arrays.equals(quality, day.quality);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(startMillis) + Arrays.hashCode(importWh);
  }

  @Override
  public String toString() {
    return startMillis.length + " intervals";
  }
}
