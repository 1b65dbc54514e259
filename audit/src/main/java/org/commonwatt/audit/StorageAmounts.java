package org.commonwatt.audit;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.commonwatt.model.Ids;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;

/** Whether amounts of storage units are in their ranges. */
final class StorageAmounts {
  private static final long MOST = 10_000_000_000L;
  private static final int SLOTS = 2_688;

  private StorageAmounts() {}

  static boolean fit(StorageSpec spec) {
    StorageSpec.Rating rating = spec.rating();
    long cycles = rating.dailyCyclesPpm();
    return in(rating.chargeW(), 0, MOST)
        && in(rating.dischargeW(), 0, MOST)
        && in(rating.usableWh(), 1, MOST)
        && in(rating.reserveWh(), 0, rating.usableWh())
        && in(rating.chargePpm(), 100_000, 1_000_000)
        && in(rating.dischargePpm(), 100_000, 1_000_000)
        && in(cycles, -1, 50_000_000)
        && in(spec.horizonSlots(), 1, SLOTS)
        && spec.provenance().length() <= 200;
  }

  static boolean fit(StorageState state) {
    boolean fits =
        state.slotStartMillis() >= 0
            && in(state.storedWh(), 0, MOST)
            && in(state.storedTodayWh(), 0, 100 * MOST)
            && state.lots().size() <= 10_000
            && state.left().size() <= 10_000;
    long sum = 0;
    Set<String> seen = new HashSet<>();
    for (StorageState.Lot lot : state.lots()) {
      fits &= Ids.isValid(lot.owner()) && seen.add(lot.owner()) && in(lot.energyWh(), 0, MOST);
      sum += fits ? lot.energyWh() : 0;
    }
    seen.clear();
    for (StorageState.Left left : state.left()) {
      fits &= seen.add(left.commitment());
    }
    return fits && sum <= state.storedWh();
  }

  /** Whether what is told to be left of commitments may be so, and each lease is told of. */
  static boolean fitLeft(StorageState state, Collection<StorageCommitment> kept) {
    long at = state.slotStartMillis();
    for (StorageCommitment one : kept) {
      boolean goesOn = one.fromMillis() < at && at < one.toMillis();
      boolean told = false;
      for (StorageState.Left left : state.left()) {
        if (left.commitment().equals(one.id())) {
          told = true;
          boolean fits = goesOn && one.kind() != Kind.FIRM_SCHEDULE;
          if (!fits || !in(left.energyWh(), 0, one.energyWh())) {
            return false;
          }
        }
      }
      if (!told && goesOn && one.kind() == Kind.LEASE) {
        return false;
      }
    }
    return true;
  }

  static boolean fit(StorageCommitment one, long length) {
    long from = one.fromMillis();
    long to = one.toMillis();
    if (from < 0 || to <= from || to - from > SLOTS * length) {
      return false;
    }
    boolean firm = one.kind() == Kind.FIRM_SCHEDULE;
    boolean lease = one.kind() == Kind.LEASE;
    boolean service = one.kind() == Kind.CHARGE_SERVICE;
    boolean release = one.kind() == Kind.RELEASE;
    long least = service || release ? 1 : 0;
    return in(one.energyWh(), firm ? 0 : 1, firm ? 0 : MOST)
        && in(one.chargeSlotWh(), service ? least : 0, service || lease ? MOST : 0)
        && in(one.dischargeSlotWh(), release ? least : 0, release || lease ? MOST : 0)
        && in(one.startWh(), 0, lease ? one.energyWh() : 0)
        && (firm ? fitsFirm(one, length) : one.injectionWh().isEmpty());
  }

  private static boolean fitsFirm(StorageCommitment one, long length) {
    long moved = 0;
    for (long energy : one.injectionWh()) {
      if (!in(energy, -MOST, MOST)) {
        return false;
      }
      moved += Math.abs(energy);
    }
    return one.injectionWh().size() * length == one.toMillis() - one.fromMillis()
        && moved <= 10 * MOST;
  }

  private static boolean in(long value, long least, long most) {
    return value >= least && value <= most;
  }
}
