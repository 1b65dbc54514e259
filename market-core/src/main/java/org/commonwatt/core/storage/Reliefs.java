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
  private final int[] netted; // in how many slots before each something may be saved

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
    netted = new int[slots + 1];
    for (int s = 0; s < slots; s++) {
      firmSaved[s] = firmSaved(firm[s]);
      boolean may = !sums.isNothingSaved(s);
      netted[s + 1] = netted[s] + (may ? 1 : 0);
    }
  }

  private long firmSaved(long net) {
    return net < 0 ? SlotSums.savedMicroWh(efficiency, -net) : 0;
  }

  /** By how much the limit is relieved without a commitment: µWh, Wh of powers. */
  long of(Commitment one) {
    if (one instanceof FirmSchedule schedule) {
      return ofFirm(schedule);
    }
    long own = pressures.of(one);
    return limit.code() == Code.TOO_FULL ? own + ofNetting(one) : own;
  }

  /** Leaves a commitment out. */
  void leaveOut(Commitment one) {
    int to = Math.min(slots, one.window().to());
    for (int s = one.window().from(); s < to; s++) {
      if (one instanceof FirmSchedule schedule) {
        firm[s] -= schedule.chargeWh(s);
        firmSaved[s] = firmSaved(firm[s]);
      } else if (!(one instanceof Release)) {
        optionSaved[s] -= savedMicroWh(one);
        leases[s] -= discharges(one) ? 1 : 0;
      }
    }
  }

  /** Whether what a commitment adds may change when others are left out. */
  boolean depends(Commitment one) {
    return switch (limit.code()) {
      case CHARGE_POWER, DISCHARGE_POWER, NOT_BACKED -> false;
      case TOO_FULL ->
          one instanceof FirmSchedule || isNetted(one) || (discharges(one) && efficiency.rounds());
      default -> one instanceof FirmSchedule;
    };
  }

  private boolean isNetted(Commitment one) {
    return netted[Math.min(slots, one.window().to())] > netted[one.window().from()];
  }

  private static boolean discharges(Commitment one) {
    return one instanceof Lease lease && lease.share().dischargeSlotWh() > 0;
  }

  /** What netting an option's charge in a slot saves at most, µWh. */
  private long savedMicroWh(Commitment one) {
    long most =
        one instanceof ChargeService service
            ? Math.min(service.energyWh(), service.slotWh())
            : ((Lease) one).share().chargeSlotWh();
    return SlotSums.savedMicroWh(efficiency, most);
  }

  /** What an option saves beside others, and of a lease what it may be rounded. */
  private long ofNetting(Commitment one) {
    if (!depends(one)) {
      return 0;
    }
    long saved = savedMicroWh(one);
    boolean rounds = discharges(one) && efficiency.rounds();
    long sum = 0;
    int to = Math.min(slots, one.window().to());
    for (int s = one.window().from(); s < to; s++) {
      sum += Math.min(firmSaved[s], optionSaved[s]);
      sum -= Math.min(firmSaved[s], optionSaved[s] - saved);
      int others = firm[s] < 0 ? leases[s] : leases[s] - 1;
      sum += rounds && others > 0 ? 1 : 0;
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
