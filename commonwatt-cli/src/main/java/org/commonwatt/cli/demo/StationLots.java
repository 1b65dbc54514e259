package org.commonwatt.cli.demo;

import java.util.Map;
import java.util.TreeMap;

/**
 * Whose energy a station holds, as the meter organisation keeps it: what was charged for a customer
 * less its losses, less what was removed for it. All the rest is its owner's, netting included.
 */
final class StationLots {
  private static final long MILLION = 1_000_000;

  private final Map<String, Long> microWh = new TreeMap<>();

  /** Somebody's energy flowed: what was discharged for it, Wh, negative what was charged. */
  void flowed(String owner, long injectionWh) {
    microWh.merge(owner, change(injectionWh), (before, more) -> Math.max(0, before + more));
  }

  /** What is left of so much when something flows, µWh; never below 0. */
  static long after(long heldMicroWh, long injectionWh) {
    return Math.max(0, heldMicroWh + change(injectionWh));
  }

  private static long change(long injectionWh) {
    return injectionWh < 0
        ? Math.multiplyExact(-injectionWh, StationFacts.ONE_WAY_PPM)
        : Math.floorDiv(-injectionWh * MILLION * MILLION, StationFacts.ONE_WAY_PPM);
  }

  /**
   * Whole Wh of each customer, by id; together no more than what is stored.
   *
   * @param storedWh state of charge
   */
  Map<String, Long> wholeWh(long storedWh) {
    Map<String, Long> whole = new TreeMap<>();
    long left = storedWh;
    for (Map.Entry<String, Long> one : microWh.entrySet()) {
      long energyWh = Math.min(left, one.getValue() / MILLION);
      whole.put(one.getKey(), energyWh);
      left -= energyWh;
    }
    return whole;
  }
}
