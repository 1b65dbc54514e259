package org.commonwatt.model;

import java.time.Instant;

/**
 * A delivery slot {@code [start, start + minutes)} in UTC.
 *
 * @param startMillis the start, in milliseconds since 1970-01-01T00:00Z, on a multiple of the
 *     length
 * @param minutes the length: 5, 15, 30 or 60
 */
public record DeliverySlot(long startMillis, int minutes) implements Comparable<DeliverySlot> {
  private static final long MILLIS_PER_MINUTE = 60_000L;

  /** Checks the length and that the start is on a border. */
  public DeliverySlot {
    requireLength(minutes);
    if (!isBorder(startMillis, minutes)) {
      throw new IllegalArgumentException(
          Instant.ofEpochMilli(startMillis) + " is not on a border of " + minutes + " minutes");
    }
    if (startMillis > Long.MAX_VALUE - minutes * MILLIS_PER_MINUTE) {
      throw new IllegalArgumentException("the slot's end is beyond the range of time");
    }
  }

  /**
   * The slot that contains an instant; its start belongs to it, its end does not.
   *
   * @throws IllegalArgumentException when slots cannot have this length
   * @throws ArithmeticException when the slot's start is beyond the range of time
   */
  public static DeliverySlot containing(long timeMillis, int minutes) {
    requireLength(minutes);
    long length = minutes * MILLIS_PER_MINUTE;
    return new DeliverySlot(Math.multiplyExact(Math.floorDiv(timeMillis, length), length), minutes);
  }

  /** Whether slots may have this length. */
  public static boolean isLength(int minutes) {
    return minutes == 5 || minutes == 15 || minutes == 30 || minutes == 60;
  }

  /** Whether an instant is on a border of slots of this length. */
  public static boolean isBorder(long timeMillis, int minutes) {
    return Math.floorMod(timeMillis, minutes * MILLIS_PER_MINUTE) == 0;
  }

  /** The end, exclusive, in milliseconds since the epoch. */
  public long endMillis() {
    return startMillis + lengthMillis();
  }

  /** The length in milliseconds. */
  public long lengthMillis() {
    return minutes * MILLIS_PER_MINUTE;
  }

  /** The slot {@code count} slots later, or earlier when negative. */
  public DeliverySlot plus(long count) {
    return new DeliverySlot(
        Math.addExact(startMillis, Math.multiplyExact(count, lengthMillis())), minutes);
  }

  @Override
  public int compareTo(DeliverySlot other) {
    int byStart = Long.compare(startMillis, other.startMillis);
    return byStart != 0 ? byStart : Integer.compare(minutes, other.minutes);
  }

  /** ISO 8601 start and duration, such as {@code 2022-08-02T07:00:00Z/PT15M}. */
  @Override
  public String toString() {
    return Instant.ofEpochMilli(startMillis) + "/PT" + minutes + "M";
  }

  private static void requireLength(int minutes) {
    if (!isLength(minutes)) {
      throw new IllegalArgumentException("a slot has 5, 15, 30 or 60 minutes, not " + minutes);
    }
  }
}
