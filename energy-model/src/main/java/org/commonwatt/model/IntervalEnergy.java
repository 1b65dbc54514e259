package org.commonwatt.model;

/**
 * The energy of one meter in one slot: the difference of its registers at the slot's borders.
 *
 * @param meter id
 * @param participant who the meter belongs to
 * @param slot delivery slot
 * @param version counts up from 1 with each correction
 * @param importWh withdrawn, not negative
 * @param exportWh injected, not negative
 * @param quality ESTIMATED when a border was interpolated
 */
public record IntervalEnergy(
    String meter,
    String participant,
    DeliverySlot slot,
    int version,
    long importWh,
    long exportWh,
    Quality quality) {}
