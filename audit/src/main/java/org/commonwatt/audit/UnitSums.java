package org.commonwatt.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;

/** What all commitments of a storage unit come to in each slot, each asked anew. */
final class UnitSums {
  private static final long MILLION = 1_000_000;
  private static final long SQUARE = MILLION * MILLION;

  private final UnitRecount unit;
  private final long first;
  private final StorageSpec.Rating rating;
  private final long[] firmWh; // net charge of firm schedules

  UnitSums(UnitRecount unit, long first) {
    this.unit = unit;
    this.first = first;
    this.rating = unit.spec.rating();
    firmWh = new long[unit.spec.horizonSlots()];
    for (StorageCommitment one : unit.kept.values()) {
      for (int s = 0; s < firmWh.length; s++) {
        firmWh[s] += firm(one, s);
      }
    }
  }

  long mostChargeWh(int slot) {
    long most = firmWh[slot];
    for (StorageCommitment one : unit.kept.values()) {
      most += index(one, slot) >= 0 ? chargeWh(one) : 0;
    }
    return most;
  }

  long mostDischargeWh(int slot) {
    long most = -firmWh[slot];
    for (StorageCommitment one : unit.kept.values()) {
      if (index(one, slot) >= 0 && one.kind() == Kind.RELEASE) {
        most += Math.min(one.energyWh(), one.dischargeSlotWh());
      } else if (index(one, slot) >= 0) {
        most += one.dischargeSlotWh();
      }
    }
    return most;
  }

  /** Whether nobody takes out more than it has, at the end of any slot. */
  boolean isBacked(List<StorageState.Lot> lots) {
    Map<String, Long> has = new HashMap<>();
    lots.forEach(lot -> has.put(lot.owner(), lot.energyWh() * MILLION));
    for (int s = 0; s < firmWh.length; s++) {
      for (StorageCommitment one : unit.kept.values()) {
        int at = index(one, s);
        if (at >= 0 && one.kind() == Kind.RELEASE) {
          has.merge(one.owner(), -(released(one, at + 1) - released(one, at)), Long::sum);
        } else if (at >= 0 && one.kind() == Kind.FIRM_SCHEDULE) {
          has.merge(one.owner(), change(firm(one, s)), Long::sum);
        } else if (at == 0 && one.kind() == Kind.LEASE) {
          has.merge(one.owner(), -one.startWh() * MILLION, Long::sum);
        }
      }
      if (has.values().stream().anyMatch(energy -> energy < 0)) {
        return false;
      }
    }
    return true;
  }

  /** How much more the unit may hold at the end of a slot than at its beginning, µWh. */
  long rise(int slot) {
    long rise = change(firmWh[slot]);
    long charges = 0; // that a firm discharge may save losses against
    int leases = 0;
    for (StorageCommitment one : unit.kept.values()) {
      int at = index(one, slot);
      if (at < 0) {
        continue;
      }
      charges += saved(chargeWh(one));
      if (one.kind() == Kind.CHARGE_SERVICE) {
        long step =
            upTo(one.energyWh(), chargeWh(one), at + 1) - upTo(one.energyWh(), chargeWh(one), at);
        rise += step * rating.chargePpm();
      } else if (one.kind() == Kind.LEASE) {
        long room = (one.energyWh() - one.startWh()) * MILLION;
        long most = one.chargeSlotWh() * rating.chargePpm();
        rise += upTo(room, most, at + 1) - upTo(room, most, at);
        leases += one.dischargeSlotWh() > 0 ? 1 : 0;
      }
    }
    if (firmWh[slot] < 0) {
      rise += Math.min(saved(-firmWh[slot]), charges);
    }
    int roundings = firmWh[slot] < 0 ? leases : Math.max(0, leases - 1);
    return rise + (rounds() ? roundings : 0);
  }

  /** How much less the unit may hold at the end of a slot than at its beginning, µWh. */
  long fall(int slot) {
    long fall = -change(firmWh[slot]);
    for (StorageCommitment one : unit.kept.values()) {
      int at = index(one, slot);
      if (at >= 0 && one.kind() == Kind.RELEASE) {
        fall += released(one, at + 1) - released(one, at);
      } else if (at >= 0 && one.kind() == Kind.LEASE) {
        long holds = one.startWh() * MILLION;
        long most = removed(one.dischargeSlotWh());
        fall += upTo(holds, most, at + 1) - upTo(holds, most, at);
      }
    }
    return fall;
  }

  /** What may be stored at most in a local day, µWh. */
  long storedOfDay(long day, long usableWh) {
    long charged = 0;
    for (int s = 0; s < firmWh.length; s++) {
      charged += unit.day(s) == day ? Math.max(0, firmWh[s]) : 0;
    }
    for (StorageCommitment one : unit.kept.values()) {
      int slots = 0;
      for (int s = 0; s < firmWh.length; s++) {
        slots += unit.day(s) == day && index(one, s) >= 0 ? 1 : 0;
      }
      if (slots > 0 && one.kind() == Kind.CHARGE_SERVICE) {
        charged += Math.min(one.energyWh(), one.chargeSlotWh() * slots);
      } else if (slots > 0 && one.kind() == Kind.LEASE) {
        long share = one.energyWh() * rating.dailyCyclesPpm() / rating.chargePpm();
        charged += Math.min(share, one.chargeSlotWh() * slots);
      }
    }
    return charged * rating.chargePpm();
  }

  /** Which slot of a commitment a slot is, from 0; -1 when it is none. */
  private int index(StorageCommitment one, int slot) {
    long start = first + slot * unit.length();
    return start < one.fromMillis() || start >= one.toMillis()
        ? -1
        : (int) ((start - one.fromMillis()) / unit.length());
  }

  private long firm(StorageCommitment one, int slot) {
    int at = index(one, slot);
    return at < 0 || one.kind() != Kind.FIRM_SCHEDULE ? 0 : -one.injectionWh().get(at);
  }

  /** Most that an option or a lease charges in one of its slots, Wh. */
  private static long chargeWh(StorageCommitment one) {
    return one.kind() == Kind.CHARGE_SERVICE
        ? Math.min(one.energyWh(), one.chargeSlotWh())
        : one.chargeSlotWh();
  }

  /** What a release has removed at most after so many of its slots, µWh. */
  private long released(StorageCommitment one, int slots) {
    long most = Math.min(one.energyWh(), one.dischargeSlotWh());
    return slots * most <= one.energyWh()
        ? slots * removed(most)
        : removed(one.energyWh()) + (rounds() ? slots - 1 : 0);
  }

  private static long upTo(long all, long most, int slots) {
    return most > 0 && all / most < slots ? all : most * slots;
  }

  private long change(long chargeWh) {
    return chargeWh >= 0 ? chargeWh * rating.chargePpm() : -removed(-chargeWh);
  }

  /** What a discharge removes, µWh: it is divided by the efficiency, and rounded up. */
  private long removed(long dischargeWh) {
    long ppm = rating.dischargePpm();
    long rest = dischargeWh % ppm * SQUARE;
    return dischargeWh / ppm * SQUARE + (rest + ppm - 1) / ppm;
  }

  private long saved(long chargeWh) {
    return removed(chargeWh) - chargeWh * rating.chargePpm();
  }

  private boolean rounds() {
    return SQUARE % rating.dischargePpm() != 0;
  }
}
