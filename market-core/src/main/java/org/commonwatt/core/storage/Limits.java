package org.commonwatt.core.storage;

import static java.util.Objects.requireNonNull;

import org.commonwatt.core.storage.StorageRefusal.Code;
import org.jspecify.annotations.Nullable;

/** The limits of a unit, held against the sums of its commitments. */
final class Limits {
  final StorageUnit unit;
  final SlotSums sums;
  final OwnerAccounts accounts;
  private final long[] chargeWh; // limits of power, per slot
  private final long[] dischargeWh;
  private final long most; // µWh
  private final long least;

  Limits(StorageUnit unit, SlotSums sums, OwnerAccounts accounts) {
    this.unit = unit;
    this.sums = sums;
    this.accounts = accounts;
    int slots = unit.horizon().slots();
    chargeWh = new long[slots];
    dischargeWh = new long[slots];
    for (int s = 0; s < slots; s++) {
      chargeWh[s] = unit.horizon().energyWh(s, unit.rating().chargeW());
      dischargeWh[s] = unit.horizon().energyWh(s, unit.rating().dischargeW());
    }
    most = unit.rating().usableWh() * Efficiency.MILLION;
    least = unit.rating().reserveWh() * Efficiency.MILLION;
  }

  /**
   * The first limit that is broken, in the order of codes and then of slots.
   *
   * @param changed what was changed last; nothing was broken before
   * @throws ArithmeticException when sums do not fit in 63 bits
   */
  @Nullable Limit broken(Commitment changed) {
    Limit found = powerBroken(changed.window());
    if (found == null) {
      found = backingBroken(changed.owner());
    }
    if (found == null) {
      found = chargeBroken();
    }
    return found == null ? cyclesBroken() : found;
  }

  private @Nullable Limit powerBroken(Window window) {
    for (int s = window.from(); s < window.to(); s++) {
      if (sums.mostChargeWh(s) > chargeWh[s]) {
        return new Limit(Code.CHARGE_POWER, s);
      }
    }
    for (int s = window.from(); s < window.to(); s++) {
      if (sums.mostDischargeWh(s) > dischargeWh[s]) {
        return new Limit(Code.DISCHARGE_POWER, s);
      }
    }
    return null;
  }

  private @Nullable Limit backingBroken(String owner) {
    long[] steps = accounts.steps(owner);
    long has = accounts.lotsMicroWh(owner);
    for (int s = 0; steps != null && s < steps.length; s++) {
      has = Math.addExact(has, steps[s]);
      if (has < 0) {
        return new Limit(Code.NOT_BACKED, s, owner);
      }
    }
    return null;
  }

  private @Nullable Limit chargeBroken() {
    long upper = sums.startMicroWh;
    long lower = sums.startMicroWh;
    Limit empty = null;
    for (int s = 0; s < sums.up.length; s++) {
      upper = Math.addExact(upper, sums.up[s]);
      lower = Math.addExact(lower, sums.down[s]);
      if (upper > most) {
        return new Limit(Code.TOO_FULL, s);
      }
      if (lower < least && empty == null) {
        empty = new Limit(Code.TOO_EMPTY, s);
      }
    }
    return empty;
  }

  private @Nullable Limit cyclesBroken() {
    if (unit.rating().dailyCyclesPpm() == StorageUnit.NO_CYCLE_LIMIT) {
      return null;
    }
    for (int day = 0; day < unit.horizon().days(); day++) {
      Limit limit = new Limit(Code.TOO_MANY_CYCLES, day);
      if (excess(limit) > 0) {
        return limit;
      }
    }
    return null;
  }

  /** By how much a limit is broken: µWh, Wh of a power; not positive when it is kept. */
  long excess(Limit limit) {
    long pressure = pressure(limit, 0, unit.horizon().slots());
    return switch (limit.code()) {
      case CHARGE_POWER -> pressure - chargeWh[limit.at()];
      case DISCHARGE_POWER -> pressure - dischargeWh[limit.at()];
      case NOT_BACKED -> pressure - accounts.lotsMicroWh(requireNonNull(limit.owner()));
      case TOO_FULL -> Math.addExact(pressure, sums.startMicroWh) - most;
      case TOO_EMPTY -> Math.subtractExact(pressure, sums.startMicroWh) + least;
      default -> pressure - cyclesMicroWh(limit.at());
    };
  }

  /**
   * What some slots add to the pressure on a limit. Only differences count: of cycles, what options
   * of the day add is in it whatever the slots.
   */
  long pressure(Limit limit, int from, int to) {
    int at = limit.at();
    boolean has = from <= at && at < to;
    return switch (limit.code()) {
      case CHARGE_POWER -> has ? sums.mostChargeWh(at) : 0;
      case DISCHARGE_POWER -> has ? sums.mostDischargeWh(at) : 0;
      case NOT_BACKED -> -sum(accounts.steps(requireNonNull(limit.owner())), from, to, at);
      case TOO_FULL -> sum(sums.up, from, to, at);
      case TOO_EMPTY -> -sum(sums.down, from, to, at);
      default -> charged(at, from, to);
    };
  }

  private static long sum(long @Nullable [] steps, int from, int to, int last) {
    long sum = 0;
    for (int s = from; steps != null && s < to && s <= last; s++) {
      sum = Math.addExact(sum, steps[s]);
    }
    return sum;
  }

  private long charged(int day, int from, int to) {
    long wh = sums.optionsOfDayWh(day);
    for (int s = from; s < to; s++) {
      if (unit.horizon().day(s) == day) {
        wh += sums.firmChargeWh(s);
      }
    }
    return unit.rating().efficiency().storedMicroWh(wh);
  }

  /** What may still be stored in a day, µWh; of the first one a part may be over. */
  private long cyclesMicroWh(int day) {
    long ofDay = unit.rating().storedOfDayMicroWh(unit.rating().usableWh());
    long before = day == 0 ? unit.stock().storedTodayWh() : 0;
    return before >= ofDay / Efficiency.MILLION ? 0 : ofDay - before * Efficiency.MILLION;
  }

  /** What a limit allows: Wh, rounded to where it is stricter. */
  long allowedWh(Limit limit) {
    return switch (limit.code()) {
      case CHARGE_POWER -> chargeWh[limit.at()];
      case DISCHARGE_POWER -> dischargeWh[limit.at()];
      case NOT_BACKED -> accounts.lotsMicroWh(requireNonNull(limit.owner())) / Efficiency.MILLION;
      case TOO_FULL -> unit.rating().usableWh();
      case TOO_EMPTY -> unit.rating().reserveWh();
      default -> cyclesMicroWh(limit.at()) / Efficiency.MILLION;
    };
  }
}
