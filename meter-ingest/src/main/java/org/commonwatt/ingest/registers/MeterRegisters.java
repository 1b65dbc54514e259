package org.commonwatt.ingest.registers;

import org.jspecify.annotations.Nullable;

/**
 * What a meter's registers say, in our units and signs.
 *
 * @param importWh withdrawn from the grid since the meter was installed, whole Wh (floored), not
 *     negative
 * @param exportWh injected into the grid since the meter was installed, whole Wh (floored), not
 *     negative
 * @param powerW instantaneous power, whole W (floored), injection positive
 * @param resolutionWh the smallest step of the two energies, at least 1
 * @param clockMillis the meter's own time, UTC; null when it tells none
 */
public record MeterRegisters(
    long importWh, long exportWh, long powerW, long resolutionWh, @Nullable Long clockMillis) {
  /** Of a meter that tells no time. */
  public MeterRegisters(long importWh, long exportWh, long powerW, long resolutionWh) {
    this(importWh, exportWh, powerW, resolutionWh, null);
  }

  MeterRegisters at(@Nullable Long timeMillis) {
    return new MeterRegisters(importWh, exportWh, powerW, resolutionWh, timeMillis);
  }
}
