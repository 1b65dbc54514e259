package org.commonwatt.core.storage;

import java.util.Collection;
import org.commonwatt.core.storage.StorageRefusal.Code;

/**
 * What firm schedules may still charge beside a unit's commitments. A slot in which it is firmly
 * discharged is not free: in a slot a unit goes one way. As much as is free may be charged in any
 * slots together: {@link StorageBook#commitAll} then takes it.
 */
public final class FreeCharge {
  private final long[] slotWh;
  private final long[] stateWh;
  private final long[] dayWh;
  private final int[] direction;
  private final boolean isKept;

  private FreeCharge(Limits limits, boolean isKept) {
    this.isKept = isKept;
    SlotSums sums = limits.sums;
    Horizon horizon = limits.unit.horizon();
    long ppm = limits.unit.rating().efficiency().chargePpm();
    int slots = horizon.slots();
    slotWh = new long[slots];
    stateWh = new long[slots];
    direction = new int[slots];
    long room = limits.unit.rating().usableWh() * Efficiency.MILLION - sums.startMicroWh;
    for (int s = 0; s < slots; s++) {
      long power = horizon.energyWh(s, limits.unit.rating().chargeW());
      slotWh[s] = sums.firm[s] < 0 ? 0 : power - sums.mostChargeWh(s);
      direction[s] = Long.signum(sums.firm[s]);
      room = Math.subtractExact(room, sums.up[s]);
      stateWh[s] = Math.floorDiv(room, ppm);
    }
    dayWh = new long[horizon.days()];
    for (int day = 0; day < dayWh.length; day++) {
      dayWh[day] =
          -Math.floorDiv(limits.excess(new Limit(Code.TOO_MANY_CYCLES, day)) + ppm - 1, ppm);
    }
  }

  /**
   * What is free when further commitments are added, whether or not the unit can keep them.
   *
   * @param more with ids of their own, each possible without the others
   * @throws ArithmeticException when energies together do not fit in 63 bits of µWh
   */
  public static FreeCharge of(StorageBook book, Collection<? extends Commitment> more) {
    return book.with(more);
  }

  static FreeCharge of(Limits limits, Collection<? extends Commitment> more) {
    return new FreeCharge(limits, more.stream().allMatch(one -> limits.broken(one) == null));
  }

  /** Whether the unit can keep the further commitments. */
  public boolean isKept() {
    return isKept;
  }

  /** Which way the firm schedules of a slot go together: 1 for a charge, -1, 0 for none. */
  public int direction(int slot) {
    return direction[slot];
  }

  /** Most that may be charged in a slot, Wh; negative when the power does not suffice as it is. */
  public long slotWh(int slot) {
    return slotWh[slot];
  }

  /**
   * Most that may be charged up to the end of a slot, Wh at the connection; negative when the unit
   * could be too full as it is.
   */
  public long stateWh(int slot) {
    return stateWh[slot];
  }

  /** Most that may be charged in a local day, Wh; negative when cycles do not suffice as it is. */
  public long dayWh(int day) {
    return dayWh[day];
  }
}
