package org.commonwatt.core.storage;

/**
 * How much single commitments press on a limit, where that does not depend on the others: of
 * options and leases, unless firm schedules discharge in their slots and the limit is the usable
 * energy.
 */
final class Pressures {
  private final StorageUnit unit;
  private final Efficiency efficiency;
  private final Limit limit;
  private final int[] firmDischarges; // up to each slot
  private final long rounded; // µWh a slot

  Pressures(StorageUnit unit, SlotSums sums, Limit limit) {
    this.unit = unit;
    this.limit = limit;
    efficiency = unit.rating().efficiency();
    firmDischarges = sums.firmDischarges();
    rounded = efficiency.rounds() ? 1 : 0;
  }

  /** Whether a commitment's pressure is its own. */
  boolean isOwn(Commitment one) {
    if (one instanceof FirmSchedule) {
      return false;
    }
    if (limit.code() != StorageRefusal.Code.TOO_FULL) {
      return true;
    }
    int from = one.window().from();
    int last = Math.min(limit.at(), one.window().to() - 1);
    return firmDischarges[last] == (from == 0 ? 0 : firmDischarges[from - 1]);
  }

  /** The pressure of a commitment that is its own: µWh, Wh of powers. */
  long of(Commitment one) {
    int slots = Math.min(limit.at() + 1, one.window().to()) - one.window().from();
    if (one instanceof ChargeService service) {
      return ofService(service, slots);
    }
    if (one instanceof Release release) {
      long most = Math.min(release.energyWh(), release.slotWh());
      return limit.code() == StorageRefusal.Code.DISCHARGE_POWER
          ? most
          : removed(release.energyWh(), most, slots) + rounded * slots;
    }
    return ofLease((Lease) one, slots);
  }

  private long ofService(ChargeService one, int slots) {
    long most = Math.min(one.energyWh(), one.slotWh());
    return switch (limit.code()) {
      case CHARGE_POWER -> most;
      case TOO_FULL ->
          efficiency.storedMicroWh(upTo(one.energyWh(), most, slots)) + rounded * slots;
      default -> efficiency.storedMicroWh(upTo(one.energyWh(), most, ofDay(one.window())));
    };
  }

  private long ofLease(Lease one, int slots) {
    Lease.Share share = one.share();
    long start = share.startWh() * Efficiency.MILLION;
    return switch (limit.code()) {
      case CHARGE_POWER -> share.chargeSlotWh();
      case DISCHARGE_POWER -> share.dischargeSlotWh();
      case NOT_BACKED -> start;
      case TOO_FULL ->
          upTo(
                  share.energyWh() * Efficiency.MILLION - start,
                  efficiency.storedMicroWh(share.chargeSlotWh()),
                  slots)
              + 2 * rounded * slots;
      case TOO_EMPTY ->
          upTo(start, efficiency.removedMicroWh(share.dischargeSlotWh()), slots) + rounded * slots;
      default -> {
        long most = unit.rating().storedOfDayMicroWh(share.energyWh()) / efficiency.chargePpm();
        yield efficiency.storedMicroWh(upTo(most, share.chargeSlotWh(), ofDay(one.window())));
      }
    };
  }

  /** At most all, and so much in each slot. */
  private static long upTo(long all, long slot, int slots) {
    return slot == 0 || all / slot >= slots ? slot * slots : all;
  }

  /** What releases remove as early as they can, µWh. */
  private long removed(long all, long slot, int slots) {
    long whole = Math.min(slots, all / slot);
    long rest = whole < slots ? all - whole * slot : 0;
    return whole * efficiency.removedMicroWh(slot) + efficiency.removedMicroWh(rest);
  }

  private int ofDay(Window window) {
    int count = 0;
    for (int s = window.from(); s < window.to(); s++) {
      count += unit.horizon().day(s) == limit.at() ? 1 : 0;
    }
    return count;
  }
}
