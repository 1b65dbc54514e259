package org.commonwatt.ingest.simulator;

/**
 * What a simulated station holds. It follows the power at its connection: so much of a charge is
 * stored, and so much of what is removed comes out. At its limits it holds no more and no less;
 * whoever sets the power has to keep within them.
 */
final class SimulatedBattery {
  private static final long MILLION = 1_000_000;
  private static final long MICRO_PER_WATT_MILLI_DIVISOR = 3_600_000; // W × ms × ppm to µWh
  private static final int PER_MILLE = 1_000;

  private final int chargePpm;
  private final int dischargePpm;
  private long capacityMicroWh;
  private long storedMicroWh; // at the instant since
  private long sinceMillis;
  private long injectionW;

  SimulatedBattery(StationSpec spec) {
    chargePpm = spec.chargePpm();
    dischargePpm = spec.dischargePpm();
    capacityMicroWh = Math.multiplyExact(spec.capacityWh(), MILLION);
    storedMicroWh = Math.multiplyExact(spec.storedWh(), MILLION);
    sinceMillis = spec.fromMillis();
  }

  synchronized void set(long fromMillis, long injectionWatts) {
    storedMicroWh = stored(fromMillis);
    sinceMillis = fromMillis;
    injectionW = injectionWatts;
  }

  /** A part of it is cut off with what is in it: of both so much is left. */
  synchronized void cut(long fromMillis, int leftPpm) {
    storedMicroWh = share(stored(fromMillis), leftPpm);
    capacityMicroWh = share(capacityMicroWh, leftPpm);
    sinceMillis = fromMillis;
  }

  /** State of charge, tenths of a percent of what is there, floored. */
  synchronized int perMille(long timeMillis) {
    return (int) (Math.multiplyExact(stored(timeMillis), PER_MILLE) / capacityMicroWh);
  }

  private long stored(long timeMillis) {
    long flowed = Math.multiplyExact(injectionW, Math.max(timeMillis - sinceMillis, 0));
    long change =
        flowed < 0
            ? Math.multiplyExact(-flowed, chargePpm) / MICRO_PER_WATT_MILLI_DIVISOR
            : -removed(flowed);
    return Math.min(Math.max(Math.addExact(storedMicroWh, change), 0), capacityMicroWh);
  }

  /** µWh that leave it when so many W × ms flow out, rounded up. */
  private long removed(long flowed) {
    long microWh = Math.multiplyExact(flowed, 10) / 36;
    return -Math.floorDiv(-Math.multiplyExact(microWh, MILLION), dischargePpm);
  }

  private static long share(long whole, int ppm) {
    return Math.multiplyExact(whole, ppm) / MILLION;
  }
}
