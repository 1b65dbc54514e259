package org.commonwatt.flink.surveillance;

import java.util.List;

/**
 * In which of the last slots a participant withheld.
 *
 * @param slots those, in order of time
 * @param day of the last alert, days since the epoch, UTC; -1 for none
 * @param version of the last alert of that day
 */
public record WithholdingState(List<Withheld> slots, long day, int version) {
  static final WithholdingState NEW = new WithholdingState(List.of(), -1, 0);

  /**
   * A slot in which it withheld.
   *
   * @param place of its metered position
   * @param offeredWh what it offered there, Wh
   * @param orderIds its sell orders
   */
  public record Withheld(long slotStartMillis, Place place, long offeredWh, List<Long> orderIds) {}
}
