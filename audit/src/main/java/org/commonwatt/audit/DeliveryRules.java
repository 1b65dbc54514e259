package org.commonwatt.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.audit.StoredPromises.Promised;
import org.commonwatt.model.Command.ReportDelivery;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.DeliveryRecorded;
import org.commonwatt.model.Event.DeliveryRejected;
import org.commonwatt.model.Ids;
import org.commonwatt.model.Registration;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.UnitDelivery;
import org.commonwatt.model.UnitDelivery.Used;
import org.jspecify.annotations.Nullable;

/** Which deliveries of storage units are taken. */
final class DeliveryRules {
  private final MarketState state;
  private final StorageRules storage;

  DeliveryRules(MarketState state, StorageRules storage) {
    this.state = state;
    this.storage = storage;
  }

  void take(ReportDelivery asked, List<Event> out) {
    UnitDelivery one = asked.delivery();
    RejectionCode code = refusal(asked.officer(), one);
    if (code != null) {
      out.add(new DeliveryRejected(asked.officer(), one, Expected.refusal(code)));
      return;
    }
    known(one).put(one.unit(), one);
    out.add(new DeliveryRecorded(one));
  }

  private @Nullable RejectionCode refusal(String officer, UnitDelivery one) {
    if (!Ids.isValid(officer) || !Ids.isValid(one.unit())) {
      return RejectionCode.MALFORMED;
    }
    long start = one.slot().startMillis();
    Rulebook rules = state.rulesOf(start);
    if (rules == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    Registration registration = rules.registration();
    if (registration == null || !officer.equals(registration.meterOrganisation())) {
      return RejectionCode.NOT_REGISTRAR;
    }
    if (rules.storage() == null) {
      return RejectionCode.NOT_IN_RULES;
    }
    int minutes = rules.timing().slotMinutes();
    if (one.slot().minutes() != minutes || !DeliverySlot.isBorder(start, minutes)) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    if (storage.unit(one.unit()) == null) {
      return RejectionCode.UNKNOWN_STORAGE_UNIT;
    }
    Set<String> named = new HashSet<>();
    for (Used used : one.used()) {
      Promised of = option(one, used.commitment());
      if (of == null) {
        return RejectionCode.UNKNOWN_COMMITMENT;
      }
      long energy = used.injectionWh();
      boolean within =
          energy > 0 ? energy <= of.what.dischargeSlotWh() : -energy <= of.what.chargeSlotWh();
      if (energy == 0 || !within || energy == Long.MIN_VALUE || !named.add(used.commitment())) {
        return RejectionCode.VALUE_OUT_OF_RANGE;
      }
    }
    if (one.version() < 1
        || one.used().size() > 10_000
        || one.injectionWh() > StorageSpec.MOST
        || one.injectionWh() < -StorageSpec.MOST) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    if (one.slot().endMillis() > state.clock) {
      return RejectionCode.READING_FUTURE;
    }
    UnitDelivery before = known(one).get(one.unit());
    if (before != null && before.version() >= one.version()) {
      return RejectionCode.POSITION_NOT_NEWER;
    }
    return isOver(rules, start) ? RejectionCode.SLOT_SETTLED : null;
  }

  /** The latest promise of an option that stands in the slot. */
  private @Nullable Promised option(UnitDelivery one, String commitment) {
    Promised found = null;
    for (Promised promised : state.promises.of(one.slot().startMillis())) {
      boolean is =
          promised.unit.equals(one.unit())
              && promised.what.id().equals(commitment)
              && promised.stands(one.slot().startMillis());
      found = is ? promised : found;
    }
    return found == null || found.what.kind() == Kind.FIRM_SCHEDULE ? null : found;
  }

  private boolean isOver(Rulebook rules, long start) {
    SlotState slot = state.slots.get(start);
    boolean settled =
        slot == null
            ? state.isForgotten(rules, start)
            : slot.phase.compareTo(SlotPhase.SETTLED) >= 0;
    return settled && !state.laterRuns.containsKey(start);
  }

  private SortedMap<String, UnitDelivery> known(UnitDelivery one) {
    return state.deliveries.computeIfAbsent(one.slot(), slot -> new TreeMap<>());
  }
}
