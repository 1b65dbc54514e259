package org.commonwatt.core;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.core.settlement.Promise;
import org.commonwatt.core.settlement.Services;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.DispatchCall.Answer;
import org.commonwatt.model.Event.UnitCalled;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;

/** What was delivered for calls, from the newest reports of what was metered of units. */
final class CallDeliveries {
  private final SlotSchedule schedule;
  private final StoredEnergy stored;

  CallDeliveries(SlotSchedule schedule, StoredEnergy stored) {
    this.schedule = schedule;
    this.stored = stored;
  }

  /**
   * In the slots that units accepted, by unit as they were called, then by slot; not those that
   * were taken back.
   *
   * @param fromMillis start of the first slot that is told, UTC
   * @param slots the most slots of a unit that are told
   */
  List<CallDelivery> of(CallView view, long fromMillis, int slots) {
    Rules rules = schedule.rules();
    List<CallDelivery> all = new ArrayList<>();
    if (rules == null) {
      return all;
    }
    int minutes = rules.rulebook().timing().slotMinutes();
    DispatchCall call = view.called().call();
    long first = Math.max(fromMillis, call.fromMillis());
    for (int i = 0; i < view.answers().size(); i++) {
      UnitCalled unit = view.units().get(i);
      if (view.answers().get(i).answer() == Answer.ACCEPTED) {
        DeliverySlot slot = new DeliverySlot(first, minutes);
        for (int s = 0; s < slots && slot.startMillis() < call.toMillis(); s++) {
          add(call, unit, slot, all);
          slot = new DeliverySlot(slot.endMillis(), minutes);
        }
      }
    }
    return all;
  }

  private void add(DispatchCall call, UnitCalled unit, DeliverySlot slot, List<CallDelivery> all) {
    Rules rules = schedule.rulesOf(slot.startMillis());
    if (rules == null) {
      return;
    }
    Services services = stored.ofUnit(unit.unit(), slot, rules);
    for (Promise one : services.promises()) {
      ServiceDelivery delivery = isOf(call, unit, one) ? services.of(slot, one) : null;
      if (delivery != null) {
        all.add(
            new CallDelivery(
                unit.unit(),
                slot.startMillis(),
                unit.injectionSlotWh(),
                !one.standsIn(slot.startMillis()),
                delivery.version(),
                delivery.deliveredWh(),
                delivery.missedWh()));
        return; // a later one of the same id is the owner's own
      }
    }
  }

  private static boolean isOf(DispatchCall call, UnitCalled unit, Promise one) {
    StorageCommitment promised = one.commitment();
    long from = unit.fromMillis() == 0 ? call.fromMillis() : unit.fromMillis();
    return promised.id().equals(call.call())
        && promised.kind() == Kind.FIRM_SCHEDULE
        && promised.fromMillis() == from
        && promised.toMillis() == call.toMillis()
        && promised.injectionWh().get(0) == unit.injectionSlotWh();
  }
}
