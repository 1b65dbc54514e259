package org.commonwatt.flink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.commonwatt.flink.registers.RegisterReading;
import org.jspecify.annotations.Nullable;

/**
 * What each reading of a meter asks for and changes, in one state: when the last one was used, and
 * those that wait near it. It changes in place and is written behind that.
 */
final class NearReadings {
  /** So many are near; the state that a reading reads and writes does not grow beyond. */
  static final int MOST = 64;

  private static final int A_FEW = 16;
  private static final long NONE = Long.MIN_VALUE;

  private long usedMillis = NONE;
  private long earliestSlot = NONE;
  private RegisterReading[] readings; // no list: one miss of the cache less
  private int size;

  NearReadings() {
    this(null, null, List.of());
  }

  NearReadings(
      @Nullable Long usedMillis, @Nullable Long earliestSlot, List<RegisterReading> readings) {
    use(usedMillis);
    waitsFrom(earliestSlot);
    this.size = readings.size();
    this.readings = readings.toArray(new RegisterReading[Math.max(size, A_FEW)]);
  }

  private NearReadings(NearReadings other) {
    this.usedMillis = other.usedMillis;
    this.earliestSlot = other.earliestSlot;
    this.size = other.size;
    this.readings = other.readings.clone();
  }

  /** Whether no reading has come yet. */
  boolean isNew() {
    return usedMillis == NONE && earliestSlot == NONE && size == 0;
  }

  /** When the last reading was used, UTC; null when none was. */
  @Nullable Long usedMillis() {
    return usedMillis == NONE ? null : usedMillis;
  }

  /** The last reading that was used is of an instant, or none was. */
  void use(@Nullable Long millis) {
    usedMillis = millis == null ? NONE : millis;
  }

  /** No reading that waits elsewhere is of an earlier slot; null when none waits there. */
  @Nullable Long earliestSlot() {
    return earliestSlot == NONE ? null : earliestSlot;
  }

  void waitsFrom(@Nullable Long slot) {
    earliestSlot = slot == null ? NONE : slot;
  }

  /** Those that wait, in no particular order; the list sees no later change. */
  List<RegisterReading> readings() {
    return List.of(Arrays.copyOf(readings, size));
  }

  /** How many wait. */
  int size() {
    return size;
  }

  /**
   * Adds a reading if it is near.
   *
   * @param withinMillis so long after the last one that was used
   */
  boolean add(RegisterReading reading, long withinMillis) {
    if (usedMillis == NONE || reading.timeMillis() - usedMillis > withinMillis || size >= MOST) {
      return false;
    }
    if (size == readings.length) {
      readings = Arrays.copyOf(readings, 2 * size);
    }
    readings[size++] = reading;
    return true;
  }

  /** Takes those at or before an instant out. */
  List<RegisterReading> takeUntil(long horizonMillis) {
    List<RegisterReading> taken = new ArrayList<>(size);
    int later = 0;
    for (int i = 0; i < size; i++) {
      RegisterReading reading = readings[i];
      if (reading.timeMillis() <= horizonMillis) {
        taken.add(reading);
      } else {
        readings[later++] = reading;
      }
    }
    Arrays.fill(readings, later, size, null);
    size = later;
    return taken;
  }

  /** The same, to be changed by itself. */
  NearReadings copy() {
    return new NearReadings(this);
  }
}
