package org.commonwatt.simulation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** Every random decision of a run, and the count of the faults that were injected. */
final class Chance {
  private final Random random;
  private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
  private boolean faulty = true;

  Chance(long seed) {
    this.random = new Random(seed);
  }

  /** From now on nothing fails any more. */
  void stopFaults() {
    faulty = false;
  }

  boolean isFaulty() {
    return faulty;
  }

  /**
   * Whether a fault happens here and now.
   *
   * @param perThousand how likely it is
   */
  boolean strikes(Fault fault, int perThousand) {
    if (!faulty || random.nextInt(1_000) >= perThousand) {
      return false;
    }
    injected.merge(fault, 1, Integer::sum);
    return true;
  }

  Map<Fault, Integer> injected() {
    return injected;
  }

  /** 0 to {@code bound - 1}. */
  int upTo(int bound) {
    return random.nextInt(bound);
  }

  Duration millis(int from, int to) {
    return Duration.ofMillis(from + random.nextInt(to - from + 1));
  }

  Duration micros(int from, int to) {
    return Duration.ofNanos(1_000L * (from + random.nextInt(to - from + 1)));
  }
}
