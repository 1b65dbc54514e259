package org.commonwatt.flink.registers;

import java.util.List;
import java.util.Objects;
import org.commonwatt.flink.vee.ClockChecks.Rhythm;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one meter between readings.
 *
 * @param border the registers at the last computed border, if there is one
 * @param lastUsed the last reading that was accepted, if there is one, as the meter showed it;
 *     nothing before it is taken any more
 * @param waiting readings that await their instant or the next border, in no particular order
 * @param registers how the shown registers are to be read
 */
public record MeterState(
    @Nullable BorderRegisters border,
    @Nullable RegisterReading lastUsed,
    List<RegisterReading> waiting,
    Registers registers) {
  /** A state from before this was kept has no {@code registers}. */
  @SuppressWarnings("NullAway") // Flink restores such a state with null
  public MeterState {
    registers = Objects.requireNonNullElse(registers, Registers.NEW);
  }

  /** A meter of which nothing was heard yet. */
  public static final MeterState NEW = new MeterState(null, null, List.of(), Registers.NEW);

  /**
   * How the shown registers are to be read.
   *
   * @param offsets what is added to them
   * @param suspect a refused reading that may be the first after a reset, if there is one
   * @param rhythm in what distances readings came last
   */
  public record Registers(
      RegisterOffsets offsets, @Nullable RegisterReading suspect, Rhythm rhythm) {
    static final Registers NEW = new Registers(RegisterOffsets.NONE, null, Rhythm.NONE);
  }
}
