package org.commonwatt.core.storage;

import org.commonwatt.core.storage.StorageRefusal.Code;

/**
 * How much single commitments press on a limit, where that does not depend on the others: of
 * options and leases, unless the limit is the usable energy and what netting saves in one of their
 * slots is bounded by what firm schedules discharge.
 */
final class Pressures {
  private final StorageUnit unit;
  private final Efficiency efficiency;
  private final Limit limit;
  private final SlotSums sums;
  private final int[] saving; // in how many slots before each netting saves against each option
  private final int[] shared; // in how many what it saves depends on others
  private final long rounded; // µWh a slot

  Pressures(StorageUnit unit, SlotSums sums, Limit limit) {
    this.unit = unit;
    this.limit = limit;
    efficiency = unit.rating().efficiency();
    this.sums = sums;
    int slots = limit.code() == Code.TOO_FULL ? limit.at() + 1 : 0;
    saving = new int[slots + 1];
    shared = new int[slots + 1];
    for (int s = 0; s < slots; s++) {
      boolean each = sums.isSavedAgainstEach(s);
      saving[s + 1] = saving[s] + (each ? 1 : 0);
      shared[s + 1] = shared[s] + (each || sums.isNothingSaved(s) ? 0 : 1);
    }
    rounded = efficiency.rounds() ? 1 : 0;
  }

  /** Whether a commitment's pressure is its own. */
  boolean isOwn(Commitment one) {
    if (one instanceof FirmSchedule) {
      return false;
    }
    return limit.code() != Code.TOO_FULL || in(shared, one.window()) == 0;
  }

  private int in(int[] before, Window window) {
    return before[Math.min(limit.at() + 1, window.to())] - before[window.from()];
  }

  /** What netting saves against an option, µWh. */
  private long saved(Window window, long slotWh) {
    return in(saving, window) * sums.savedMicroWh(slotWh);
  }

  /** The pressure of a commitment that is its own: µWh, Wh of powers. */
  long of(Commitment one) {
    int slots = Math.min(limit.at() + 1, one.window().to()) - one.window().from();
    if (one instanceof ChargeService service) {
      return ofService(service, slots);
    }
    if (one instanceof Release release) {
      long most = Math.min(release.energyWh(), release.slotWh());
      return limit.code() == Code.DISCHARGE_POWER
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
          efficiency.storedMicroWh(upTo(one.energyWh(), most, slots))
              + saved(one.window(), most)
              + rounded * slots;
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
              + saved(one.window(), share.chargeSlotWh())
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
