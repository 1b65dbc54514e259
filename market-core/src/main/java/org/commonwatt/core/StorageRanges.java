package org.commonwatt.core;

import java.util.HashSet;
import java.util.Set;
import org.commonwatt.model.Ids;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.jspecify.annotations.Nullable;

/** What is out of its range in what is said of a storage unit; null where nothing is. */
final class StorageRanges {
  /** The most energy that a unit may have stored in a day, Wh. */
  static final long MOST_OF_DAY_WH = 1_000_000_000_000L;

  private static final long MINUTE_MILLIS = 60_000L;

  private StorageRanges() {}

  static @Nullable String wrong(StorageSpec spec) {
    StorageSpec.Rating rating = spec.rating();
    if (isOut(rating.chargeW(), StorageSpec.MOST) || isOut(rating.dischargeW(), StorageSpec.MOST)) {
      return "a unit charges and discharges with 0 to 10,000,000,000 W";
    }
    if (rating.usableWh() == 0
        || isOut(rating.usableWh(), StorageSpec.MOST)
        || isOut(rating.reserveWh(), rating.usableWh())) {
      return "usable energy is 1 to 10,000,000,000 Wh, the reserve 0 to the usable energy";
    }
    if (Math.min(rating.chargePpm(), rating.dischargePpm()) < StorageSpec.LEAST_PPM
        || Math.max(rating.chargePpm(), rating.dischargePpm()) > StorageSpec.MILLION) {
      return "an efficiency is 100,000 to 1,000,000 ppm";
    }
    if (rating.dailyCyclesPpm() != StorageSpec.NO_CYCLE_LIMIT
        && isOut(rating.dailyCyclesPpm(), StorageSpec.MOST_CYCLES)) {
      return "cycles of a day are 0 to 50,000,000 ppm, or -1 for any";
    }
    if (spec.horizonSlots() < 1 || spec.horizonSlots() > StorageSpec.MAX_SLOTS) {
      return "a horizon has 1 to " + StorageSpec.MAX_SLOTS + " slots";
    }
    return spec.provenance().length() > StorageSpec.MAX_PROVENANCE
        ? "a reference to a provenance record has at most "
            + StorageSpec.MAX_PROVENANCE
            + " characters"
        : null;
  }

  static @Nullable String wrong(StorageState state) {
    if (state.slotStartMillis() < 0
        || isOut(state.storedWh(), StorageSpec.MOST)
        || isOut(state.storedTodayWh(), MOST_OF_DAY_WH)) {
      return "a state of charge is 0 to 10,000,000,000 Wh, what was stored today not negative";
    }
    int parts = Math.max(state.lots().size(), state.left().size());
    if (parts > StorageState.MAX_PARTS) {
      return "at most " + StorageState.MAX_PARTS + " lots and commitments are told at once";
    }
    Set<String> owners = new HashSet<>();
    long sum = 0;
    for (StorageState.Lot lot : state.lots()) {
      boolean fits = Ids.isValid(lot.owner()) && !isOut(lot.energyWh(), StorageSpec.MOST);
      if (!fits || !owners.add(lot.owner())) {
        return "each owner has one lot, of 0 Wh or more";
      }
      sum += lot.energyWh();
    }
    Set<String> told = new HashSet<>();
    for (StorageState.Left left : state.left()) {
      if (!told.add(left.commitment())) {
        return "what is left of " + left.commitment() + " is told twice";
      }
    }
    return sum > state.storedWh() ? "lots are more than the state of charge" : null;
  }

  /** Of a commitment whose slots are on borders. */
  static @Nullable String wrong(StorageCommitment one, int slotMinutes) {
    long length = slotMinutes * MINUTE_MILLIS;
    long most = StorageSpec.MAX_SLOTS * length;
    if (one.fromMillis() < 0
        || one.toMillis() <= one.fromMillis()
        || one.toMillis() - one.fromMillis() > most) {
      return "a commitment is for 1 to " + StorageSpec.MAX_SLOTS + " slots";
    }
    return switch (one.kind()) {
      case CHARGE_SERVICE ->
          option(one.chargeSlotWh(), one, one.dischargeSlotWh() != 0 || one.startWh() != 0);
      case RELEASE ->
          option(one.dischargeSlotWh(), one, one.chargeSlotWh() != 0 || one.startWh() != 0);
      case LEASE -> lease(one);
      case FIRM_SCHEDULE -> firm(one, length);
    };
  }

  private static @Nullable String option(long slotWh, StorageCommitment one, boolean hasMore) {
    if (hasMore || !one.injectionWh().isEmpty()) {
      return "a service or a release has an energy in all and in a slot, and nothing else";
    }
    return isAmount(one.energyWh()) && isAmount(slotWh)
        ? null
        : "a service or a release has 1 to 10,000,000,000 Wh, in all and in a slot";
  }

  private static @Nullable String lease(StorageCommitment one) {
    boolean fits =
        one.injectionWh().isEmpty()
            && isAmount(one.energyWh())
            && !isOut(one.chargeSlotWh(), StorageSpec.MOST)
            && !isOut(one.dischargeSlotWh(), StorageSpec.MOST)
            && !isOut(one.startWh(), one.energyWh());
    return fits
        ? null
        : "a lease holds 1 to 10,000,000,000 Wh, charges and discharges 0 to 10,000,000,000 Wh in"
            + " a slot, and starts with 0 to what it holds";
  }

  private static @Nullable String firm(StorageCommitment one, long length) {
    long others = one.energyWh() | one.chargeSlotWh() | one.dischargeSlotWh() | one.startWh();
    if (others != 0 || one.injectionWh().size() * length != one.toMillis() - one.fromMillis()) {
      return "a firm schedule has an energy for each of its slots, and nothing else";
    }
    long moved = 0;
    for (long energy : one.injectionWh()) {
      if (energy > StorageSpec.MOST || energy < -StorageSpec.MOST) {
        return "a slot of a firm schedule has at most 10,000,000,000 Wh";
      }
      moved += Math.abs(energy);
    }
    return moved > StorageCommitment.MOST_MOVED_WH
        ? "a firm schedule moves at most 100,000,000,000 Wh in all"
        : null;
  }

  private static boolean isAmount(long energyWh) {
    return energyWh >= 1 && energyWh <= StorageSpec.MOST;
  }

  private static boolean isOut(long value, long most) {
    return value < 0 || value > most;
  }
}
