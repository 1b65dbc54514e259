package org.commonwatt.flink;

import org.commonwatt.model.IntervalEnergy;

/**
 * The energy of a meter in a slot, under the name of who has the meter then.
 *
 * @param energy of the meter
 * @param meters how many meters its participant has in the slot, at least 1; 0 of a boundary meter,
 *     whose energy is no participant's
 * @param place where it is reported
 */
public record OwnedEnergy(IntervalEnergy energy, int meters, AreaPlace place) {
  static OwnedEnergy of(IntervalEnergy energy, String participant, int meters, AreaPlace place) {
    IntervalEnergy owned =
        energy.participant().equals(participant)
            ? energy
            : new IntervalEnergy(
                energy.meter(),
                participant,
                energy.slot(),
                energy.version(),
                energy.importWh(),
                energy.exportWh(),
                energy.quality());
    return new OwnedEnergy(owned, meters, place);
  }
}
