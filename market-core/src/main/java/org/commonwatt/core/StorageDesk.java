package org.commonwatt.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.core.CommittedUnit.Lost;
import org.commonwatt.core.storage.StorageRefusal;
import org.commonwatt.model.Command.CommitStorage;
import org.commonwatt.model.Command.LimitUsableEnergy;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Command.ReportOutage;
import org.commonwatt.model.Command.ReportStateOfCharge;
import org.commonwatt.model.Command.WithdrawCommitment;
import org.commonwatt.model.Event.CommitmentLost;
import org.commonwatt.model.Event.CommitmentWithdrawn;
import org.commonwatt.model.Event.OutageRecorded;
import org.commonwatt.model.Event.StateOfChargeRecorded;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Event.StorageRegistered;
import org.commonwatt.model.Event.StorageRejected;
import org.commonwatt.model.Event.StorageTestExpires;
import org.commonwatt.model.Event.UsableEnergyLimited;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageLimit;
import org.commonwatt.model.StorageRefused;
import org.commonwatt.model.StorageState;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/** Registers storage units, commits them, and commits them anew when they have changed. */
final class StorageDesk {
  /** The most ids of commitments that a refusal names. */
  static final int MOST_CONFLICTS = 100;

  private final SlotSchedule schedule;
  private final StorageChecks checks;
  private final TreeMap<String, CommittedUnit> units = new TreeMap<>();

  StorageDesk(
      SlotSchedule schedule,
      RegistrationChecks registrations,
      StorageChecks.Obligations obligations) {
    this.schedule = schedule;
    this.checks = new StorageChecks(schedule, registrations, units, obligations);
  }

  void register(RegisterStorage command, EventSink sink) {
    String id = command.spec().unit();
    Rejection rejection = checks.refusal(command);
    if (rejection != null) {
      refuse(command.officer(), id, "", StorageRefused.of(rejection), sink);
      return;
    }
    sink.emit(new StorageRegistered(command.spec()));
    CommittedUnit unit =
        units.computeIfAbsent(id, first -> new CommittedUnit(command.spec(), slotMinutes()));
    tell(unit.become(command.spec(), utcOffsetMinutes()), id, sink);
  }

  void report(ReportStateOfCharge command, long timeMillis, EventSink sink) {
    Rejection rejection = checks.refusal(command, timeMillis);
    if (rejection != null) {
      refuse(command.officer(), command.unit(), "", StorageRefused.of(rejection), sink);
      return;
    }
    sink.emit(new StateOfChargeRecorded(command.unit(), command.state()));
    tell(unit(command.unit()).hold(command.state(), utcOffsetMinutes()), command.unit(), sink);
  }

  void outage(ReportOutage command, EventSink sink) {
    Rejection rejection = checks.refusal(command);
    if (rejection != null) {
      refuse(command.participant(), command.unit(), "", StorageRefused.of(rejection), sink);
      return;
    }
    OutageRecorded outage =
        new OutageRecorded(
            command.unit(), command.fromMillis(), command.toMillis(), command.availablePpm());
    sink.emit(outage);
    tell(unit(command.unit()).outage(outage, utcOffsetMinutes()), command.unit(), sink);
  }

  void limit(LimitUsableEnergy command, EventSink sink) {
    String id = command.unit();
    Rejection rejection = checks.refusal(command);
    if (rejection != null) {
      refuse("", id, "", StorageRefused.of(rejection), sink);
      return;
    }
    CommittedUnit unit = unit(id);
    sink.emit(new UsableEnergyLimited(id, unit.spec().owner(), command.limit()));
    tell(unit.prove(command.limit(), utcOffsetMinutes()), id, sink);
  }

  /** Warns of proofs that end soon. */
  void advance(long timeMillis, EventSink sink) {
    for (CommittedUnit unit : units.values()) {
      UsableLimit limit = unit.limit();
      if (limit != null && unit.warns(timeMillis)) {
        sink.emit(
            new StorageTestExpires(unit.spec().unit(), unit.spec().owner(), limit.untilMillis()));
      }
    }
  }

  void commit(CommitStorage command, long timeMillis, EventSink sink) {
    String id = command.commitment().id();
    Rejection rejection = checks.refusal(command, timeMillis);
    if (rejection != null) {
      refuse(command.participant(), command.unit(), id, StorageRefused.of(rejection), sink);
      return;
    }
    StorageRefused refused = take(command.unit(), command.commitment());
    if (refused != null) {
      refuse(command.participant(), command.unit(), id, refused, sink);
      return;
    }
    sink.emit(new StorageCommitted(command.unit(), command.commitment()));
  }

  void withdraw(WithdrawCommitment command, EventSink sink) {
    String id = command.commitment();
    Rejection rejection = checks.refusal(command);
    StorageRefused refused = rejection == null ? null : StorageRefused.of(rejection);
    if (refused == null) {
      StorageRefusal refusal = unit(command.unit()).withdraw(id);
      refused = refusal == null ? null : refused(refusal);
    }
    if (refused != null) {
      refuse(command.participant(), command.unit(), id, refused, sink);
      return;
    }
    sink.emit(new CommitmentWithdrawn(command.unit(), id, command.participant()));
  }

  /**
   * Commits a unit to what was agreed on and checked; null when it was taken.
   *
   * @throws IllegalStateException when there is no such unit
   */
  @Nullable StorageRefused take(String unit, StorageCommitment commitment) {
    StorageRefusal refusal = unit(unit).commit(commitment);
    return refusal == null ? null : refused(refusal);
  }

  /** The unit of an id, null when there is none. */
  @Nullable CommittedUnit find(String id) {
    return units.get(id);
  }

  /** All units, by id. */
  List<CommittedUnit> units() {
    return List.copyOf(units.values());
  }

  void save(StateWriter out) {
    out.number(units.size());
    for (CommittedUnit unit : units.values()) {
      String id = unit.spec().unit();
      out.event(new StorageRegistered(unit.spec()));
      UsableLimit limit = unit.limit();
      out.number(limit == null ? 0 : unit.warned() ? 2 : 1);
      if (limit != null) {
        out.event(new UsableEnergyLimited(id, unit.spec().owner(), limit));
      }
      out.number(unit.outages().size());
      unit.outages().forEach(out::event);
      StorageState state = unit.state();
      out.number(state == null ? 0 : 1);
      if (state != null) {
        out.event(new StateOfChargeRecorded(id, state));
        out.number(unit.utcOffsetMinutes());
        out.number(unit.commitments().size());
        unit.commitments().forEach(one -> out.event(new StorageCommitted(id, one)));
      }
    }
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      CommittedUnit unit =
          new CommittedUnit(in.event(StorageRegistered.class).spec(), slotMinutes());
      units.put(unit.spec().unit(), unit);
      long limited = in.number();
      if (limited != 0) {
        unit.restore(in.event(UsableEnergyLimited.class).limit(), limited == 2);
      }
      for (int outages = in.count(); outages > 0; outages--) {
        unit.outages().add(in.event(OutageRecorded.class));
      }
      if (in.number() == 1) {
        StorageState state = in.event(StateOfChargeRecorded.class).state();
        int offset = (int) in.number();
        List<StorageCommitment> kept = new ArrayList<>();
        for (int commitments = in.count(); commitments > 0; commitments--) {
          kept.add(in.event(StorageCommitted.class).commitment());
        }
        unit.restore(state, kept, offset);
      }
    }
  }

  private CommittedUnit unit(String id) {
    CommittedUnit unit = units.get(id);
    if (unit == null) {
      throw new IllegalStateException("the checks let through a unit that is not there: " + id);
    }
    return unit;
  }

  private int slotMinutes() {
    return rules().rulebook().timing().slotMinutes();
  }

  private int utcOffsetMinutes() {
    return rules().rulebook().timing().utcOffsetMinutes();
  }

  private Rules rules() {
    Rules rules = schedule.rules();
    if (rules == null) {
      throw new IllegalStateException("a market with storage has a rulebook");
    }
    return rules;
  }

  /** What is lost while a safety hold lies on the unit is lost by it. */
  private void tell(List<Lost> lost, String unit, EventSink sink) {
    RejectionCode code =
        unit(unit).isHeld() ? RejectionCode.STORAGE_HELD : RejectionCode.STORAGE_NOT_FEASIBLE;
    for (Lost one : lost) {
      sink.emit(
          new CommitmentLost(
              unit, one.commitment().id(), one.commitment().owner(), refused(code, one.refusal())));
    }
  }

  private static StorageRefused refused(StorageRefusal refusal) {
    return refused(RejectionCode.STORAGE_NOT_FEASIBLE, refusal);
  }

  private static StorageRefused refused(RejectionCode code, StorageRefusal refusal) {
    List<String> conflicts = refusal.conflicts();
    return new StorageRefused(
        new Rejection(code, refusal.message() + ": " + refusal.hint()),
        StorageLimit.valueOf(refusal.code().name()),
        conflicts.subList(0, Math.min(conflicts.size(), MOST_CONFLICTS)));
  }

  private static void refuse(
      String account, String unit, String commitment, StorageRefused refused, EventSink sink) {
    sink.emit(new StorageRejected(account, unit, commitment, refused));
  }
}
