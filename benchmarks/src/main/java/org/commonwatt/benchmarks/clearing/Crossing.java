package org.commonwatt.benchmarks.clearing;

import org.jspecify.annotations.Nullable;

/** Finds where supply and demand of one area cross, from what is offered at each price, rising. */
final class Crossing {
  private final boolean anyDemand;
  private long demand; // at the present price and above
  private long supply; // at the present price and below
  private long volume;
  private @Nullable Long lowest;
  private @Nullable Long highest;

  Crossing(long totalDemand) {
    demand = totalDemand;
    anyDemand = totalDemand > 0;
  }

  /** Takes the next price; false when no higher one matters. */
  boolean step(long price, long bought, long sold) {
    supply += sold;
    volume = Math.max(volume, Math.min(supply, demand));
    demand -= bought;
    if (supply >= demand && lowest == null && anyDemand) {
      lowest = price;
    }
    if (supply > demand) {
      highest = price;
    }
    return highest == null;
  }

  OneAreaResult result() {
    return new OneAreaResult(volume, lowest, highest);
  }
}
