package org.commonwatt.ingest.registers;

/**
 * What a meter's registers say, in our units and signs.
 *
 * @param importWh withdrawn from the grid since the meter was installed, whole Wh (floored), not
 *     negative
 * @param exportWh injected into the grid since the meter was installed, whole Wh (floored), not
 *     negative
 * @param powerW instantaneous power, whole W (floored), injection positive
 * @param resolutionWh the smallest step of the two energies, at least 1
 */
public record MeterRegisters(long importWh, long exportWh, long powerW, long resolutionWh) {}
