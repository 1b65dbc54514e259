package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.Command.PlanLease;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.LeasePlanCut;
import org.commonwatt.model.Event.LeasePlanned;
import org.commonwatt.model.Event.LeaseRejected;
import org.commonwatt.model.Ids;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.jspecify.annotations.Nullable;

/** Which plans of virtual batteries stand, by the limits of their leases. */
final class LeaseRules {
  private static final long MILLION = 1_000_000;
  private static final long MINUTE = 60_000;
  private static final long DAY = 86_400_000;

  private final MarketState state;
  private final AccountChecks checks;
  private final StorageRules storage;
  private final TreeMap<String, TreeMap<String, Plan>> plans = new TreeMap<>(); // unit, lease

  LeaseRules(MarketState state, AccountChecks checks, StorageRules storage) {
    this.state = state;
    this.checks = checks;
    this.storage = storage;
  }

  private record Plan(String lessee, TreeMap<Long, Long> energies) {}

  /** The first slot that breaks a limit, and which. */
  private record Fault(long slot, RejectionCode code) {}

  void plan(PlanLease asked, List<Event> out) {
    RejectionCode code = refusal(asked);
    UnitRecount unit = storage.unit(asked.unit());
    StorageCommitment lease = unit == null ? null : unit.kept.get(asked.lease());
    TreeMap<String, Plan> ofUnit = plans.computeIfAbsent(asked.unit(), first -> new TreeMap<>());
    if (code == null && unit != null && lease != null) {
      Plan before = ofUnit.get(asked.lease());
      TreeMap<Long, Long> after = new TreeMap<>();
      if (before != null) {
        before.energies.forEach(
            (slot, energy) -> {
              if (slot < asked.plan().fromMillis()) {
                after.put(slot, energy);
              }
            });
      }
      List<Long> wanted = asked.plan().injectionWh();
      for (int i = 0; i < wanted.size(); i++) {
        after.put(asked.plan().fromMillis() + i * unit.length(), wanted.get(i));
      }
      after.values().removeIf(energy -> energy == 0);
      Fault fault = fault(unit, lease, after);
      code = fault == null ? null : fault.code;
      if (fault == null) {
        ofUnit.put(asked.lease(), new Plan(asked.participant(), after));
      }
    }
    out.add(
        code == null
            ? new LeasePlanned(asked.participant(), asked.unit(), asked.lease(), asked.plan())
            : new LeaseRejected(
                asked.participant(), asked.unit(), asked.lease(), Expected.refusal(code)));
  }

  /** What the leases of a unit that has changed can no longer be used for. */
  void review(String id, List<Event> out) {
    UnitRecount unit = storage.unit(id);
    if (unit == null) {
      return;
    }
    StorageState known = unit.state;
    for (Map.Entry<String, Plan> one : plans.getOrDefault(id, new TreeMap<>()).entrySet()) {
      TreeMap<Long, Long> energies = one.getValue().energies;
      energies.keySet().removeIf(slot -> known != null && slot < known.slotStartMillis());
      if (energies.isEmpty()) {
        continue;
      }
      StorageCommitment lease = unit.kept.get(one.getKey());
      boolean stands =
          lease != null
              && lease.kind() == Kind.LEASE
              && lease.owner().equals(one.getValue().lessee);
      Fault fault =
          stands && lease != null
              ? fault(unit, lease, energies)
              : new Fault(energies.firstKey(), RejectionCode.UNKNOWN_COMMITMENT);
      if (fault == null) {
        continue;
      }
      long from = Math.max(fault.slot, energies.firstKey());
      if (energies.lastKey() >= state.clock) {
        String lessee = one.getValue().lessee;
        out.add(new LeasePlanCut(id, one.getKey(), lessee, from, Expected.refusal(fault.code)));
      }
      energies.keySet().removeIf(slot -> slot >= from);
    }
  }

  private @Nullable RejectionCode refusal(PlanLease asked) {
    if (!Ids.isValid(asked.unit()) || !Ids.isValid(asked.lease())) {
      return RejectionCode.MALFORMED;
    }
    RejectionCode code = checks.unlessKnown(asked.participant());
    if (code != null) {
      return code;
    }
    long from = asked.plan().fromMillis();
    int minutes = state.rulebook == null ? 15 : state.rulebook.timing().slotMinutes();
    if (!DeliverySlot.isBorder(from, minutes)) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    UnitRecount unit = storage.unit(asked.unit());
    if (unit == null) {
      return RejectionCode.UNKNOWN_STORAGE_UNIT;
    }
    StorageCommitment lease = unit.kept.get(asked.lease());
    if (lease == null || lease.kind() != Kind.LEASE || !lease.owner().equals(asked.participant())) {
      return RejectionCode.UNKNOWN_COMMITMENT;
    }
    long slots = (lease.toMillis() - from) / unit.length();
    if (from < lease.fromMillis() || asked.plan().injectionWh().size() > slots) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    return from < state.clock ? RejectionCode.DEADLINE_PAST : null;
  }

  private @Nullable Fault fault(
      UnitRecount unit, StorageCommitment lease, TreeMap<Long, Long> energies) {
    StorageSpec.Rating rating = unit.spec.rating();
    int offset = unit.offsetMinutes();
    long holds = lease.startWh() * MILLION;
    Map<Long, Long> charged = new TreeMap<>(); // Wh by local day
    List<Long> slots = new ArrayList<>();
    for (long slot = lease.fromMillis(); slot < lease.toMillis(); slot += unit.length()) {
      slots.add(slot);
    }
    for (long slot : slots) {
      long energy = energies.getOrDefault(slot, 0L);
      if (energy > lease.dischargeSlotWh() || energy < -lease.chargeSlotWh()) {
        return new Fault(slot, RejectionCode.LEASE_POWER);
      }
      if (energy < 0) {
        holds -= energy * rating.chargePpm();
      } else {
        holds -= removed(energy, rating.dischargePpm());
      }
      if (holds > lease.energyWh() * MILLION) {
        return new Fault(slot, RejectionCode.LEASE_TOO_FULL);
      }
      if (holds < 0) {
        return new Fault(slot, RejectionCode.LEASE_TOO_EMPTY);
      }
      long day = Math.floorDiv(slot + offset * MINUTE, DAY);
      long today = charged.merge(day, Math.max(0, -energy), Long::sum);
      boolean limited = rating.dailyCyclesPpm() != StorageSpec.NO_CYCLE_LIMIT;
      if (limited && today * rating.chargePpm() > lease.energyWh() * rating.dailyCyclesPpm()) {
        return new Fault(slot, RejectionCode.LEASE_TOO_MANY_CYCLES);
      }
    }
    return null;
  }

  /** What a discharge takes out, µWh, rounded up. */
  private static long removed(long energyWh, int ppm) {
    BigInteger[] parts =
        BigInteger.valueOf(energyWh)
            .multiply(BigInteger.valueOf(MILLION * MILLION))
            .divideAndRemainder(BigInteger.valueOf(ppm));
    return parts[0].longValueExact() + (parts[1].signum() == 0 ? 0 : 1);
  }
}
