package org.commonwatt.core.storage;

/**
 * What a unit's commitments come to, slot by slot: what is firm, between which bounds customers may
 * move it, and between which bounds the state of charge stays. A view of the book at the time it
 * was taken.
 */
public final class StoragePlan {
  private final long[] firmChargeWh;
  private final long[] mostChargeWh;
  private final long[] mostDischargeWh;
  private final long[] upperMicroWh;
  private final long[] lowerMicroWh;

  StoragePlan(SlotSums sums) {
    firmChargeWh = sums.firm.clone();
    int slots = firmChargeWh.length;
    mostChargeWh = new long[slots];
    mostDischargeWh = new long[slots];
    upperMicroWh = new long[slots];
    lowerMicroWh = new long[slots];
    long upper = sums.startMicroWh;
    long lower = sums.startMicroWh;
    for (int s = 0; s < slots; s++) {
      mostChargeWh[s] = sums.mostChargeWh(s);
      mostDischargeWh[s] = sums.mostDischargeWh(s);
      upper += sums.up[s];
      lower += sums.down[s];
      upperMicroWh[s] = upper;
      lowerMicroWh[s] = lower;
    }
  }

  /** Number of slots. */
  public int slots() {
    return firmChargeWh.length;
  }

  /**
   * The set-point of a slot while no customer uses an option: net injection, Wh, negative when the
   * unit charges.
   */
  public long injectionWh(int slot) {
    return -firmChargeWh[slot];
  }

  /** The least net injection that customers may ask for, Wh; negative: charging. */
  public long leastInjectionWh(int slot) {
    return -mostChargeWh[slot];
  }

  /** The greatest net injection that customers may ask for, Wh. */
  public long mostInjectionWh(int slot) {
    return mostDischargeWh[slot];
  }

  /** What the state of charge cannot pass at the end of a slot, µWh. */
  public long upperMicroWh(int slot) {
    return upperMicroWh[slot];
  }

  /** What the state of charge cannot fall below at the end of a slot, µWh. */
  public long lowerMicroWh(int slot) {
    return lowerMicroWh[slot];
  }
}
