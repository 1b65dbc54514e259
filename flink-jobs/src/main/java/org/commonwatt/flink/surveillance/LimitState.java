package org.commonwatt.flink.surveillance;

/**
 * What a participant has contracted in a slot.
 *
 * @param netWh sells minus buys, Wh
 * @param toldWh the net energy of the last alert, Wh; 0 for none
 * @param version of the last alert, 0 for none
 * @param firstSequence of the first event beyond the limit, 0 for none
 */
public record LimitState(long netWh, long toldWh, int version, long firstSequence) {
  static final LimitState NEW = new LimitState(0, 0, 0, 0);
}
