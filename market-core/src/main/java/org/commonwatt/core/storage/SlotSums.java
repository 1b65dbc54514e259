package org.commonwatt.core.storage;

/**
 * What all commitments of a unit come to in each slot, and by how much the upper and the lower
 * bound of the state of charge change in it. A commitment touches only its own slots.
 *
 * <p>The bounds rest on two facts. More net charge never leaves less energy, so the upper bound
 * lets every option charge as early as it can and none discharge, the lower one the reverse. And
 * what a slot's energies do together is never less than the sum of what each does alone, and more
 * by at most what netting a discharge against a charge saves.
 */
final class SlotSums {
  final long startMicroWh;
  final long[] firm; // net charge, Wh
  final long[] up; // change of the upper bound, µWh
  final long[] down; // change of the lower bound, µWh
  private final Efficiency efficiency;
  private final StorageUnit unit;
  private final long[] optionCharge; // most that options charge together, Wh
  private final long[] optionDischarge;
  private final long[] chargeStep; // by how much more they may have charged by its end, Wh
  private final long[] removedStep; // what they may have removed more by its end, µWh
  private final long[] firmIn; // what firm schedules charge, not netted, Wh
  private final long[] optionSaved; // most that netting saves against each option's charge, µWh
  private final long[] leaseUp; // the same of virtual batteries, µWh
  private final long[] leaseDown;
  private final int[] leases; // how many virtual batteries may discharge
  private final long[] dayWh; // most that options charge in a day, Wh

  SlotSums(StorageUnit unit) {
    this.unit = unit;
    efficiency = unit.rating().efficiency();
    startMicroWh = unit.stock().storedWh() * Efficiency.MILLION;
    int slots = unit.horizon().slots();
    firm = new long[slots];
    up = new long[slots];
    down = new long[slots];
    optionCharge = new long[slots];
    optionDischarge = new long[slots];
    chargeStep = new long[slots];
    removedStep = new long[slots];
    firmIn = new long[slots];
    optionSaved = new long[slots];
    leaseUp = new long[slots];
    leaseDown = new long[slots];
    leases = new int[slots];
    dayWh = new long[unit.horizon().days()];
  }

  /** Most that can be charged in a slot, Wh; negative when something is discharged at any rate. */
  long mostChargeWh(int slot) {
    return firm[slot] + optionCharge[slot];
  }

  /** Most that can be discharged in a slot, Wh. */
  long mostDischargeWh(int slot) {
    return optionDischarge[slot] - firm[slot];
  }

  /** Most that firm schedules charge in a slot, and options in its day, Wh. */
  long firmChargeWh(int slot) {
    return Math.max(0, firm[slot]);
  }

  /** Whether nothing is saved in a slot, with all commitments or fewer. */
  boolean isNothingSaved(int slot) {
    return firm[slot] == firmIn[slot];
  }

  /** A copy of the most that netting saves against each option's charge together, µWh by slot. */
  long[] optionSaved() {
    return optionSaved.clone();
  }

  /** A copy of how many virtual batteries may discharge, by slot. */
  int[] leases() {
    return leases.clone();
  }

  /** Most that options charge in a day, Wh. */
  long optionsOfDayWh(int day) {
    return dayWh[day];
  }

  /**
   * Adds a commitment, or takes it out again.
   *
   * @param sign 1 or -1
   * @throws ArithmeticException when sums do not fit; then the commitment is in them all the same
   */
  void apply(Commitment one, int sign) {
    if (one instanceof FirmSchedule schedule) {
      firm(schedule, sign);
      return;
    }
    if (one instanceof ChargeService service) {
      charge(service, sign);
    } else if (one instanceof Release release) {
      release(release, sign);
    } else {
      lease((Lease) one, sign);
    }
    for (int s = one.window().from(); s < one.window().to(); s++) {
      settle(s);
    }
  }

  private void firm(FirmSchedule one, int sign) {
    for (int s = one.from(); s < one.window().to(); s++) {
      firm[s] += sign * one.chargeWh(s);
      firmIn[s] += sign * Math.max(0, one.chargeWh(s));
    }
    for (int s = one.from(); s < one.window().to(); s++) {
      if (one.chargeWh(s) != 0) { // a plan of a week rests most of the time
        settle(s);
      }
    }
  }

  private void charge(ChargeService one, int sign) {
    Ramp ramp = new Ramp(one.energyWh(), one.slotWh());
    long saved = savedMicroWh(ramp.most());
    for (int s = one.window().from(); s < one.window().to(); s++) {
      long step = ramp.next();
      optionCharge[s] += sign * ramp.most();
      optionSaved[s] += sign * saved;
      chargeStep[s] += sign * step;
    }
    ofDays(one.window(), one.slotWh(), one.energyWh(), sign);
  }

  private void release(Release one, int sign) {
    int from = one.window().from();
    long most = Math.min(one.energyWh(), one.slotWh());
    for (int s = from; s < one.window().to(); s++) {
      optionDischarge[s] += sign * most;
      removedStep[s] += sign * one.stepMicroWh(efficiency, s - from);
    }
  }

  private void lease(Lease one, int sign) {
    Lease.Share share = one.share();
    long start = share.startWh() * Efficiency.MILLION;
    long room = share.energyWh() * Efficiency.MILLION - start;
    Ramp fills = new Ramp(room, efficiency.storedMicroWh(share.chargeSlotWh()));
    Ramp empties = new Ramp(start, efficiency.removedMicroWh(share.dischargeSlotWh()));
    long saved = savedMicroWh(share.chargeSlotWh());
    for (int s = one.window().from(); s < one.window().to(); s++) {
      optionSaved[s] += sign * saved;
      optionCharge[s] += sign * share.chargeSlotWh();
      optionDischarge[s] += sign * share.dischargeSlotWh();
      leaseUp[s] += sign * fills.next();
      leaseDown[s] += sign * empties.next();
      leases[s] += share.dischargeSlotWh() > 0 ? sign : 0;
    }
    long stored = unit.rating().storedOfDayMicroWh(share.energyWh());
    ofDays(one.window(), share.chargeSlotWh(), stored / efficiency.chargePpm(), sign);
  }

  /** Counts what an option may charge in each of its days. */
  private void ofDays(Window window, long slotWh, long mostWh, int sign) {
    Horizon horizon = unit.horizon();
    int from = window.from();
    while (from < window.to()) {
      int day = horizon.day(from);
      int to = from;
      while (to < window.to() && horizon.day(to) == day) {
        to++;
      }
      dayWh[day] += sign * Math.min(mostWh, slotWh * (to - from));
      from = to;
    }
  }

  /** What a slot does to the bounds. */
  private void settle(int s) {
    long firmChange = efficiency.changeMicroWh(firm[s]);
    long charged = efficiency.storedMicroWh(chargeStep[s]);
    long saved = firm[s] < 0 ? Math.min(savedMicroWh(-firm[s]), optionSaved[s]) : 0;
    long more = Math.addExact(Math.addExact(charged, saved), leaseUp[s]);
    up[s] = Math.addExact(Math.addExact(firmChange, more), dust(s));
    down[s] = Math.subtractExact(firmChange, Math.addExact(removedStep[s], leaseDown[s]));
  }

  /**
   * What virtual batteries together may pay more than their discharge removes, µWh: each pays its
   * part rounded up, the unit rounds the sum.
   */
  private int dust(int s) {
    int others = firm[s] < 0 ? leases[s] : leases[s] - 1;
    return efficiency.rounds() ? Math.max(0, others) : 0;
  }

  /** What a firm discharge saves that is netted against a charge, µWh, rounded up. */
  private long savedMicroWh(long nettedWh) {
    return savedMicroWh(efficiency, nettedWh);
  }

  /** What netting a discharge against a charge saves, µWh, rounded up. */
  static long savedMicroWh(Efficiency efficiency, long nettedWh) {
    return nettedWh == 0
        ? 0
        : efficiency.removedMicroWh(nettedWh) - efficiency.storedMicroWh(nettedWh);
  }

  /** How the most that an option may have used grows from slot to slot. */
  private static final class Ramp {
    private long left;
    private final long most;

    Ramp(long all, long slot) {
      left = all;
      most = Math.min(all, slot);
    }

    /** Most in one slot. */
    long most() {
      return most;
    }

    /** By how much it grows in the next slot. */
    long next() {
      long step = Math.min(left, most);
      left -= step;
      return step;
    }
  }
}
