package org.commonwatt.core.storage;

import org.commonwatt.core.storage.StorageRefusal.Code;

/**
 * By how much a limit is relieved when commitments are left out, one after the other: sums of the
 * slots that bear on the limit, which nobody else sees. What an option adds by itself {@link
 * Pressures} tells; beside that a firm schedule adds what the net of its slots does, and an option
 * what netting against it may save.
 */
final class Reliefs {
  private final Limit limit;
  private final Efficiency efficiency;
  private final Horizon horizon;
  private final Pressures pressures;
  private final int slots; // that bear on the limit
  private final long[] firm;
  private final long[] optionSaved;
  private final long[] firmSaved; // most that netting against the firm net saves
  private final int[] leases;
  private final int[] nextNetted; // the first slot from each one on in which netting may save

  Reliefs(StorageUnit unit, SlotSums sums, Limit limit) {
    this.limit = limit;
    horizon = unit.horizon();
    efficiency = unit.rating().efficiency();
    pressures = new Pressures(unit, limit);
    boolean ofDay = limit.code() == Code.TOO_MANY_CYCLES;
    slots = ofDay ? horizon.slots() : limit.at() + 1;
    firm = sums.firm.clone();
    optionSaved = sums.optionSaved();
    leases = sums.leases();
    firmSaved = new long[slots];
    nextNetted = new int[slots + 1];
    nextNetted[slots] = slots;
    for (int s = slots - 1; s >= 0; s--) {
      firmSaved[s] = firmSaved(firm[s]);
      nextNetted[s] = sums.isNothingSaved(s) ? nextNetted[s + 1] : s;
    }
  }

  private long firmSaved(long net) {
    return net < 0 ? SlotSums.savedMicroWh(efficiency, -net) : 0;
  }

  /** By how much the limit is relieved without a commitment: µWh, Wh of powers. */
  long of(Held one) {
    if (one.isFirm) {
      return ofFirm((FirmSchedule) one.commitment);
    }
    return limit.code() == Code.TOO_FULL
        ? one.fillsMicroWh(Math.min(slots, one.to) - one.from) + ofNetting(one)
        : pressures.of(one.commitment);
  }

  /** Leaves a commitment out. */
  void leaveOut(Held one) {
    int to = Math.min(slots, one.to);
    if (one.commitment instanceof FirmSchedule schedule) {
      for (int s = one.from; s < to; s++) {
        firm[s] -= schedule.chargeWh(s);
        firmSaved[s] = firmSaved(firm[s]);
      }
      return;
    }
    for (int s = nextNetted[one.from]; s < to; s = nextNetted[s + 1]) {
      optionSaved[s] -= one.savedMicroWh;
    }
    for (int s = one.from; one.discharges && s < to; s++) {
      leases[s]--;
    }
  }

  /** Whether what a commitment adds may change when others are left out. */
  boolean depends(Held one) {
    return switch (limit.code()) {
      case CHARGE_POWER, DISCHARGE_POWER, NOT_BACKED -> false;
      case TOO_FULL -> one.isFirm || isNetted(one) || (one.discharges && efficiency.rounds());
      default -> one.isFirm;
    };
  }

  private boolean isNetted(Held one) {
    return nextNetted[one.from] < Math.min(slots, one.to);
  }

  /** What an option saves beside others, and of a lease what it may be rounded. */
  private long ofNetting(Held one) {
    int to = Math.min(slots, one.to);
    long sum = 0;
    for (int s = nextNetted[one.from]; s < to; s = nextNetted[s + 1]) {
      sum += Math.min(firmSaved[s], optionSaved[s]);
      sum -= Math.min(firmSaved[s], optionSaved[s] - one.savedMicroWh);
    }
    return one.discharges && efficiency.rounds() ? sum + rounded(one.from, to) : sum;
  }

  /** What a lease is rounded beside others, µWh. */
  private long rounded(int from, int to) {
    long sum = 0;
    for (int s = from; s < to; s++) {
      int others = firm[s] < 0 ? leases[s] : leases[s] - 1;
      sum += others > 0 ? 1 : 0;
    }
    return sum;
  }

  private long ofFirm(FirmSchedule one) {
    long sum = 0;
    int to = Math.min(slots, one.window().to());
    for (int s = one.from(); s < to; s++) {
      long charge = one.chargeWh(s);
      if (charge != 0) {
        sum += ofFirm(s, charge);
      }
    }
    return sum;
  }

  private long ofFirm(int s, long charge) {
    long without = firm[s] - charge;
    return switch (limit.code()) {
      case CHARGE_POWER -> s == limit.at() ? charge : 0;
      case DISCHARGE_POWER -> s == limit.at() ? -charge : 0;
      case NOT_BACKED -> -efficiency.changeMicroWh(charge);
      case TOO_FULL -> upper(s, firm[s], firmSaved[s]) - upper(s, without, firmSaved(without));
      case TOO_EMPTY -> efficiency.changeMicroWh(without) - efficiency.changeMicroWh(firm[s]);
      default ->
          horizon.day(s) == limit.at()
              ? efficiency.storedMicroWh(Math.max(0, firm[s]) - Math.max(0, without))
              : 0;
    };
  }

  /** What the upper bound of a slot owes to its firm net: its change, savings and roundings. */
  private long upper(int s, long net, long saved) {
    int others = net < 0 ? leases[s] : leases[s] - 1;
    long dust = efficiency.rounds() ? Math.max(0, others) : 0;
    return efficiency.changeMicroWh(net) + Math.min(saved, optionSaved[s]) + dust;
  }
}
