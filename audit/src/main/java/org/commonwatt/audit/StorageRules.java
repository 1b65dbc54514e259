package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.commonwatt.model.Command.CommitStorage;
import org.commonwatt.model.Command.LimitUsableEnergy;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Command.ReportOutage;
import org.commonwatt.model.Command.ReportStateOfCharge;
import org.commonwatt.model.Command.WithdrawCommitment;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CommitmentLost;
import org.commonwatt.model.Event.CommitmentWithdrawn;
import org.commonwatt.model.Event.OutageRecorded;
import org.commonwatt.model.Event.StateOfChargeRecorded;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Event.StorageRegistered;
import org.commonwatt.model.Event.StorageRejected;
import org.commonwatt.model.Event.StorageTestExpires;
import org.commonwatt.model.Event.UsableEnergyLimited;
import org.commonwatt.model.Ids;
import org.commonwatt.model.Registration;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageLimit;
import org.commonwatt.model.StorageRefused;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/** What storage units are committed to, by the precedence of refusals. */
final class StorageRules {
  private static final int UNITS = 1_000;
  private static final int COMMITMENTS = 10_000;
  private static final int OUTAGES = 1_000;
  private static final long WARNING_MILLIS = 30L * 24 * 60 * 60 * 1000;

  private final MarketState state;
  private final AccountChecks checks;
  private final Map<String, UnitRecount> units = new TreeMap<>();
  private BiPredicate<String, String> promised = (unit, commitment) -> false;
  private Losses losses = (unit, commitments, out) -> {};

  StorageRules(MarketState state, AccountChecks checks) {
    this.state = state;
    this.checks = checks;
  }

  /** Who goes on when a unit has changed, and perhaps lost commitments. */
  interface Losses {
    void lost(String unit, List<String> commitments, List<Event> out);
  }

  void afterLosses(Losses losses) {
    this.losses = losses;
  }

  void register(RegisterStorage asked, List<Event> out) {
    StorageSpec spec = asked.spec();
    RejectionCode code = refusal(asked);
    if (code != null) {
      refuse(asked.officer(), spec.unit(), "", code, out);
      return;
    }
    out.add(new StorageRegistered(spec));
    UnitRecount unit =
        units.computeIfAbsent(spec.unit(), first -> new UnitRecount(spec, slotMinutes()));
    if (!unit.spec.provenance().equals(spec.provenance())) {
      unit.limit = null;
      unit.warned = false;
    }
    unit.spec = spec;
    tell(spec.unit(), false, unit.replan(List.copyOf(unit.kept.values()), offset()), out);
    boundByRulebook(spec.unit(), unit, out);
  }

  /** What bounds units that no passport does, as the rulebook in force says. */
  void boundByRulebook(List<Event> out) {
    units.forEach((id, unit) -> boundByRulebook(id, unit, out));
  }

  private void boundByRulebook(String id, UnitRecount unit, List<Event> out) {
    UsableLimit next = NameplateRecount.limit(state.rulebook, unit.spec, state.clock);
    UsableLimit last = unit.limit;
    if (next != null && (last == null || !next.provesTheSame(last))) {
      bound(id, unit, next, out);
    }
  }

  private void bound(String id, UnitRecount unit, UsableLimit next, List<Event> out) {
    out.add(new UsableEnergyLimited(id, unit.spec.owner(), next));
    UsableLimit last = unit.limit;
    unit.warned &= last != null && last.untilMillis() == next.untilMillis();
    unit.limit = next;
    tell(id, true, unit.replan(List.copyOf(unit.kept.values()), offset()), out);
  }

  void report(ReportStateOfCharge asked, List<Event> out) {
    RejectionCode code = refusal(asked);
    UnitRecount unit = units.get(asked.unit());
    if (code != null || unit == null) {
      refuse(asked.officer(), asked.unit(), "", code, out);
      return;
    }
    out.add(new StateOfChargeRecorded(asked.unit(), asked.state()));
    tell(asked.unit(), false, unit.hold(asked.state(), offset()), out);
  }

  void outage(ReportOutage asked, List<Event> out) {
    RejectionCode code = refusal(asked);
    UnitRecount unit = units.get(asked.unit());
    if (code != null || unit == null) {
      refuse(asked.participant(), asked.unit(), "", code, out);
      return;
    }
    OutageRecorded outage =
        new OutageRecorded(
            asked.unit(), asked.fromMillis(), asked.toMillis(), asked.availablePpm());
    out.add(outage);
    unit.outages.add(outage);
    tell(asked.unit(), false, unit.replan(List.copyOf(unit.kept.values()), offset()), out);
  }

  void limit(LimitUsableEnergy asked, List<Event> out) {
    RejectionCode code = refusal(asked);
    UnitRecount unit = units.get(asked.unit());
    if (code != null || unit == null) {
      refuse("", asked.unit(), "", code, out);
      return;
    }
    bound(asked.unit(), unit, asked.limit(), out);
  }

  /** Warnings of proofs that end in 30 days or less, each once. */
  void warn(List<Event> out) {
    units.forEach(
        (id, unit) -> {
          UsableLimit proof = unit.limit;
          long until = proof == null ? 0 : proof.untilMillis();
          if (until != 0 && !unit.warned && state.clock >= until - WARNING_MILLIS) {
            unit.warned = true;
            out.add(new StorageTestExpires(id, unit.spec.owner(), until));
          }
        });
  }

  void commit(CommitStorage asked, List<Event> out) {
    StorageCommitment one = asked.commitment();
    RejectionCode code = refusal(asked);
    UnitRecount unit = units.get(asked.unit());
    if (code != null || unit == null) {
      refuse(asked.participant(), asked.unit(), one.id(), code, out);
      return;
    }
    StorageLimit limit = unit.commit(one);
    if (limit == null) {
      agreed(asked.unit(), asked.participant(), List.of(0L), one);
    }
    out.add(
        limit == null
            ? new StorageCommitted(asked.unit(), one)
            : new StorageRejected(asked.participant(), asked.unit(), one.id(), refused(limit)));
  }

  void withdraw(WithdrawCommitment asked, List<Event> out) {
    String id = asked.commitment();
    RejectionCode code = refusal(asked);
    UnitRecount unit = units.get(asked.unit());
    if (code != null || unit == null) {
      refuse(asked.participant(), asked.unit(), id, code, out);
      return;
    }
    StorageLimit limit = unit.withdraw(id);
    if (limit == null) {
      state.promises.end(asked.unit(), id, StoredPromises.End.TAKEN_BACK, state.clock);
    }
    out.add(
        limit == null
            ? new CommitmentWithdrawn(asked.unit(), id, asked.participant())
            : new StorageRejected(asked.participant(), asked.unit(), id, refused(limit)));
    if (limit == null) {
      losses.lost(asked.unit(), List.of(), out);
    }
  }

  /** Why a unit is not asked for what was agreed on, before it is asked; null when it is. */
  @Nullable RejectionCode refusal(String of, StorageCommitment one) {
    UnitRecount unit = units.get(of);
    if (unit == null) {
      return RejectionCode.UNKNOWN_STORAGE_UNIT;
    }
    if (unit.kept.containsKey(one.id())) {
      return RejectionCode.COMMITMENT_EXISTS;
    }
    if (one.fromMillis() < state.clock) {
      return RejectionCode.DEADLINE_PAST;
    }
    return unit.kept.size() >= COMMITMENTS ? RejectionCode.REGISTRATIONS_FULL : null;
  }

  /** Commits a unit to what was agreed on; the limit that it would break, null when it is taken. */
  @Nullable StorageLimit take(String of, StorageCommitment one) {
    UnitRecount unit = units.get(of);
    if (unit == null) {
      throw new IllegalStateException("a unit stays");
    }
    return unit.commit(one);
  }

  /** What a unit took for somebody, at a price of each kWh: one for all slots, or one for each. */
  void agreed(String unit, String customer, List<Long> prices, StorageCommitment one) {
    UnitRecount of = units.get(unit);
    Rulebook rules = state.rulebook;
    if (of != null) {
      boolean settled = rules != null && rules.storage() != null;
      state.promises.add(settled, unit, of.spec.owner(), customer, prices, one);
    }
  }

  /** All units, by id. */
  Map<String, UnitRecount> units() {
    return units;
  }

  /** A unit, null when there is none of the id. */
  @Nullable UnitRecount unit(String id) {
    return units.get(id);
  }

  /** Says which commitments of units their owners cannot give up alone. */
  void promise(BiPredicate<String, String> promised) {
    this.promised = promised;
  }

  /** Whether there is a unit, and it is somebody's. */
  boolean isOf(String unit, String participant) {
    return own(unit, participant) != null;
  }

  private @Nullable RejectionCode refusal(RegisterStorage asked) {
    StorageSpec spec = asked.spec();
    if (!Ids.isValid(spec.unit()) || !Ids.isValid(spec.area())) {
      return RejectionCode.MALFORMED;
    }
    RejectionCode code =
        checks.byOfficer(asked.officer(), spec.owner(), Registration::meterOrganisation);
    code = code == null ? checks.unlessActive(spec.owner()) : code;
    Rulebook rules = state.rulebook;
    if (code != null || rules == null) {
      return code;
    }
    UnitRecount before = units.get(spec.unit());
    if (!rules.areas().ids().contains(spec.area())
        || (before != null && !before.spec.area().equals(spec.area()))) {
      return RejectionCode.UNKNOWN_AREA;
    }
    if (before != null && !before.spec.owner().equals(spec.owner())) {
      return RejectionCode.UNKNOWN_STORAGE_UNIT;
    }
    if (!StorageAmounts.fit(spec)) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    if (!NameplateRecount.takes(rules, spec.provenance())) {
      return RejectionCode.PROVENANCE_NOT_ACCEPTED;
    }
    return before == null && units.size() >= UNITS ? RejectionCode.REGISTRATIONS_FULL : null;
  }

  private @Nullable RejectionCode refusal(ReportStateOfCharge asked) {
    StorageState next = asked.state();
    if (!Ids.isValid(asked.officer()) || !Ids.isValid(asked.unit())) {
      return RejectionCode.MALFORMED;
    }
    if (state.rulebook == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    Registration registration = checks.registration();
    if (registration == null || !registration.meterOrganisation().equals(asked.officer())) {
      return RejectionCode.NOT_REGISTRAR;
    }
    if (!isBorder(next.slotStartMillis())) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    UnitRecount unit = units.get(asked.unit());
    if (unit == null) {
      return RejectionCode.UNKNOWN_STORAGE_UNIT;
    }
    if (next.left().stream().anyMatch(part -> !unit.kept.containsKey(part.commitment()))) {
      return RejectionCode.UNKNOWN_COMMITMENT;
    }
    if (next.slotStartMillis() > state.clock) {
      return RejectionCode.READING_FUTURE;
    }
    if (!StorageAmounts.fit(next) || !StorageAmounts.fitLeft(next, unit.kept.values())) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    StorageState last = unit.state;
    boolean newer = last == null || last.slotStartMillis() < next.slotStartMillis();
    return newer ? null : RejectionCode.STATE_NOT_NEWER;
  }

  private @Nullable RejectionCode refusal(LimitUsableEnergy asked) {
    if (!Ids.isValid(asked.unit())) {
      return RejectionCode.MALFORMED;
    }
    if (state.rulebook == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    UnitRecount unit = units.get(asked.unit());
    if (unit == null) {
      return RejectionCode.UNKNOWN_STORAGE_UNIT;
    }
    UsableLimit next = asked.limit();
    if (!unit.spec.provenance().equals("passport:" + next.passport()) || !ProofAmounts.fit(next)) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    if (!NameplateRecount.isProofOf(state.rulebook, next)) {
      return RejectionCode.PROVENANCE_NOT_ACCEPTED;
    }
    UsableLimit last = unit.limit;
    boolean older = last != null && next.atMillis() < last.atMillis();
    return older ? RejectionCode.STATE_NOT_NEWER : null;
  }

  private @Nullable RejectionCode refusal(ReportOutage asked) {
    if (!Ids.isValid(asked.participant()) || !Ids.isValid(asked.unit())) {
      return RejectionCode.MALFORMED;
    }
    RejectionCode code = checks.unlessKnown(asked.participant());
    if (code != null) {
      return code;
    }
    if (!isBorder(asked.fromMillis()) || !isBorder(asked.toMillis())) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    UnitRecount unit = own(asked.unit(), asked.participant());
    if (unit == null) {
      return RejectionCode.UNKNOWN_STORAGE_UNIT;
    }
    if (asked.availablePpm() < 0
        || asked.availablePpm() > StorageSpec.MILLION
        || asked.fromMillis() >= asked.toMillis()) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    return unit.outages.size() >= OUTAGES ? RejectionCode.REGISTRATIONS_FULL : null;
  }

  private @Nullable RejectionCode refusal(CommitStorage asked) {
    StorageCommitment one = asked.commitment();
    for (String id : List.of(asked.participant(), asked.unit(), one.id(), one.owner())) {
      if (!Ids.isValid(id)) {
        return RejectionCode.MALFORMED;
      }
    }
    RejectionCode code = checks.unlessKnown(asked.participant());
    code = code == null ? checks.unlessActive(asked.participant()) : code;
    if (code != null) {
      return code;
    }
    if (!isBorder(one.fromMillis()) || !isBorder(one.toMillis())) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    UnitRecount unit = own(asked.unit(), asked.participant());
    if (unit == null) {
      return RejectionCode.UNKNOWN_STORAGE_UNIT;
    }
    if (unit.kept.containsKey(one.id())) {
      return RejectionCode.COMMITMENT_EXISTS;
    }
    if (!one.owner().equals(asked.participant()) || !StorageAmounts.fit(one, unit.length())) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    if (one.fromMillis() < state.clock) {
      return RejectionCode.DEADLINE_PAST;
    }
    return unit.kept.size() >= COMMITMENTS ? RejectionCode.REGISTRATIONS_FULL : null;
  }

  private @Nullable RejectionCode refusal(WithdrawCommitment asked) {
    for (String id : List.of(asked.participant(), asked.unit(), asked.commitment())) {
      if (!Ids.isValid(id)) {
        return RejectionCode.MALFORMED;
      }
    }
    RejectionCode code = checks.unlessKnown(asked.participant());
    if (code != null) {
      return code;
    }
    UnitRecount unit = own(asked.unit(), asked.participant());
    if (unit == null) {
      return RejectionCode.UNKNOWN_STORAGE_UNIT;
    }
    StorageCommitment one = unit.kept.get(asked.commitment());
    boolean free =
        one != null
            && one.owner().equals(asked.participant())
            && !promised.test(asked.unit(), asked.commitment());
    return free ? null : RejectionCode.UNKNOWN_COMMITMENT;
  }

  private @Nullable UnitRecount own(String unit, String participant) {
    UnitRecount found = units.get(unit);
    return found == null || !found.spec.owner().equals(participant) ? null : found;
  }

  private boolean isBorder(long millis) {
    return DeliverySlot.isBorder(millis, slotMinutes());
  }

  private int slotMinutes() {
    return state.rulebook == null ? 15 : state.rulebook.timing().slotMinutes();
  }

  private int offset() {
    return state.rulebook == null ? 0 : state.rulebook.timing().utcOffsetMinutes();
  }

  private void tell(String unit, boolean byProof, List<UnitRecount.Lost> lost, List<Event> out) {
    UnitRecount of = units.get(unit);
    UsableLimit proof = of == null ? null : of.limit;
    RejectionCode code =
        proof != null && proof.held()
            ? RejectionCode.STORAGE_HELD
            : RejectionCode.STORAGE_NOT_FEASIBLE;
    for (UnitRecount.Lost one : new ArrayList<>(lost)) {
      StorageCommitment commitment = one.commitment();
      boolean excused =
          byProof || code == RejectionCode.STORAGE_HELD || one.limit() == StorageLimit.NOT_PROVED;
      StoredPromises.End why = excused ? StoredPromises.End.EXCUSED : StoredPromises.End.LOST;
      state.promises.end(unit, commitment.id(), why, state.clock);
      StorageRefused refused = new StorageRefused(Expected.refusal(code), one.limit(), List.of());
      out.add(new CommitmentLost(unit, commitment.id(), commitment.owner(), refused));
    }
    losses.lost(unit, lost.stream().map(one -> one.commitment().id()).toList(), out);
  }

  static StorageRefused refused(StorageLimit limit) {
    return new StorageRefused(
        Expected.refusal(RejectionCode.STORAGE_NOT_FEASIBLE), limit, List.of());
  }

  private static void refuse(
      String account,
      String unit,
      String commitment,
      @Nullable RejectionCode code,
      List<Event> out) {
    RejectionCode told = code == null ? RejectionCode.UNKNOWN_STORAGE_UNIT : code;
    StorageRefused refused = StorageRefused.of(Expected.refusal(told));
    out.add(new StorageRejected(account, unit, commitment, refused));
  }
}
