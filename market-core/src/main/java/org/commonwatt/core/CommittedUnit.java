package org.commonwatt.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.commonwatt.core.storage.Commitment;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.core.storage.FirmSchedule;
import org.commonwatt.core.storage.Replan;
import org.commonwatt.core.storage.StorageBook;
import org.commonwatt.core.storage.StorageRefusal;
import org.commonwatt.core.storage.StorageUnit;
import org.commonwatt.model.Event.OutageRecorded;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/**
 * A registered storage unit with its commitments, in the market's time. Its slots are numbered from
 * the one on at whose beginning its state of charge is known.
 */
final class CommittedUnit {
  private static final long MINUTE_MILLIS = 60_000L;

  private final int slotMinutes;
  private final List<OutageRecorded> outages = new ArrayList<>();
  private final Map<String, StorageCommitment> commitments = new HashMap<>(); // those of the book
  private StorageSpec spec;
  private @Nullable UsableLimit limit; // what its provenance record proves, once that was read
  private boolean warned; // that this proof ends soon
  private int utcOffsetMinutes; // of the local days of the book
  private @Nullable StorageState state;
  private @Nullable StorageBook book; // there is one as soon as there is a state

  CommittedUnit(StorageSpec spec, int slotMinutes) {
    this.spec = spec;
    this.slotMinutes = slotMinutes;
  }

  /**
   * A commitment that can be kept no longer.
   *
   * @param refusal why
   */
  record Lost(StorageCommitment commitment, StorageRefusal refusal) {}

  StorageSpec spec() {
    return spec;
  }

  @Nullable StorageState state() {
    return state;
  }

  List<OutageRecorded> outages() {
    return outages;
  }

  /** What its provenance record proves; null before that was read. */
  @Nullable UsableLimit limit() {
    return limit;
  }

  /** Whether its owner was told that what proves it ends soon. */
  boolean warned() {
    return warned;
  }

  /** Whether a safety hold is behind what of it cannot be used. */
  boolean isHeld() {
    return limit != null && limit.held();
  }

  /** The minutes by which local days are ahead of UTC in the book. */
  int utcOffsetMinutes() {
    return utcOffsetMinutes;
  }

  /** Its commitments, in the order in which they were taken. */
  List<StorageCommitment> commitments() {
    StorageBook kept = book;
    return kept == null
        ? List.of()
        : kept.commitments().stream().map(one -> find(one.id())).toList();
  }

  /** How many commitments it has. */
  int count() {
    return commitments.size();
  }

  @Nullable StorageCommitment commitment(String id) {
    return commitments.get(id);
  }

  @Nullable StorageBook book() {
    return book;
  }

  /** The unit can do something else; what it cannot keep is given up. */
  List<Lost> become(StorageSpec next, int offsetMinutes) {
    if (!next.provenance().equals(spec.provenance())) {
      limit = null;
      warned = false;
    }
    spec = next;
    return replan(commitments(), offsetMinutes);
  }

  /** So much of it is proved to be usable from now on. */
  List<Lost> prove(UsableLimit next, int offsetMinutes) {
    warned &= limit != null && limit.untilMillis() == next.untilMillis();
    limit = next;
    return replan(commitments(), offsetMinutes);
  }

  /** Whether its owner is to be told now that its proof ends soon: once for each end. */
  boolean warns(long timeMillis) {
    UsableLimit proof = limit;
    boolean due =
        proof != null
            && !warned
            && proof.untilMillis() != 0
            && timeMillis >= proof.untilMillis() - UsableLimit.WARNING_MILLIS;
    warned |= due;
    return due;
  }

  /** Takes back what was saved of its proof. */
  void restore(UsableLimit saved, boolean told) {
    limit = saved;
    warned = told;
  }

  /** Less of it is there for some slots, or more. */
  List<Lost> outage(OutageRecorded outage, int offsetMinutes) {
    outages.add(outage);
    return replan(commitments(), offsetMinutes);
  }

  /** Goes on from what it holds at the beginning of a slot. */
  List<Lost> hold(StorageState next, int offsetMinutes) {
    List<StorageCommitment> rest = rest(next);
    state = next;
    outages.removeIf(outage -> outage.toMillis() <= next.slotStartMillis());
    return replan(rest, offsetMinutes);
  }

  /** Takes back what was saved: commitments that were kept together. */
  void restore(StorageState saved, List<StorageCommitment> kept, int offsetMinutes) {
    state = saved;
    if (!replan(kept, offsetMinutes).isEmpty()) {
      throw new IllegalArgumentException("unit " + spec.unit() + " cannot keep its commitments");
    }
  }

  /** Takes a commitment of a range that was checked; null when it was taken. */
  @Nullable StorageRefusal commit(StorageCommitment one) {
    StorageBook kept = book;
    StorageState from = state;
    if (kept == null || from == null) {
      return outside("the unit has no state of charge yet", "wait until one is reported");
    }
    long end = (one.toMillis() - from.slotStartMillis()) / lengthMillis();
    if (end > kept.unit().horizon().slots()) {
      return outside(
          "it ends after the " + spec.horizonSlots() + " slots for which the unit is committed",
          "name slots within the unit's horizon");
    }
    StorageRefusal refusal = unproved(one);
    if (refusal == null) {
      refusal = kept.commit(slotsFrom(from).toBook(one));
    }
    if (refusal == null) {
      commitments.put(one.id(), one);
    }
    return refusal;
  }

  /**
   * Takes firm schedules together, all or none, for which the unit may be committed; null when they
   * were taken.
   */
  @Nullable StorageRefusal commitAll(List<StorageCommitment> all) {
    StorageBook kept = book;
    StorageState from = state;
    if (kept == null || from == null) {
      return outside("the unit has no state of charge yet", "wait until one is reported");
    }
    StorageRefusal refusal =
        kept.commitAll(all.stream().map(one -> slotsFrom(from).toBook(one)).toList());
    if (refusal == null) {
      all.forEach(one -> commitments.put(one.id(), one));
    }
    return refusal;
  }

  /** The number of a slot in the book; below 0 before its first one and before there is one. */
  int numberOf(long slotStartMillis) {
    StorageState from = state;
    return from == null || slotStartMillis < from.slotStartMillis()
        ? -1
        : (int)
            Math.min(
                Integer.MAX_VALUE / 2, (slotStartMillis - from.slotStartMillis()) / lengthMillis());
  }

  /** For how many slots of the book it may be committed: as far as its proof reaches. */
  int slotsToCommit() {
    StorageBook kept = book;
    StorageState from = state;
    UsableLimit proof = limit;
    if (kept == null || from == null || (isBound() && proof == null)) {
      return 0;
    }
    int slots = kept.unit().horizon().slots();
    if (!isBound() || proof == null || proof.untilMillis() == 0) {
      return slots;
    }
    long proved = (proof.untilMillis() - from.slotStartMillis()) / lengthMillis();
    return (int) Math.max(0, Math.min(slots, proved));
  }

  /** Whether slots of the book are of one local day, if it has a limit of cycles of a day. */
  boolean isOfOneDay(int from, int slots) {
    StorageBook kept = book;
    return spec.rating().dailyCyclesPpm() == StorageSpec.NO_CYCLE_LIMIT
        || (kept != null
            && kept.unit().horizon().day(from) == kept.unit().horizon().day(from + slots - 1));
  }

  /** A firm schedule of the book in the market's time. */
  StorageCommitment toMarket(FirmSchedule one) {
    return slotsFrom(Objects.requireNonNull(state, "what has a book has a state")).toMarket(one);
  }

  /** Gives a commitment up; null when that was possible. */
  @Nullable StorageRefusal withdraw(String id) {
    StorageBook kept = book;
    if (kept == null) {
      throw new IllegalStateException("a unit with a commitment has a book");
    }
    StorageRefusal refusal = kept.withdraw(id);
    if (refusal == null) {
      commitments.remove(id);
    }
    return refusal;
  }

  private StorageCommitment find(String id) {
    StorageCommitment one = commitments.get(id);
    if (one == null) {
      throw new IllegalStateException("the book has a commitment " + id + " that nobody made");
    }
    return one;
  }

  /** What of the commitments goes on from a slot on. */
  private List<StorageCommitment> rest(StorageState next) {
    long at = next.slotStartMillis();
    Map<String, Long> left = new HashMap<>();
    next.left().forEach(part -> left.put(part.commitment(), part.energyWh()));
    List<StorageCommitment> rest = new ArrayList<>();
    for (StorageCommitment one : commitments()) {
      if (one.fromMillis() >= at) {
        rest.add(one);
      } else if (one.toMillis() > at) {
        StorageCommitment cut = cut(one, at, left.get(one.id()));
        if (cut != null) {
          rest.add(cut);
        }
      }
    }
    return rest;
  }

  private @Nullable StorageCommitment cut(StorageCommitment one, long at, @Nullable Long left) {
    int gone = (int) ((at - one.fromMillis()) / lengthMillis());
    return switch (one.kind()) {
      case FIRM_SCHEDULE ->
          one.rest(at, 0, 0, one.injectionWh().subList(gone, one.injectionWh().size()));
      case LEASE -> one.rest(at, one.energyWh(), left == null ? one.startWh() : left, List.of());
      default -> {
        long energy = left == null ? one.energyWh() : left;
        yield energy == 0 ? null : one.rest(at, energy, 0, List.of());
      }
    };
  }

  private List<Lost> replan(List<StorageCommitment> wanted, int offsetMinutes) {
    utcOffsetMinutes = offsetMinutes;
    StorageState from = state;
    if (from == null) {
      return List.of();
    }
    List<Lost> lost = new ArrayList<>();
    List<StorageCommitment> proved = new ArrayList<>();
    for (StorageCommitment one : wanted) {
      StorageRefusal refusal = unproved(one);
      if (refusal == null) {
        proved.add(one);
      } else {
        lost.add(new Lost(one, refusal));
      }
    }
    Collection<Commitment> all = proved.stream().map(one -> slotsFrom(from).toBook(one)).toList();
    Replan plan = Replan.of(unit(from), all);
    book = plan.book();
    commitments.clear();
    proved.forEach(one -> commitments.put(one.id(), one));
    plan.givenUp().forEach(up -> lost.add(new Lost(find(up.commitment().id()), up.refusal())));
    lost.forEach(one -> commitments.remove(one.commitment().id()));
    return lost;
  }

  /** Why a unit that is bound may not be committed for all slots of a commitment; else null. */
  private @Nullable StorageRefusal unproved(StorageCommitment one) {
    UsableLimit proof = limit;
    if (!isBound()) {
      return null;
    }
    if (proof == null) {
      return unproved(
          "the record of its passport has not been read yet", "wait until its proof is told");
    }
    return proof.untilMillis() != 0 && one.toMillis() > proof.untilMillis()
        ? unproved(
            "its proof ends at " + Instant.ofEpochMilli(proof.untilMillis()),
            "name slots before that, or have it tested again")
        : null;
  }

  private static StorageRefusal unproved(String message, String hint) {
    return new StorageRefusal(StorageRefusal.Code.NOT_PROVED, message, hint, List.of());
  }

  /** Whether it offers no more than is proved: with a passport always, else by the rulebook. */
  private boolean isBound() {
    return limit != null || spec.provenance().startsWith(UsableLimit.SCHEME);
  }

  /** Usable energy as it was registered, but no more than is proved of a unit that is bound. */
  private long usableWh() {
    UsableLimit proof = limit;
    long proved = proof == null ? 0 : proof.usableWh();
    return isBound() ? Math.min(spec.rating().usableWh(), proved) : spec.rating().usableWh();
  }

  /**
   * A unit that holds more than it should, or less, may stay there. What it holds above what is
   * proved may be behind a part that is cut off: nobody takes that out.
   */
  private StorageUnit unit(StorageState from) {
    StorageSpec.Rating rating = spec.rating();
    long usableWh = usableWh();
    long leastWh = Math.min(rating.reserveWh(), from.storedWh());
    if (isBound()) {
      leastWh = Math.max(leastWh, from.storedWh() - usableWh);
    }
    boolean isUnlimited = rating.dailyCyclesPpm() == StorageSpec.NO_CYCLE_LIMIT;
    TreeMap<String, Long> lots = new TreeMap<>();
    from.lots().forEach(lot -> lots.put(lot.owner(), lot.energyWh()));
    return new StorageUnit(
        spec.unit(),
        spec.area(),
        new StorageUnit.Rating(
            rating.chargeW(),
            rating.dischargeW(),
            Math.max(usableWh, from.storedWh()),
            leastWh,
            new Efficiency(rating.chargePpm(), rating.dischargePpm()),
            isUnlimited ? StorageUnit.NO_CYCLE_LIMIT : rating.dailyCyclesPpm()),
        slotsFrom(from).horizon(spec.horizonSlots(), utcOffsetMinutes, outages),
        new StorageUnit.Stock(from.storedWh(), from.storedTodayWh(), lots));
  }

  private UnitSlots slotsFrom(StorageState from) {
    return new UnitSlots(from.slotStartMillis(), lengthMillis());
  }

  private long lengthMillis() {
    return slotMinutes * MINUTE_MILLIS;
  }

  private static StorageRefusal outside(String message, String hint) {
    return new StorageRefusal(StorageRefusal.Code.OUTSIDE_HORIZON, message, hint, List.of());
  }
}
