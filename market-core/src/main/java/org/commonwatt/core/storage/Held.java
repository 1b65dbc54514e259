package org.commonwatt.core.storage;

/**
 * A commitment of a book, with what a refusal asks of each of thousands: it never changes, so it is
 * computed once.
 */
final class Held {
  final Commitment commitment;
  final long number; // as they were taken
  final int from;
  final int to;
  final boolean isFirm;
  final boolean isRelease;
  final boolean isService;
  final boolean discharges; // a lease that may discharge
  final long savedMicroWh; // most that netting an option's charge in a slot saves
  private final long fillsMicroWh; // most that an option adds to the upper bound in all
  private final long fillsSlotMicroWh; // and in a slot
  private final long fullSlots; // how many such slots are no more than all

  Held(Commitment one, long number, Efficiency efficiency) {
    commitment = one;
    this.number = number;
    from = one.window().from();
    to = one.window().to();
    isFirm = one instanceof FirmSchedule;
    isRelease = one instanceof Release;
    isService = one instanceof ChargeService;
    long mostWh = 0;
    long fills = 0;
    boolean gives = false;
    if (one instanceof ChargeService service) {
      mostWh = Math.min(service.energyWh(), service.slotWh());
      fills = efficiency.storedMicroWh(service.energyWh());
    } else if (one instanceof Lease lease) {
      mostWh = lease.share().chargeSlotWh();
      fills = (lease.share().energyWh() - lease.share().startWh()) * Efficiency.MILLION;
      gives = lease.share().dischargeSlotWh() > 0;
    }
    discharges = gives;
    savedMicroWh = SlotSums.savedMicroWh(efficiency, mostWh);
    fillsMicroWh = fills;
    fillsSlotMicroWh = efficiency.storedMicroWh(mostWh);
    fullSlots = fillsSlotMicroWh == 0 ? Long.MAX_VALUE : fills / fillsSlotMicroWh;
  }

  /** The most that an option adds to the upper bound by itself in its first slots, µWh. */
  long fillsMicroWh(int slots) {
    return slots <= fullSlots ? fillsSlotMicroWh * slots : fillsMicroWh;
  }
}
