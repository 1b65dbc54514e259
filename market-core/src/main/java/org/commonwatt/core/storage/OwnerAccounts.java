package org.commonwatt.core.storage;

import java.util.Map;
import java.util.TreeMap;

/**
 * What each owner has stored at least, whatever it takes out: metered lots, plus what firm
 * schedules put in, minus all that releases, schedules and the start of leases may take.
 */
final class OwnerAccounts {
  private final StorageUnit unit;
  private final Efficiency efficiency;
  private final Map<String, long[]> steps = new TreeMap<>(); // per owner and slot, µWh

  OwnerAccounts(StorageUnit unit) {
    this.unit = unit;
    efficiency = unit.rating().efficiency();
  }

  /** What an owner's metered lots hold, µWh. */
  long lotsMicroWh(String owner) {
    return unit.stock().lotsWh().getOrDefault(owner, 0L) * Efficiency.MILLION;
  }

  /** How an owner's least changes in each slot, µWh; null when nothing changes it. */
  long @org.jspecify.annotations.Nullable [] steps(String owner) {
    return steps.get(owner);
  }

  /** Adds a commitment, or takes it out again; a charge service is the owner's choice. */
  void apply(Commitment one, int sign) {
    if (one instanceof ChargeService) {
      return;
    }
    long[] own = steps.computeIfAbsent(one.owner(), first -> new long[unit.horizon().slots()]);
    if (one instanceof Release release) {
      long left = release.energyWh();
      for (int s = one.window().from(); s < one.window().to(); s++) {
        long step = Math.min(left, release.slotWh());
        left -= step;
        own[s] -= sign * (efficiency.removedMicroWh(step) + rounded());
      }
    } else if (one instanceof FirmSchedule schedule) {
      for (int s = schedule.from(); s < schedule.window().to(); s++) {
        long charge = schedule.chargeWh(s);
        own[s] += charge == 0 ? 0 : sign * efficiency.changeMicroWh(charge);
      }
    } else if (one instanceof Lease lease) {
      own[lease.window().from()] -= sign * lease.share().startWh() * Efficiency.MILLION;
    }
  }

  /** What it may cost more to take an energy in parts, in each slot, µWh. */
  private int rounded() {
    return efficiency.rounds() ? 1 : 0;
  }
}
