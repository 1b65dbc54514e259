package org.commonwatt.flink.chain;

import java.util.List;
import org.commonwatt.flink.vee.Finding;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.RejectedReading;

/**
 * What a step made of a meter's readings.
 *
 * @param memory what is remembered now
 * @param energies completed or corrected slots, in slot order
 * @param rejected readings that were refused, in canonical order
 * @param findings what the checks called into question
 * @param restarts how often the meter started anew after a gap that is too long to estimate
 */
public record ChainStep(
    MeterMemory memory,
    List<IntervalEnergy> energies,
    List<RejectedReading> rejected,
    List<Finding> findings,
    int restarts) {}
