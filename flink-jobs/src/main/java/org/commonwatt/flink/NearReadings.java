package org.commonwatt.flink;

import java.util.ArrayList;
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

  private static final long NONE = Long.MIN_VALUE;

  private long usedMillis = NONE;
  private long earliestSlot = NONE;
  private List<RegisterReading> readings = new ArrayList<>();

  NearReadings() {}

  /**
   * Some.
   *
   * @param readings the object's own from now on
   */
  NearReadings(
      @Nullable Long usedMillis, @Nullable Long earliestSlot, List<RegisterReading> readings) {
    use(usedMillis);
    waitsFrom(earliestSlot);
    this.readings = readings;
  }

  /** Whether no reading has come yet. */
  boolean isNew() {
    return usedMillis == NONE && earliestSlot == NONE && readings.isEmpty();
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

  /** Those that wait, in no particular order. */
  List<RegisterReading> readings() {
    return readings;
  }

  /**
   * Adds a reading if it is near.
   *
   * @param withinMillis so long after the last one that was used
   */
  boolean add(RegisterReading reading, long withinMillis) {
    if (usedMillis == NONE
        || reading.timeMillis() - usedMillis > withinMillis
        || readings.size() >= MOST) {
      return false;
    }
    readings.add(reading);
    return true;
  }

  /** Takes those at or before an instant out. */
  List<RegisterReading> takeUntil(long horizonMillis) {
    List<RegisterReading> taken = new ArrayList<>(readings.size());
    List<RegisterReading> later = new ArrayList<>(readings.size()); // as many will come
    for (RegisterReading reading : readings) {
      (reading.timeMillis() <= horizonMillis ? taken : later).add(reading);
    }
    readings = later;
    return taken;
  }

  /** The same, to be changed by itself. */
  NearReadings copy() {
    return new NearReadings(usedMillis(), earliestSlot(), new ArrayList<>(readings));
  }
}
