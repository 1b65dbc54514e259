package org.commonwatt.flink.registers;

import java.util.List;
import org.commonwatt.flink.vee.Finding;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.RejectedReading;

/**
 * What a step made of a meter's readings.
 *
 * @param state the meter's next state
 * @param energies completed slots, in slot order
 * @param rejected readings that were refused, in canonical order
 * @param findings what the checks of readings found, in the order of the readings
 * @param restarts how often the meter started anew after a gap that is too long to estimate
 */
public record Settlement(
    MeterState state,
    List<IntervalEnergy> energies,
    List<RejectedReading> rejected,
    List<Finding> findings,
    int restarts) {}
