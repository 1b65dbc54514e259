package org.commonwatt.model;

import java.util.List;

/**
 * What a lessee will use of its virtual battery. A value as it was sent; the core validates.
 *
 * @param fromMillis start of the first slot, UTC
 * @param injectionWh what is discharged at the connection in each slot from there on, Wh, negative
 *     what is charged; empty to take back what was planned
 */
public record LeasePlan(long fromMillis, List<Long> injectionWh) {
  /** Copies the energies. */
  public LeasePlan {
    injectionWh = List.copyOf(injectionWh);
  }
}
