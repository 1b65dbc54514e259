package org.commonwatt.core;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.commonwatt.model.Command.CommitStorage;
import org.commonwatt.model.Command.LimitUsableEnergy;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Command.ReportOutage;
import org.commonwatt.model.Command.ReportStateOfCharge;
import org.commonwatt.model.Command.WithdrawCommitment;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/** Why something is not asked of a storage unit, before it is asked, in order of precedence. */
final class StorageChecks {
  /** The most units of a market. */
  static final int MOST_UNITS = 1_000;

  /** The most commitments of a unit. */
  static final int MOST_COMMITMENTS = 10_000;

  /** The most outages of a unit that are not over. */
  static final int MOST_OUTAGES = 1_000;

  private final SlotSchedule schedule;
  private final RegistrationChecks registrations;
  private final Map<String, CommittedUnit> units;
  private final Obligations obligations;

  StorageChecks(
      SlotSchedule schedule,
      RegistrationChecks registrations,
      Map<String, CommittedUnit> units,
      Obligations obligations) {
    this.schedule = schedule;
    this.registrations = registrations;
    this.units = units;
    this.obligations = obligations;
  }

  /** What the owner of a unit has promised somebody else, though it is the owner's own energy. */
  @FunctionalInterface
  interface Obligations {
    /** Whether a commitment of a unit is one. */
    boolean hold(String unit, String commitment);
  }

  @Nullable Rejection refusal(RegisterStorage command) {
    StorageSpec spec = command.spec();
    Rejection rejection = ids("unit", spec.unit(), "area", spec.area());
    if (rejection == null) {
      rejection =
          registrations.officer(command.officer(), spec.owner(), Registration::meterOrganisation);
    }
    if (rejection == null) {
      rejection = registrations.active(spec.owner());
    }
    Rules rules = schedule.rules();
    if (rejection != null || rules == null) {
      return rejection;
    }
    CommittedUnit before = units.get(spec.unit());
    if (before != null && !before.spec().area().equals(spec.area())) {
      return new Rejection(
          RejectionCode.UNKNOWN_AREA,
          "unit " + spec.unit() + " is in area " + before.spec().area() + " and stays there");
    }
    if (!rules.rulebook().areas().ids().contains(spec.area())) {
      return new Rejection(
          RejectionCode.UNKNOWN_AREA,
          "area " + spec.area() + " is not in the rulebook: name one that is");
    }
    if (before != null && !before.spec().owner().equals(spec.owner())) {
      return new Rejection(
          RejectionCode.UNKNOWN_STORAGE_UNIT,
          "unit " + spec.unit() + " is another participant's: choose another id");
    }
    String wrong = StorageRanges.wrong(spec);
    if (wrong != null) {
      return new Rejection(RejectionCode.VALUE_OUT_OF_RANGE, wrong);
    }
    ProvenanceRules takes = rules.rulebook().provenance();
    if (takes != null && !new Nameplates(takes).takes(spec.provenance())) {
      return notTaken(takes);
    }
    return before == null && units.size() >= MOST_UNITS
        ? RegistrationChecks.full("a market has at most " + MOST_UNITS + " storage units")
        : null;
  }

  @Nullable Rejection refusal(ReportStateOfCharge command, long timeMillis) {
    Rejection rejection = ids("officer", command.officer(), "unit", command.unit());
    if (rejection == null) {
      rejection =
          schedule.rules() == null
              ? Refusals.notReady()
              : registrations.named(command.officer(), Registration::meterOrganisation);
    }
    StorageState state = command.state();
    if (rejection == null) {
      rejection = unlessBorder(state.slotStartMillis());
    }
    if (rejection != null) {
      return rejection;
    }
    CommittedUnit unit = units.get(command.unit());
    if (unit == null) {
      return unknown(command.unit());
    }
    for (StorageState.Left left : state.left()) {
      if (unit.commitment(left.commitment()) == null) {
        return unknownCommitment(left.commitment(), command.unit());
      }
    }
    if (state.slotStartMillis() > timeMillis) {
      return new Rejection(
          RejectionCode.READING_FUTURE,
          "the slot has not begun: report a state of charge that was metered");
    }
    String wrong = wrong(state, unit);
    if (wrong != null) {
      return new Rejection(RejectionCode.VALUE_OUT_OF_RANGE, wrong);
    }
    StorageState last = unit.state();
    return last != null && last.slotStartMillis() >= state.slotStartMillis()
        ? new Rejection(
            RejectionCode.STATE_NOT_NEWER,
            "the state of charge of "
                + Instant.ofEpochMilli(last.slotStartMillis())
                + " is known: report one of a later slot")
        : null;
  }

  @Nullable Rejection refusal(LimitUsableEnergy command) {
    Rejection rejection = Refusals.unlessId("unit", command.unit());
    if (rejection == null && schedule.rules() == null) {
      rejection = Refusals.notReady();
    }
    if (rejection != null) {
      return rejection;
    }
    CommittedUnit unit = units.get(command.unit());
    if (unit == null) {
      return unknown(command.unit());
    }
    UsableLimit limit = command.limit();
    String wrong =
        unit.spec().provenance().equals(UsableLimit.SCHEME + limit.passport())
            ? UsableLimitRanges.wrong(limit)
            : "unit "
                + command.unit()
                + " was not registered with the passport "
                + limit.passport();
    if (wrong != null) {
      return new Rejection(RejectionCode.VALUE_OUT_OF_RANGE, wrong);
    }
    Rules rules = schedule.rules();
    ProvenanceRules takes = rules == null ? null : rules.rulebook().provenance();
    if (takes != null && !takes.proof().equals(limit.rules())) {
      return new Rejection(
          RejectionCode.PROVENANCE_NOT_ACCEPTED,
          "the rulebook in force takes other proof: read the record under its rules");
    }
    UsableLimit last = unit.limit();
    return last != null && last.atMillis() > limit.atMillis()
        ? new Rejection(
            RejectionCode.STATE_NOT_NEWER,
            "what was proved at "
                + Instant.ofEpochMilli(last.atMillis())
                + " is known: read the ledger again")
        : null;
  }

  @Nullable Rejection refusal(ReportOutage command) {
    Rejection rejection = ids("participant", command.participant(), "unit", command.unit());
    if (rejection == null) {
      rejection = registrations.known(command.participant());
    }
    if (rejection == null) {
      rejection = unlessBorder(command.fromMillis());
    }
    if (rejection == null) {
      rejection = unlessBorder(command.toMillis());
    }
    if (rejection != null) {
      return rejection;
    }
    CommittedUnit unit = own(command.unit(), command.participant());
    if (unit == null) {
      return unknown(command.unit());
    }
    boolean share = command.availablePpm() >= 0 && command.availablePpm() <= StorageSpec.MILLION;
    if (!share || command.fromMillis() >= command.toMillis()) {
      return new Rejection(
          RejectionCode.VALUE_OUT_OF_RANGE,
          "an outage leaves 0 to 1,000,000 ppm of the power, and ends after it begins");
    }
    return unit.outages().size() >= MOST_OUTAGES
        ? RegistrationChecks.full("a unit has at most " + MOST_OUTAGES + " outages at a time")
        : null;
  }

  @Nullable Rejection refusal(CommitStorage command, long timeMillis) {
    StorageCommitment one = command.commitment();
    Rejection rejection = ids("participant", command.participant(), "unit", command.unit());
    if (rejection == null) {
      rejection = ids("commitment", one.id(), "owner", one.owner());
    }
    if (rejection == null) {
      rejection = registrations.known(command.participant());
    }
    if (rejection == null) {
      rejection = registrations.active(command.participant());
    }
    if (rejection == null) {
      rejection = unlessBorder(one.fromMillis());
    }
    if (rejection == null) {
      rejection = unlessBorder(one.toMillis());
    }
    if (rejection != null) {
      return rejection;
    }
    CommittedUnit unit = own(command.unit(), command.participant());
    if (unit == null) {
      return unknown(command.unit());
    }
    if (unit.commitment(one.id()) != null) {
      return new Rejection(
          RejectionCode.COMMITMENT_EXISTS,
          "unit " + command.unit() + " has a commitment " + one.id() + ": choose another id");
    }
    String wrong =
        one.owner().equals(command.participant())
            ? StorageRanges.wrong(one, slotMinutes())
            : "a unit is kept for its owner, " + command.participant() + ", not for " + one.owner();
    if (wrong != null) {
      return new Rejection(RejectionCode.VALUE_OUT_OF_RANGE, wrong);
    }
    if (one.fromMillis() < timeMillis) {
      return new Rejection(
          RejectionCode.DEADLINE_PAST, "its first slot has begun: name slots that have not");
    }
    return unit.count() >= MOST_COMMITMENTS
        ? RegistrationChecks.full("a unit has at most " + MOST_COMMITMENTS + " commitments")
        : null;
  }

  @Nullable Rejection refusal(WithdrawCommitment command) {
    Rejection rejection = ids("participant", command.participant(), "unit", command.unit());
    if (rejection == null) {
      rejection = Refusals.unlessId("commitment", command.commitment());
    }
    if (rejection == null) {
      rejection = registrations.known(command.participant());
    }
    if (rejection != null) {
      return rejection;
    }
    CommittedUnit unit = own(command.unit(), command.participant());
    if (unit == null) {
      return unknown(command.unit());
    }
    StorageCommitment one = unit.commitment(command.commitment());
    boolean isFree =
        one != null
            && one.owner().equals(command.participant())
            && !obligations.hold(command.unit(), command.commitment());
    return isFree ? null : unknownCommitment(command.commitment(), command.unit());
  }

  private @Nullable String wrong(StorageState state, CommittedUnit unit) {
    String wrong = StorageRanges.wrong(state);
    if (wrong != null) {
      return wrong;
    }
    Map<String, Long> left = new HashMap<>();
    state.left().forEach(part -> left.put(part.commitment(), part.energyWh()));
    for (StorageCommitment one : unit.commitments()) {
      boolean goesOn =
          one.fromMillis() < state.slotStartMillis() && one.toMillis() > state.slotStartMillis();
      Long energy = left.get(one.id());
      if (energy == null && goesOn && one.kind() == StorageCommitment.Kind.LEASE) {
        return "lease " + one.id() + " has begun: say what it holds";
      }
      boolean fits = goesOn && one.kind() != StorageCommitment.Kind.FIRM_SCHEDULE;
      if (energy != null && (!fits || energy < 0 || energy > one.energyWh())) {
        return "what is left of "
            + one.id()
            + " is 0 to "
            + one.energyWh()
            + " Wh of a service, a release or a lease that has begun and goes on";
      }
    }
    return null;
  }

  private @Nullable CommittedUnit own(String id, String participant) {
    CommittedUnit unit = units.get(id);
    return unit == null || !unit.spec().owner().equals(participant) ? null : unit;
  }

  private int slotMinutes() {
    Rules rules = schedule.rules();
    return rules == null ? 1 : rules.rulebook().timing().slotMinutes();
  }

  private @Nullable Rejection unlessBorder(long millis) {
    Rules rules = schedule.rules();
    return rules == null || DeliverySlot.isBorder(millis, rules.rulebook().timing().slotMinutes())
        ? null
        : Refusals.misaligned(millis, rules);
  }

  private static @Nullable Rejection ids(String what, String one, String of, String other) {
    Rejection rejection = Refusals.unlessId(what, one);
    return rejection == null ? Refusals.unlessId(of, other) : rejection;
  }

  private static Rejection notTaken(ProvenanceRules takes) {
    String nameplate =
        takes.nameplateMostWh() == 0
            ? ""
            : ", or nameplate: and rated energy of 1 to " + takes.nameplateMostWh() + " Wh";
    return new Rejection(
        RejectionCode.PROVENANCE_NOT_ACCEPTED,
        "a unit is registered with passport: and the id of its passport on the ledger" + nameplate);
  }

  private static Rejection unknown(String unit) {
    return new Rejection(
        RejectionCode.UNKNOWN_STORAGE_UNIT,
        "the participant has no storage unit " + unit + ": name one that is registered for it");
  }

  private static Rejection unknownCommitment(String commitment, String unit) {
    return new Rejection(
        RejectionCode.UNKNOWN_COMMITMENT,
        "unit " + unit + " has no such commitment " + commitment + ": look its commitments up");
  }
}
