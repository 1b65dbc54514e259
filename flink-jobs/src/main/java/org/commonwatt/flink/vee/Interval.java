package org.commonwatt.flink.vee;

import org.commonwatt.model.Quality;

/**
 * The energy of a meter between two instants.
 *
 * @param startMillis the first instant, UTC
 * @param minutes length
 * @param importWh withdrawn, Wh
 * @param exportWh injected, Wh
 * @param quality where it comes from
 */
public record Interval(
    long startMillis, int minutes, long importWh, long exportWh, Quality quality) {

  /** The first instant after it. */
  public long endMillis() {
    return startMillis + minutes * 60_000L;
  }

  /** Energy both ways, Wh. */
  long totalWh() {
    return Math.addExact(importWh, exportWh);
  }
}
