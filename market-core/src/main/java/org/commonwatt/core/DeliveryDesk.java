package org.commonwatt.core;

import java.util.HashSet;
import java.util.Set;
import org.commonwatt.core.settlement.Promise;
import org.commonwatt.model.Command.ReportDelivery;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.DeliveryRecorded;
import org.commonwatt.model.Event.DeliveryRejected;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.UnitDelivery;
import org.commonwatt.model.UnitDelivery.Used;
import org.jspecify.annotations.Nullable;

/**
 * Takes what was metered of storage units. Checks stand in the order of precedence that {@code
 * docs/shared-storage.md} gives.
 */
final class DeliveryDesk {
  private final SlotSchedule schedule;
  private final StorageDesk storage;
  private final Promises promises;
  private final Deliveries deliveries;
  private final SettlementDesk settlements;

  DeliveryDesk(
      SlotSchedule schedule,
      StorageDesk storage,
      Promises promises,
      Deliveries deliveries,
      SettlementDesk settlements) {
    this.schedule = schedule;
    this.storage = storage;
    this.promises = promises;
    this.deliveries = deliveries;
    this.settlements = settlements;
  }

  void report(ReportDelivery command, long timeMillis, EventSink sink) {
    Rejection rejection = refusal(command, timeMillis);
    if (rejection != null) {
      sink.emit(new DeliveryRejected(command.officer(), command.delivery(), rejection));
      return;
    }
    deliveries.put(command.delivery());
    sink.emit(new DeliveryRecorded(command.delivery()));
  }

  private @Nullable Rejection refusal(ReportDelivery command, long timeMillis) {
    UnitDelivery one = command.delivery();
    Rejection rejection = Refusals.unlessId("officer", command.officer());
    if (rejection == null) {
      rejection = Refusals.unlessId("unit", one.unit());
    }
    Rules rules = schedule.rulesOf(one.slot().startMillis());
    if (rejection != null) {
      return rejection;
    }
    if (rules == null) {
      return Refusals.notReady();
    }
    Registration registration = rules.rulebook().registration();
    if (registration == null || !registration.meterOrganisation().equals(command.officer())) {
      return new Rejection(
          RejectionCode.NOT_REGISTRAR,
          command.officer() + " is not the meter organisation: only that one reports deliveries");
    }
    if (rules.rulebook().storage() == null) {
      return new Rejection(
          RejectionCode.NOT_IN_RULES,
          "rulebook "
              + rules.rulebook().version()
              + ", which is the slot's, settles no storage services");
    }
    int minutes = rules.rulebook().timing().slotMinutes();
    if (one.slot().minutes() != minutes
        || !DeliverySlot.isBorder(one.slot().startMillis(), minutes)) {
      return Refusals.misaligned(one.slot().startMillis(), rules);
    }
    if (storage.find(one.unit()) == null) {
      return new Rejection(
          RejectionCode.UNKNOWN_STORAGE_UNIT, "there is no storage unit " + one.unit());
    }
    rejection = checkUse(one);
    return rejection == null ? checkHistory(one, timeMillis) : rejection;
  }

  private @Nullable Rejection checkUse(UnitDelivery one) {
    Set<String> named = new HashSet<>();
    for (Used used : one.used()) {
      Promise promise = promises.find(one.unit(), used.commitment(), one.slot().startMillis());
      if (promise == null || promise.commitment().kind() == Kind.FIRM_SCHEDULE) {
        return new Rejection(
            RejectionCode.UNKNOWN_COMMITMENT,
            used.commitment()
                + " is no service, release or lease of "
                + one.unit()
                + " that stands in the slot: leave it out");
      }
      if (!named.add(used.commitment()) || !fits(used.injectionWh(), promise.commitment())) {
        return outOfRange(
            "used of "
                + used.commitment()
                + ": each once, and no more than is promised in a slot, in a promised direction");
      }
    }
    boolean fits =
        one.version() >= 1
            && one.used().size() <= UnitDelivery.MOST_USED
            && one.injectionWh() >= -StorageSpec.MOST
            && one.injectionWh() <= StorageSpec.MOST;
    return fits
        ? null
        : outOfRange(
            "a version is 1 or more, and a unit moves at most 10,000,000,000 Wh in a slot");
  }

  private static boolean fits(long injectionWh, StorageCommitment promised) {
    return injectionWh != 0
        && injectionWh <= promised.dischargeSlotWh()
        && injectionWh >= -promised.chargeSlotWh();
  }

  private @Nullable Rejection checkHistory(UnitDelivery one, long timeMillis) {
    long start = one.slot().startMillis();
    if (one.slot().endMillis() > timeMillis) {
      return new Rejection(
          RejectionCode.READING_FUTURE, "the slot is not over: report what was metered in it then");
    }
    UnitDelivery known = deliveries.find(one.unit(), start);
    if (known != null && one.version() <= known.version()) {
      return new Rejection(
          RejectionCode.POSITION_NOT_NEWER,
          "version "
              + known.version()
              + " of this unit's slot is in the books: report a correction with a higher version");
    }
    return settlements.isSettled(start) && !settlements.awaitsRuns(start)
        ? new Rejection(
            RejectionCode.SLOT_SETTLED,
            "slot " + one.slot() + " has its final settlement: what was delivered in it stands")
        : null;
  }

  private static Rejection outOfRange(String wrong) {
    return new Rejection(RejectionCode.VALUE_OUT_OF_RANGE, wrong);
  }
}
