package org.commonwatt.ingest.simulator;

import java.util.function.IntToLongFunction;

/** Running totals of one home over a profile that repeats, for any slot in constant time. */
final class HomeTotals {
  private final long[] imported;
  private final long[] exported;

  /**
   * Sums one period up.
   *
   * @param slots length of the period
   * @param netWh injection minus withdrawal of a slot of the period
   */
  HomeTotals(int slots, IntToLongFunction netWh) {
    imported = new long[slots + 1];
    exported = new long[slots + 1];
    for (int slot = 0; slot < slots; slot++) {
      long net = netWh.applyAsLong(slot);
      imported[slot + 1] = imported[slot] + Math.max(-net, 0);
      exported[slot + 1] = exported[slot] + Math.max(net, 0);
    }
  }

  /** Wh withdrawn in all slots from number 0 to before a number; negative for negative numbers. */
  long importedBefore(long slotNumber) {
    return before(imported, slotNumber);
  }

  /** Wh injected, likewise. */
  long exportedBefore(long slotNumber) {
    return before(exported, slotNumber);
  }

  private static long before(long[] sums, long slotNumber) {
    int slots = sums.length - 1;
    long periods = Math.floorDiv(slotNumber, (long) slots);
    return Math.addExact(
        Math.multiplyExact(periods, sums[slots]),
        sums[(int) Math.floorMod(slotNumber, (long) slots)]);
  }
}
