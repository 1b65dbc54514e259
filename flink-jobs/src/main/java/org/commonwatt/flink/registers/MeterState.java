package org.commonwatt.flink.registers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one meter between readings.
 *
 * @param border the registers at the last computed border, if there is one
 * @param lastUsed the last reading that was accepted, if there is one; nothing before it is taken
 *     any more
 * @param waiting readings that await their instant or the next border, in no particular order
 */
public record MeterState(
    @Nullable BorderRegisters border,
    @Nullable RegisterReading lastUsed,
    List<RegisterReading> waiting) {
  /** A meter of which nothing was heard yet. */
  public static final MeterState NEW = new MeterState(null, null, List.of());
}
