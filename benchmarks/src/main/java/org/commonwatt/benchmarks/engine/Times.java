package org.commonwatt.benchmarks.engine;

import java.util.Arrays;
import java.util.Comparator;

/** Times that were measured, each of one or more orders. Thread-safe. */
final class Times {
  private static final int FIRST = 1 << 12;

  private long[][] measured = new long[FIRST][];
  private int count;

  /** Adds a time of some orders, in nanoseconds. */
  synchronized void add(long nanos, long orders) {
    if (count == measured.length) {
      measured = Arrays.copyOf(measured, 2 * count);
    }
    measured[count++] = new long[] {nanos, orders};
  }

  /** The time within which a part of the orders was answered, in ms; 0 without any. */
  synchronized double millis(double part) {
    Arrays.sort(measured, 0, count, Comparator.comparingLong(entry -> entry[0]));
    long all = 0;
    for (int i = 0; i < count; i++) {
      all += measured[i][1];
    }
    long seen = 0;
    for (int i = 0; i < count; i++) {
      seen += measured[i][1];
      if (seen >= part * all) {
        return measured[i][0] / 1e6;
      }
    }
    return 0;
  }
}
