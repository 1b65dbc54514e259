package org.commonwatt.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.commonwatt.model.Command.PlanLease;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.LeasePlanCut;
import org.commonwatt.model.Event.LeasePlanned;
import org.commonwatt.model.Event.LeaseRejected;
import org.commonwatt.model.LeasePlan;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageState;
import org.jspecify.annotations.Nullable;

/** Takes what lessees will use of their virtual batteries, and holds it against what they hold. */
final class LeaseDesk {
  private static final long MINUTE_MILLIS = 60_000L;

  private final SlotSchedule schedule;
  private final RegistrationChecks registrations;
  private final StorageDesk storage;
  private final TreeMap<String, TreeMap<String, Planned>> byUnit = new TreeMap<>();

  LeaseDesk(SlotSchedule schedule, RegistrationChecks registrations, StorageDesk storage) {
    this.schedule = schedule;
    this.registrations = registrations;
    this.storage = storage;
  }

  /**
   * What is planned of a lease.
   *
   * @param injectionWh by start of slot; not 0
   */
  private record Planned(String lessee, TreeMap<Long, Long> injectionWh) {}

  void plan(PlanLease command, long timeMillis, EventSink sink) {
    Rejection rejection = refusal(command, timeMillis);
    if (rejection == null) {
      NavigableMap<Long, Long> next = with(command);
      LeaseWalk.Break broken = walk(command.unit(), command.lease()).firstBreak(next);
      rejection = broken == null ? null : broken.rejection();
      if (broken == null) {
        put(command.unit(), command.lease(), command.participant(), next);
      }
    }
    sink.emit(
        rejection == null
            ? new LeasePlanned(
                command.participant(), command.unit(), command.lease(), command.plan())
            : new LeaseRejected(command.participant(), command.unit(), command.lease(), rejection));
  }

  /** Cuts what the leases of a unit that has changed cannot be used for any more. */
  void review(String unit, long timeMillis, EventSink sink) {
    StorageState state = Objects.requireNonNull(storage.find(unit), "units stay").state();
    TreeMap<String, Planned> ofUnit = byUnit.getOrDefault(unit, new TreeMap<>());
    for (Map.Entry<String, Planned> one : List.copyOf(ofUnit.entrySet())) {
      TreeMap<Long, Long> plan = one.getValue().injectionWh();
      if (state != null) {
        plan.headMap(state.slotStartMillis()).clear();
      }
      LeaseWalk.Break broken = plan.isEmpty() ? null : broken(unit, one.getKey(), one.getValue());
      if (broken != null) {
        long from = Math.max(broken.slotStartMillis(), plan.firstKey());
        if (plan.lastKey() >= timeMillis) { // else all that is cut is over
          sink.emit(
              new LeasePlanCut(
                  unit, one.getKey(), one.getValue().lessee(), from, broken.rejection()));
        }
        plan.tailMap(from).clear();
      }
      if (plan.isEmpty()) {
        ofUnit.remove(one.getKey());
      }
    }
    if (ofUnit.isEmpty()) {
      byUnit.remove(unit);
    }
  }

  /** What all leases of a unit are planned to discharge in a slot, Wh, less what they charge. */
  long injectionWh(String unit, long slotStartMillis) {
    return byUnit.getOrDefault(unit, new TreeMap<>()).values().stream()
        .mapToLong(one -> one.injectionWh().getOrDefault(slotStartMillis, 0L))
        .sum();
  }

  /** The virtual batteries of a participant, by unit, then as they were taken. */
  List<LeaseView> views(String participant) {
    List<LeaseView> all = new ArrayList<>();
    for (CommittedUnit unit : storage.units()) {
      for (StorageCommitment one : unit.commitments()) {
        if (one.kind() == Kind.LEASE && one.owner().equals(participant)) {
          all.add(view(unit, one));
        }
      }
    }
    return all;
  }

  void save(StateWriter out) {
    out.number(byUnit.values().stream().mapToLong(Map::size).sum());
    byUnit.forEach(
        (unit, leases) ->
            leases.forEach(
                (lease, planned) -> {
                  out.text(unit);
                  out.text(lease);
                  out.text(planned.lessee());
                  out.number(planned.injectionWh().size());
                  planned
                      .injectionWh()
                      .forEach(
                          (start, energy) -> {
                            out.number(start);
                            out.number(energy);
                          });
                }));
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      String unit = in.text();
      String lease = in.text();
      String lessee = in.text();
      TreeMap<Long, Long> plan = new TreeMap<>();
      for (int slots = in.count(); slots > 0; slots--) {
        plan.put(in.number(), in.number());
      }
      put(unit, lease, lessee, plan);
    }
  }

  private @Nullable Rejection refusal(PlanLease command, long timeMillis) {
    Rejection rejection = Refusals.unlessId("unit", command.unit());
    if (rejection == null) {
      rejection = Refusals.unlessId("lease", command.lease());
    }
    if (rejection == null) {
      rejection = registrations.known(command.participant());
    }
    Rules rules = schedule.rules();
    if (rejection != null || rules == null) {
      return rejection == null ? Refusals.notReady() : rejection;
    }
    LeasePlan plan = command.plan();
    if (!DeliverySlot.isBorder(plan.fromMillis(), rules.rulebook().timing().slotMinutes())) {
      return Refusals.misaligned(plan.fromMillis(), rules);
    }
    CommittedUnit unit = storage.find(command.unit());
    if (unit == null) {
      return new Rejection(
          RejectionCode.UNKNOWN_STORAGE_UNIT, "there is no storage unit " + command.unit());
    }
    StorageCommitment lease = unit.commitment(command.lease());
    if (lease == null
        || lease.kind() != Kind.LEASE
        || !lease.owner().equals(command.participant())) {
      return new Rejection(
          RejectionCode.UNKNOWN_COMMITMENT,
          command.participant() + " has no lease " + command.lease() + " of " + command.unit());
    }
    long slots = (lease.toMillis() - plan.fromMillis()) / lengthMillis();
    if (plan.fromMillis() < lease.fromMillis() || plan.injectionWh().size() > slots) {
      return new Rejection(
          RejectionCode.VALUE_OUT_OF_RANGE, "a plan is for slots of the lease: name those");
    }
    return plan.fromMillis() < timeMillis
        ? new Rejection(
            RejectionCode.DEADLINE_PAST, "its first slot has begun: plan slots that have not")
        : null;
  }

  /** The plan of a lease with what somebody will do from a slot on. */
  private NavigableMap<Long, Long> with(PlanLease command) {
    Planned known = byUnit.getOrDefault(command.unit(), new TreeMap<>()).get(command.lease());
    TreeMap<Long, Long> next = new TreeMap<>();
    if (known != null) {
      next.putAll(known.injectionWh().headMap(command.plan().fromMillis()));
    }
    long at = command.plan().fromMillis();
    for (long energy : command.plan().injectionWh()) {
      if (energy != 0) {
        next.put(at, energy);
      }
      at += lengthMillis();
    }
    return next;
  }

  private void put(String unit, String lease, String lessee, NavigableMap<Long, Long> plan) {
    TreeMap<String, Planned> ofUnit = byUnit.computeIfAbsent(unit, first -> new TreeMap<>());
    ofUnit.remove(lease);
    if (!plan.isEmpty()) {
      ofUnit.put(lease, new Planned(lessee, new TreeMap<>(plan)));
    }
    if (ofUnit.isEmpty()) {
      byUnit.remove(unit);
    }
  }

  private LeaseWalk.@Nullable Break broken(String unit, String lease, Planned planned) {
    CommittedUnit of = Objects.requireNonNull(storage.find(unit), "units stay");
    StorageCommitment kept = of.commitment(lease);
    boolean stands =
        kept != null && kept.kind() == Kind.LEASE && kept.owner().equals(planned.lessee());
    if (stands) {
      return walk(unit, lease).firstBreak(planned.injectionWh());
    }
    return new LeaseWalk.Break(
        planned.injectionWh().firstKey(),
        new Rejection(RejectionCode.UNKNOWN_COMMITMENT, "the lease does not stand any more"));
  }

  private LeaseView view(CommittedUnit unit, StorageCommitment lease) {
    TreeMap<Long, Long> plan = new TreeMap<>();
    Planned planned = byUnit.getOrDefault(unit.spec().unit(), new TreeMap<>()).get(lease.id());
    if (planned != null) {
      plan.putAll(planned.injectionWh());
    }
    List<Long> injection = new ArrayList<>();
    for (long at = lease.fromMillis(); at < lease.toMillis(); at += lengthMillis()) {
      injection.add(plan.getOrDefault(at, 0L));
    }
    StorageState state = Objects.requireNonNull(unit.state(), "a unit with a lease has a state");
    return new LeaseView(
        unit.spec(),
        lease,
        state.slotStartMillis(),
        injection,
        walk(unit.spec().unit(), lease.id()).stored(plan));
  }

  private LeaseWalk walk(String unit, String lease) {
    CommittedUnit of = Objects.requireNonNull(storage.find(unit), "units stay");
    StorageCommitment kept = Objects.requireNonNull(of.commitment(lease), "it was checked");
    return new LeaseWalk(kept, of.spec().rating(), lengthMillis(), of.utcOffsetMinutes());
  }

  private long lengthMillis() {
    Rules rules = Objects.requireNonNull(schedule.rules(), "a market with leases has a rulebook");
    return rules.rulebook().timing().slotMinutes() * MINUTE_MILLIS;
  }
}
