package org.commonwatt.cli.demo;

import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Rulebook;

/**
 * The run of a dishwasher over two slots in a row. It is part of what the home needs anyway, as the
 * recording of the home has it: the home leaves it out of its bids and buys it as one block, so
 * that it either runs through or waits.
 */
final class Dishwasher {
  /** The most that it takes in a slot, Wh. */
  static final long MOST_WH = 300;

  /** With less in a slot it does not run, Wh. */
  static final long LEAST_WH = 100;

  private static final long MINUTES_OF_DAY = 1_440;
  private static final long FROM_MINUTE = 8 * 60;
  private static final long TO_MINUTE = 16 * 60;

  private final Rulebook rulebook;
  private long dayOfLastRun = Long.MIN_VALUE;

  Dishwasher(Rulebook rulebook) {
    this.rulebook = rulebook;
  }

  /** Whether it may run in a slot: by day, and once a day. */
  boolean waitsFor(DeliverySlot slot) {
    long minute = Math.floorMod(localMinute(slot), MINUTES_OF_DAY);
    return FROM_MINUTE <= minute && minute < TO_MINUTE && day(slot) != dayOfLastRun;
  }

  /** What a home bids for of its need: the rest of what the dishwasher may take, Wh. */
  long bidWh(DeliverySlot slot, long needWh) {
    return waitsFor(slot) ? Math.max(0, needWh - MOST_WH) : needWh;
  }

  /**
   * The energies of a run, Wh by slot; empty when there is too little need for one.
   *
   * @param needsWh what the home still has to buy in two slots in a row
   */
  static List<Long> profileWh(List<Long> needsWh) {
    return needsWh.stream().allMatch(need -> need >= LEAST_WH)
        ? needsWh.stream().map(need -> Math.min(need, MOST_WH)).toList()
        : List.of();
  }

  /** It runs from a slot on. */
  void runs(DeliverySlot slot) {
    dayOfLastRun = day(slot);
  }

  private long day(DeliverySlot slot) {
    return Math.floorDiv(localMinute(slot), MINUTES_OF_DAY);
  }

  private long localMinute(DeliverySlot slot) {
    return Math.floorDiv(slot.startMillis(), 60_000L) + rulebook.timing().utcOffsetMinutes();
  }
}
