package org.commonwatt.flink;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;

/**
 * Those of a participant's meters that have reported a slot.
 *
 * @param version of the position that was told last; 0: none yet
 * @param intervals the last version of each meter
 */
public record ReportedSlot(int version, List<IntervalEnergy> intervals) {
  static final ReportedSlot NONE = new ReportedSlot(0, List.of());

  /** With one interval more, in the place of an earlier version of the same meter. */
  ReportedSlot with(IntervalEnergy energy) {
    List<IntervalEnergy> next = new ArrayList<>();
    for (IntervalEnergy known : intervals) {
      if (!known.meter().equals(energy.meter())) {
        next.add(known);
      }
    }
    next.add(energy);
    return new ReportedSlot(version, next);
  }

  /** Told once more. */
  ReportedSlot told() {
    return new ReportedSlot(version + 1, intervals);
  }

  /** The sum, of the worst quality. */
  MeteredPosition position(String participant, DeliverySlot slot) {
    long importWh = 0;
    long exportWh = 0;
    Quality quality = Quality.ACTUAL;
    for (IntervalEnergy energy : intervals) {
      importWh = Math.addExact(importWh, energy.importWh());
      exportWh = Math.addExact(exportWh, energy.exportWh());
      quality = Quality.worse(quality, energy.quality());
    }
    return new MeteredPosition(participant, slot, version, importWh, exportWh, quality)
        .withEvidence(MeterEvidence.of(slot, intervals));
  }
}
