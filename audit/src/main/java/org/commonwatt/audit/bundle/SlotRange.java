package org.commonwatt.audit.bundle;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * Delivery slots by their starts.
 *
 * @param from start of the first one
 * @param to start of the last one, not before the first
 */
public record SlotRange(Instant from, Instant to) {
  private static final String BETWEEN = "..";
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  /**
   * Checks order and reach.
   *
   * @throws IllegalArgumentException when the last one is before the first, or not in the years
   *     1970 to 9999
   */
  public SlotRange {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("the last slot is before the first");
    }
    if (from.isBefore(Instant.EPOCH) || to.isAfter(LAST)) {
      throw new IllegalArgumentException("no market has slots so early or so late");
    }
  }

  /**
   * Reads {@code 2022-08-02T07:00:00Z..2022-08-02T07:45:00Z}, or one start alone.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static SlotRange parse(String text) {
    int between = text.indexOf(BETWEEN);
    try {
      Instant from = Instant.parse(between < 0 ? text : text.substring(0, between));
      return new SlotRange(
          from, between < 0 ? from : Instant.parse(text.substring(between + BETWEEN.length())));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "expected A..B, each the start of a slot such as 2022-08-02T07:00:00Z", e);
    }
  }

  boolean contains(long startMillis) {
    return startMillis >= from.toEpochMilli() && startMillis <= to.toEpochMilli();
  }

  @Override
  public String toString() {
    return from + BETWEEN + to;
  }
}
