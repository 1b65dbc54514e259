package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Event.OutageRecorded;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageLimit;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/**
 * A storage unit, and what of commitments it can keep: all sums are made anew each time, slot by
 * slot, as {@code docs/shared-storage.md} says. Energies in the unit are counted in µWh.
 */
final class UnitRecount {
  private static final long MINUTE = 60_000;
  private static final long DAY = 86_400_000;
  private static final long MILLION = 1_000_000;

  final int slotMinutes;
  final List<OutageRecorded> outages = new ArrayList<>();
  final Map<String, StorageCommitment> kept = new LinkedHashMap<>(); // as they were taken
  StorageSpec spec;
  @Nullable StorageState state;
  @Nullable UsableLimit limit; // what its provenance record proves
  boolean warned;
  private int utcOffsetMinutes;

  UnitRecount(StorageSpec spec, int slotMinutes) {
    this.spec = spec;
    this.slotMinutes = slotMinutes;
  }

  /** A commitment that cannot be kept, and the limit that it would break. */
  record Lost(StorageCommitment commitment, StorageLimit limit) {}

  /** Why a commitment is not taken, null when it is. */
  @Nullable StorageLimit commit(StorageCommitment one) {
    StorageState from = state;
    if (from == null || one.toMillis() > from.slotStartMillis() + spec.horizonSlots() * length()) {
      return StorageLimit.OUTSIDE_HORIZON;
    }
    if (!isProved(one)) {
      return StorageLimit.NOT_PROVED;
    }
    kept.put(one.id(), one);
    StorageLimit broken = broken();
    if (broken != null) {
      kept.remove(one.id());
    }
    return broken;
  }

  /** Takes firm schedules together; the limit that they would break, null when they are taken. */
  @Nullable StorageLimit commitAll(List<StorageCommitment> all) {
    all.forEach(one -> kept.put(one.id(), one));
    StorageLimit broken = broken();
    if (broken != null) {
      all.forEach(one -> kept.remove(one.id()));
    }
    return broken;
  }

  /** Start of its first slot, UTC milliseconds; 0 before there is one. */
  long start() {
    StorageState from = state;
    return from == null ? 0 : from.slotStartMillis();
  }

  /** For how many slots of its horizon it may be committed: as far as its proof reaches. */
  long slotsToCommit() {
    UsableLimit proof = limit;
    if (!isBound() || (proof != null && proof.untilMillis() == 0)) {
      return spec.horizonSlots();
    }
    long proved = proof == null ? 0 : (proof.untilMillis() - start()) / length();
    return Math.max(0, Math.min(spec.horizonSlots(), proved));
  }

  /** Whether slots are of one local day, if it has a limit of cycles of a day. */
  boolean isOfOneDay(int from, int slots) {
    return spec.rating().dailyCyclesPpm() == StorageSpec.NO_CYCLE_LIMIT
        || day(from) == day(from + slots - 1);
  }

  /** How much more it may hold than it holds when its first slot begins, µWh. */
  long roomMicroWh() {
    StorageState from = state;
    long stored = from == null ? 0 : from.storedWh();
    return (Math.max(stored, usableWh()) - stored) * MILLION;
  }

  /** What may be stored in a local day beside what commitments may store, µWh; most for any. */
  long leftOfDayMicroWh(UnitSums sums, long day) {
    StorageState from = state;
    if (from == null || spec.rating().dailyCyclesPpm() == StorageSpec.NO_CYCLE_LIMIT) {
      return Long.MAX_VALUE;
    }
    long usable = Math.max(from.storedWh(), usableWh());
    return mayOfDay(from, day, usable) - sums.storedOfDay(day, usable);
  }

  /** Why a commitment is not given up, null when it is. */
  @Nullable StorageLimit withdraw(String id) {
    Map<String, StorageCommitment> before = new LinkedHashMap<>(kept);
    kept.remove(id);
    StorageLimit broken = broken();
    if (broken != null) {
      kept.clear();
      kept.putAll(before);
    }
    return broken;
  }

  /** Goes on from a state of charge. */
  List<Lost> hold(StorageState next, int offsetMinutes) {
    long at = next.slotStartMillis();
    Map<String, Long> left = new LinkedHashMap<>();
    next.left().forEach(part -> left.put(part.commitment(), part.energyWh()));
    List<StorageCommitment> rest = new ArrayList<>();
    for (StorageCommitment one : kept.values()) {
      if (one.toMillis() <= at) {
        continue;
      }
      long energy = left.getOrDefault(one.id(), one.energyWh());
      if (one.fromMillis() >= at) {
        rest.add(one);
      } else if (one.kind() == Kind.FIRM_SCHEDULE) {
        int gone = (int) ((at - one.fromMillis()) / length());
        int all = one.injectionWh().size();
        rest.add(one.rest(at, 0, 0, one.injectionWh().subList(gone, all)));
      } else if (one.kind() == Kind.LEASE) {
        long holds = left.getOrDefault(one.id(), one.startWh());
        rest.add(one.rest(at, one.energyWh(), holds, List.of()));
      } else if (energy > 0) {
        rest.add(one.rest(at, energy, 0, List.of()));
      }
    }
    state = next;
    outages.removeIf(outage -> outage.toMillis() <= at);
    return replan(rest, offsetMinutes);
  }

  private boolean isBound() {
    return limit != null || spec.provenance().startsWith("passport:");
  }

  /** Whether a proof holds until the end of a commitment; none is asked of a unit without one. */
  private boolean isProved(StorageCommitment one) {
    UsableLimit proof = limit;
    return !isBound()
        || (proof != null && (proof.untilMillis() == 0 || one.toMillis() <= proof.untilMillis()));
  }

  private long usableWh() {
    long registered = spec.rating().usableWh();
    UsableLimit proof = limit;
    return isBound() ? Math.min(registered, proof == null ? 0 : proof.usableWh()) : registered;
  }

  /** Commits the unit anew, as it is now: first goes what is not proved. */
  List<Lost> replan(List<StorageCommitment> all, int offsetMinutes) {
    utcOffsetMinutes = offsetMinutes;
    kept.clear();
    if (state == null) {
      return List.of();
    }
    List<Lost> lost = new ArrayList<>();
    List<StorageCommitment> wanted = new ArrayList<>(all);
    for (StorageCommitment one : all) {
      if (!isProved(one)) {
        wanted.remove(one);
        lost.add(new Lost(one, StorageLimit.NOT_PROVED));
      }
    }
    lost.addAll(plan(wanted));
    return lost;
  }

  private List<Lost> plan(List<StorageCommitment> wanted) {
    wanted.forEach(one -> kept.put(one.id(), one));
    boolean within = wanted.stream().allMatch(one -> endSlot(one) <= spec.horizonSlots());
    if (within && broken() == null) {
      return List.of();
    }
    kept.clear();
    List<Lost> lost = new ArrayList<>();
    for (StorageCommitment one : wanted) {
      StorageLimit limit = commit(one);
      if (limit != null) {
        lost.add(new Lost(one, limit));
      } else if (one.kind() == Kind.FIRM_SCHEDULE) {
        again(lost);
      }
    }
    return lost;
  }

  private void again(List<Lost> lost) {
    boolean firm = true;
    while (firm) {
      firm = false;
      for (Lost one : List.copyOf(lost)) {
        StorageLimit limit = commit(one.commitment());
        if (limit == null) {
          lost.remove(one);
          firm |= one.commitment().kind() == Kind.FIRM_SCHEDULE;
        } else {
          lost.set(lost.indexOf(one), new Lost(one.commitment(), limit));
        }
      }
    }
  }

  /** The first limit that all commitments together break in some use, null for none. */
  private @Nullable StorageLimit broken() {
    StorageState from = state;
    if (from == null || kept.isEmpty()) {
      return null;
    }
    UnitSums sums = new UnitSums(this, from.slotStartMillis());
    int slots = spec.horizonSlots();
    for (int s = 0; s < slots; s++) {
      if (sums.mostChargeWh(s) > powerWh(s, spec.rating().chargeW())) {
        return StorageLimit.CHARGE_POWER;
      }
    }
    for (int s = 0; s < slots; s++) {
      if (sums.mostDischargeWh(s) > powerWh(s, spec.rating().dischargeW())) {
        return StorageLimit.DISCHARGE_POWER;
      }
    }
    if (!sums.isBacked(from.lots())) {
      return StorageLimit.NOT_BACKED;
    }
    long upper = from.storedWh() * MILLION;
    long lower = upper;
    long most = Math.max(from.storedWh(), usableWh()) * MILLION;
    long leastWh = Math.min(from.storedWh(), spec.rating().reserveWh());
    if (isBound()) { // what it holds above what is proved stays where it is
      leastWh = Math.max(leastWh, from.storedWh() - usableWh());
    }
    long least = leastWh * MILLION;
    boolean empty = false;
    for (int s = 0; s < slots; s++) {
      upper += sums.rise(s);
      lower -= sums.fall(s);
      if (upper > most) {
        return StorageLimit.TOO_FULL;
      }
      empty |= lower < least;
    }
    if (empty) {
      return StorageLimit.TOO_EMPTY;
    }
    return cycles(sums, from, most / MILLION) ? StorageLimit.TOO_MANY_CYCLES : null;
  }

  private boolean cycles(UnitSums sums, StorageState from, long usableWh) {
    if (spec.rating().dailyCyclesPpm() == StorageSpec.NO_CYCLE_LIMIT) {
      return false;
    }
    for (long day = day(0); day <= day(spec.horizonSlots() - 1); day++) {
      if (sums.storedOfDay(day, usableWh) > mayOfDay(from, day, usableWh)) {
        return true;
      }
    }
    return false;
  }

  private long mayOfDay(StorageState from, long day, long usableWh) {
    long may = usableWh * spec.rating().dailyCyclesPpm();
    long before = day == day(0) ? from.storedTodayWh() : 0;
    return before > may / MILLION ? 0 : may - before * MILLION;
  }

  /** The local day of a slot. */
  long day(int slot) {
    long start = state == null ? 0 : state.slotStartMillis() + slot * length();
    return Math.floorDiv(start + utcOffsetMinutes * MINUTE, DAY);
  }

  long powerWh(int slot, long watts) {
    long start = state == null ? 0 : state.slotStartMillis() + slot * length();
    long ppm = MILLION;
    for (OutageRecorded outage : outages) {
      boolean holds = outage.fromMillis() <= start && start < outage.toMillis();
      ppm = holds ? outage.availablePpm() : ppm;
    }
    return watts * slotMinutes / 60 * ppm / MILLION;
  }

  private long endSlot(StorageCommitment one) {
    return state == null ? 0 : (one.toMillis() - state.slotStartMillis()) / length();
  }

  /** By how many minutes its local days are ahead of UTC. */
  int offsetMinutes() {
    return utcOffsetMinutes;
  }

  long length() {
    return slotMinutes * MINUTE;
  }
}
