package org.commonwatt.core.storage;

import org.commonwatt.core.storage.StorageRefusal.Code;

/**
 * How much single options and leases press on a limit, beside what netting them saves and what the
 * roundings of leases come to.
 */
final class Pressures {
  private final StorageUnit unit;
  private final Efficiency efficiency;
  private final Limit limit;

  Pressures(StorageUnit unit, Limit limit) {
    this.unit = unit;
    this.limit = limit;
    efficiency = unit.rating().efficiency();
  }

  /** The pressure of an option or a lease by itself: µWh, Wh of powers. */
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
