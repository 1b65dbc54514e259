package org.commonwatt.cli.demo;

/**
 * A leased share of the station, as its lessee uses it: what it lacks is taken out, what it has too
 * much is stored, and in the last slots of the lease all is taken out, so that the next lease finds
 * the room.
 */
final class LeasedShare {
  private static final long MILLION = 1_000_000;

  private final Size size;
  private long heldMicroWh;

  /**
   * What it may do.
   *
   * @param energyWh that it may hold
   * @param chargeSlotWh that it may charge in a slot
   * @param dischargeSlotWh that it may discharge in a slot
   */
  record Size(long energyWh, long chargeSlotWh, long dischargeSlotWh) {}

  /** A share that holds so much at first, Wh. */
  LeasedShare(Size size, long startWh) {
    this.size = size;
    heldMicroWh = startWh * MILLION;
  }

  /** What it holds, whole Wh. */
  long heldWh() {
    return heldMicroWh / MILLION;
  }

  /**
   * Uses it in a slot.
   *
   * @param lackWh what the lessee lacks, negative what it has too much
   * @param slotsAfter slots of the lease behind this one
   * @return what is discharged, Wh, negative what is charged
   */
  long use(long lackWh, long slotsAfter) {
    long thereWh = heldWh() * StationFacts.ONE_WAY_PPM / MILLION;
    long laterWh = slotsAfter * size.dischargeSlotWh();
    long mustWh = thereWh - laterWh;
    long injectionWh =
        lackWh < 0 && mustWh <= 0
            ? -Math.min(Math.min(-lackWh, size.chargeSlotWh()), roomWh(laterWh))
            : Math.min(Math.min(Math.max(lackWh, mustWh), size.dischargeSlotWh()), thereWh);
    heldMicroWh = StationLots.after(heldMicroWh, injectionWh);
    return injectionWh;
  }

  /** What can be charged so that later slots can discharge it, Wh. */
  private long roomWh(long laterWh) {
    long mostMicroWh =
        Math.min(size.energyWh() * MILLION, laterWh * MILLION * MILLION / StationFacts.ONE_WAY_PPM);
    return Math.max(0, mostMicroWh - heldMicroWh) / StationFacts.ONE_WAY_PPM;
  }
}
