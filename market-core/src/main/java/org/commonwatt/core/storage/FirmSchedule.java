package org.commonwatt.core.storage;

import java.util.List;

/**
 * Energy that will be charged or discharged, slot by slot: an obligation, a dispatch call, or the
 * unit's own plan.
 *
 * @param id its name
 * @param owner whose energy it is
 * @param from first slot, from 0
 * @param injectionWh of each slot, one or more, from the first on: positive what is discharged into
 *     the grid, negative what is charged, at the connection, at most 10¹¹ Wh either way
 */
public record FirmSchedule(String id, String owner, int from, List<Long> injectionWh)
    implements Commitment {
  /** Copies the energies. */
  public FirmSchedule {
    injectionWh = List.copyOf(injectionWh);
  }

  @Override
  public Window window() {
    return new Window(from, from + injectionWh.size());
  }

  /** What it charges in a slot of its window, Wh, negative when it discharges. */
  long chargeWh(int slot) {
    return -injectionWh.get(slot - from);
  }
}
