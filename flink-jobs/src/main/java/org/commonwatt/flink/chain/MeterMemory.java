package org.commonwatt.flink.chain;

import org.commonwatt.flink.registers.MeterState;
import org.commonwatt.flink.vee.DayBuffer;
import org.commonwatt.flink.vee.SimilarDays;

/**
 * All that is remembered of one meter.
 *
 * @param meter its registers and the readings that wait
 * @param day the intervals of its day so far
 * @param similar earlier days
 */
public record MeterMemory(MeterState meter, DayBuffer day, SimilarDays similar) {
  /** Nothing was heard yet. */
  public static final MeterMemory NEW =
      new MeterMemory(MeterState.NEW, DayBuffer.EMPTY, SimilarDays.NONE);
}
