package org.commonwatt.flink;

import org.commonwatt.flink.registers.BorderInterpolator;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.Quality;

/**
 * The sum of those of a participant's meters that have reported a slot.
 *
 * @param meters how many have
 * @param importWh withdrawn, Wh
 * @param exportWh injected, Wh
 * @param quality the worst of them
 */
public record PartialPosition(int meters, long importWh, long exportWh, Quality quality) {
  static final PartialPosition NONE = new PartialPosition(0, 0, 0, Quality.ACTUAL);

  PartialPosition plus(IntervalEnergy energy) {
    return new PartialPosition(
        meters + 1,
        Math.addExact(importWh, energy.importWh()),
        Math.addExact(exportWh, energy.exportWh()),
        BorderInterpolator.worse(quality, energy.quality()));
  }
}
