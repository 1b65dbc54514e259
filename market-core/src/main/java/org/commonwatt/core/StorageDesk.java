package org.commonwatt.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.core.CommittedUnit.Lost;
import org.commonwatt.core.Promises.Agreement;
import org.commonwatt.core.settlement.Promise.Ending;
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
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageLimit;
import org.commonwatt.model.StorageRefused;
import org.commonwatt.model.StorageSpec;
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
  private final Promises promises;
  private final Losses losses;

  StorageDesk(
      SlotSchedule schedule,
      RegistrationChecks registrations,
      StorageChecks.Obligations obligations,
      Promises promises,
      Losses losses) {
    this.schedule = schedule;
    this.promises = promises;
    this.losses = losses;
    this.checks = new StorageChecks(schedule, registrations, units, obligations);
  }

  /**
   * When and why a unit is committed anew.
   *
   * @param byProof whether it comes of what its provenance record proves
   */
  private record Change(String unit, long timeMillis, boolean byProof) {}

  /** Who goes on when units have changed, and perhaps lost commitments. */
  @FunctionalInterface
  interface Losses {
    void lost(String unit, List<String> commitments, long timeMillis, EventSink sink);
  }

  void register(RegisterStorage command, long timeMillis, EventSink sink) {
    String id = command.spec().unit();
    Rejection rejection = checks.refusal(command);
    if (rejection != null) {
      refuse(command.officer(), id, "", StorageRefused.of(rejection), sink);
      return;
    }
    sink.emit(new StorageRegistered(command.spec()));
    CommittedUnit unit =
        units.computeIfAbsent(id, first -> new CommittedUnit(command.spec(), slotMinutes()));
    Change change = new Change(id, timeMillis, false);
    tell(unit.become(command.spec(), utcOffsetMinutes()), change, sink);
    boundWithoutPassport(unit, timeMillis, sink);
  }

  /** The rulebook may take other proof than before: it bounds what no record on the ledger does. */
  void boundWithoutPassports(long timeMillis, EventSink sink) {
    units.values().forEach(unit -> boundWithoutPassport(unit, timeMillis, sink));
  }

  private void boundWithoutPassport(CommittedUnit unit, long timeMillis, EventSink sink) {
    StorageSpec spec = unit.spec();
    ProvenanceRules takes = rules().rulebook().provenance();
    if (takes == null || spec.provenance().startsWith(UsableLimit.SCHEME)) {
      return;
    }
    UsableLimit limit = new Nameplates(takes).bound(spec, timeMillis);
    UsableLimit known = unit.limit();
    if (known == null || !limit.provesTheSame(known)) {
      bound(unit, limit, timeMillis, sink);
    }
  }

  private void bound(CommittedUnit unit, UsableLimit limit, long timeMillis, EventSink sink) {
    String id = unit.spec().unit();
    sink.emit(new UsableEnergyLimited(id, unit.spec().owner(), limit));
    tell(unit.prove(limit, utcOffsetMinutes()), new Change(id, timeMillis, true), sink);
  }

  void report(ReportStateOfCharge command, long timeMillis, EventSink sink) {
    Rejection rejection = checks.refusal(command, timeMillis);
    if (rejection != null) {
      refuse(command.officer(), command.unit(), "", StorageRefused.of(rejection), sink);
      return;
    }
    sink.emit(new StateOfChargeRecorded(command.unit(), command.state()));
    Change change = new Change(command.unit(), timeMillis, false);
    tell(unit(command.unit()).hold(command.state(), utcOffsetMinutes()), change, sink);
  }

  void outage(ReportOutage command, long timeMillis, EventSink sink) {
    Rejection rejection = checks.refusal(command);
    if (rejection != null) {
      refuse(command.participant(), command.unit(), "", StorageRefused.of(rejection), sink);
      return;
    }
    OutageRecorded outage =
        new OutageRecorded(
            command.unit(), command.fromMillis(), command.toMillis(), command.availablePpm());
    sink.emit(outage);
    Change change = new Change(command.unit(), timeMillis, false);
    tell(unit(command.unit()).outage(outage, utcOffsetMinutes()), change, sink);
  }

  void limit(LimitUsableEnergy command, long timeMillis, EventSink sink) {
    String id = command.unit();
    Rejection rejection = checks.refusal(command);
    if (rejection != null) {
      refuse("", id, "", StorageRefused.of(rejection), sink);
      return;
    }
    bound(unit(id), command.limit(), timeMillis, sink);
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
    agreed(Agreement.own(command.unit(), command.commitment()));
    sink.emit(new StorageCommitted(command.unit(), command.commitment()));
  }

  /**
   * Keeps what was agreed on for its settlement, once the unit has taken it. In a market that
   * settles no storage services, or has as many as it can settle, it is paid outside.
   */
  void agreed(Agreement agreement) {
    boolean isSettled = rules().rulebook().storage() != null && promises.hasRoom();
    promises.add(isSettled ? agreement : agreement.outside());
  }

  /** A commitment was taken back: it is not promised in slots that begin from an instant on. */
  void withdrawn(String unit, String commitment, long fromMillis) {
    promises.end(unit, commitment, Ending.WITHDRAWN, fromMillis);
  }

  void withdraw(WithdrawCommitment command, long timeMillis, EventSink sink) {
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
    withdrawn(command.unit(), id, timeMillis);
    sink.emit(new CommitmentWithdrawn(command.unit(), id, command.participant()));
    losses.lost(command.unit(), List.of(), timeMillis, sink);
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
  private void tell(List<Lost> lost, Change change, EventSink sink) {
    String unit = change.unit;
    boolean isHeld = unit(unit).isHeld();
    RejectionCode code = isHeld ? RejectionCode.STORAGE_HELD : RejectionCode.STORAGE_NOT_FEASIBLE;
    for (Lost one : lost) {
      boolean excused =
          isHeld || change.byProof || one.refusal().code() == StorageRefusal.Code.NOT_PROVED;
      Ending how = excused ? Ending.EXCUSED : Ending.LOST;
      promises.end(unit, one.commitment().id(), how, change.timeMillis);
      sink.emit(
          new CommitmentLost(
              unit, one.commitment().id(), one.commitment().owner(), refused(code, one.refusal())));
    }
    List<String> ids = lost.stream().map(one -> one.commitment().id()).toList();
    losses.lost(unit, ids, change.timeMillis, sink);
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
