package org.commonwatt.core.storage;

import org.commonwatt.core.storage.StorageRefusal.Code;

/**
 * How much single commitments press on a limit, where that does not depend on the others: of
 * options and leases, unless the limit is the usable energy and firm schedules discharge in one of
 * their slots, or the roundings of leases add up.
 */
final class Pressures {
  private final StorageUnit unit;
  private final Efficiency efficiency;
  private final Limit limit;
  private final int[] saving; // in how many slots before each netting may save something

  Pressures(StorageUnit unit, SlotSums sums, Limit limit) {
    this.unit = unit;
    this.limit = limit;
    efficiency = unit.rating().efficiency();
    int slots = limit.code() == Code.TOO_FULL ? limit.at() + 1 : 0;
    saving = new int[slots + 1];
    for (int s = 0; s < slots; s++) {
      saving[s + 1] = saving[s] + (sums.isNothingSaved(s) ? 0 : 1);
    }
  }

  /** Whether a commitment's pressure is its own. */
  boolean isOwn(Commitment one) {
    if (one instanceof FirmSchedule) {
      return false;
    }
    if (limit.code() != Code.TOO_FULL) {
      return true;
    }
    Window window = one.window();
    boolean saves = saving[Math.min(limit.at() + 1, window.to())] > saving[window.from()];
    return !saves && !(one instanceof Lease && efficiency.rounds());
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
          : release.removedMicroWh(efficiency, slots);
    }
    return ofLease((Lease) one, slots);
  }

  private long ofService(ChargeService one, int slots) {
    long most = Math.min(one.energyWh(), one.slotWh());
    return switch (limit.code()) {
      case CHARGE_POWER -> most;
      case TOO_FULL -> efficiency.storedMicroWh(upTo(one.energyWh(), most, slots));
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
              slots);
      case TOO_EMPTY -> upTo(start, efficiency.removedMicroWh(share.dischargeSlotWh()), slots);
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

  private int ofDay(Window window) {
    int count = 0;
    for (int s = window.from(); s < window.to(); s++) {
      count += unit.horizon().day(s) == limit.at() ? 1 : 0;
    }
    return count;
  }
}
