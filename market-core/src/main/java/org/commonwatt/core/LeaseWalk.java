package org.commonwatt.core;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageSpec;
import org.jspecify.annotations.Nullable;

/** A virtual battery slot by slot: what it holds if it is used as planned. */
final class LeaseWalk {
  private static final long MINUTE_MILLIS = 60_000;
  private static final long DAY_MILLIS = 86_400_000;

  private final StorageCommitment lease;
  private final StorageSpec.Rating rating;
  private final long lengthMillis;
  private final int utcOffsetMinutes;
  private final Efficiency efficiency;

  /**
   * A lease from the last report of its unit on.
   *
   * @param lease with what it held then
   */
  LeaseWalk(
      StorageCommitment lease, StorageSpec.Rating rating, long lengthMillis, int utcOffsetMinutes) {
    this.lease = lease;
    this.rating = rating;
    this.lengthMillis = lengthMillis;
    this.utcOffsetMinutes = utcOffsetMinutes;
    this.efficiency = new Efficiency(rating.chargePpm(), rating.dischargePpm());
  }

  /**
   * Where a plan breaks a limit.
   *
   * @param slotStartMillis of the first slot that cannot be used as planned
   */
  record Break(long slotStartMillis, Rejection rejection) {}

  /** The first slot in which the lease cannot be used as planned; null when there is none. */
  @Nullable Break firstBreak(NavigableMap<Long, Long> plan) {
    long most = Math.multiplyExact(lease.energyWh(), (long) Efficiency.MILLION);
    long stored = Math.multiplyExact(lease.startWh(), (long) Efficiency.MILLION);
    long day = Long.MIN_VALUE;
    long chargedWh = 0;
    for (long at = lease.fromMillis(); at < lease.toMillis(); at += lengthMillis) {
      long injection = plan.getOrDefault(at, 0L);
      if (injection > lease.dischargeSlotWh() || injection < -lease.chargeSlotWh()) {
        return broken(
            at,
            RejectionCode.LEASE_POWER,
            "the lease charges at most %d Wh and discharges at most %d Wh in a slot"
                .formatted(lease.chargeSlotWh(), lease.dischargeSlotWh()));
      }
      stored = Math.addExact(stored, efficiency.changeMicroWh(-injection));
      if (stored > most) {
        return broken(
            at,
            RejectionCode.LEASE_TOO_FULL,
            "the virtual battery would hold more than " + lease.energyWh() + " Wh: charge less");
      }
      if (stored < 0) {
        return broken(
            at,
            RejectionCode.LEASE_TOO_EMPTY,
            "the virtual battery would hold less than nothing: discharge less, or charge before");
      }
      long today = Math.floorDiv(at + utcOffsetMinutes * MINUTE_MILLIS, DAY_MILLIS);
      chargedWh = (today == day ? chargedWh : 0) + Math.max(0, -injection);
      day = today;
      if (chargedWh > mostOfDayWh()) {
        return broken(
            at,
            RejectionCode.LEASE_TOO_MANY_CYCLES,
            "the lease charges at most " + mostOfDayWh() + " Wh in a local day");
      }
    }
    return null;
  }

  /** What it holds at the end of each slot, µWh; of a plan that breaks nothing. */
  List<Long> stored(NavigableMap<Long, Long> plan) {
    List<Long> all = new ArrayList<>();
    long stored = lease.startWh() * Efficiency.MILLION;
    for (long at = lease.fromMillis(); at < lease.toMillis(); at += lengthMillis) {
      stored += efficiency.changeMicroWh(-plan.getOrDefault(at, 0L));
      all.add(stored);
    }
    return all;
  }

  /** The most that is charged in a local day, Wh, as many cycles as the unit may have. */
  private long mostOfDayWh() {
    return rating.dailyCyclesPpm() == StorageSpec.NO_CYCLE_LIMIT
        ? Long.MAX_VALUE
        : lease.energyWh() * rating.dailyCyclesPpm() / rating.chargePpm();
  }

  private static Break broken(long slotStartMillis, RejectionCode code, String message) {
    return new Break(slotStartMillis, new Rejection(code, message));
  }
}
