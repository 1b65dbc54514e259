package org.commonwatt.ingest.simulator;

/**
 * A flow that somebody sets: from an instant on so much power, until it is set anew. Exact where
 * that is at borders of quarter-hours and the energy of each is whole; floored in between.
 */
final class SteadyFlow implements NetFlow {
  private static final long MILLIS_PER_HOUR = 3_600_000;

  private long sinceMillis;
  private long injectionW;
  private long importedBefore; // W × ms
  private long exportedBefore;

  /** Nothing flows before it is set. */
  SteadyFlow(long fromMillis) {
    sinceMillis = fromMillis;
  }

  synchronized void set(long fromMillis, long injectionWatts) {
    if (fromMillis < sinceMillis) {
      throw new IllegalArgumentException("power is set from the last time on, not from before it");
    }
    importedBefore = imported(fromMillis);
    exportedBefore = exported(fromMillis);
    sinceMillis = fromMillis;
    injectionW = injectionWatts;
  }

  @Override
  public synchronized long importedUnits(long timeMillis, int unitsPerWh) {
    return Math.multiplyExact(imported(timeMillis), unitsPerWh) / MILLIS_PER_HOUR;
  }

  @Override
  public synchronized long exportedUnits(long timeMillis, int unitsPerWh) {
    return Math.multiplyExact(exported(timeMillis), unitsPerWh) / MILLIS_PER_HOUR;
  }

  @Override
  public synchronized long injectionW(long timeMillis) {
    return injectionW;
  }

  private long imported(long timeMillis) {
    return Math.addExact(importedBefore, flowed(-injectionW, timeMillis));
  }

  private long exported(long timeMillis) {
    return Math.addExact(exportedBefore, flowed(injectionW, timeMillis));
  }

  private long flowed(long watts, long timeMillis) {
    return Math.multiplyExact(Math.max(watts, 0), Math.max(timeMillis - sinceMillis, 0));
  }
}
