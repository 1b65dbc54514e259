package org.commonwatt.model;

/**
 * One reading of a meter's cumulative registers.
 *
 * @param meter id
 * @param sequence counts up by one per meter, from 0
 * @param timeMillis instant of the reading, UTC
 * @param importWh withdrawn from the grid since the meter was installed, Wh, not negative
 * @param exportWh injected into the grid since the meter was installed, Wh, not negative
 * @param powerW instantaneous power, injection positive
 * @param quality ACTUAL when it was read from the device
 * @param previousHash hash of the stored bytes of the meter's previous reading
 */
public record MeterReading(
    String meter,
    long sequence,
    long timeMillis,
    long importWh,
    long exportWh,
    long powerW,
    Quality quality,
    Hash previousHash) {}
