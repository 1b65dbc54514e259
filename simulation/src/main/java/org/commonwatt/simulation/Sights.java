package org.commonwatt.simulation;

import java.util.EnumMap;
import java.util.Map;

/** Counts what a run met. */
final class Sights {
  private final Map<Sight, Integer> counts = new EnumMap<>(Sight.class);

  void see(Sight sight) {
    counts.merge(sight, 1, Integer::sum);
  }

  void seeIf(boolean seen, Sight sight) {
    if (seen) {
      see(sight);
    }
  }

  Map<Sight, Integer> counts() {
    return Map.copyOf(counts);
  }
}
