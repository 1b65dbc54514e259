package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.commonwatt.core.LeaseView;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageSpec;

/** Virtual batteries in the words of the API. */
final class LeaseJson {
  private static final long MINUTE_MILLIS = 60_000;
  private static final long MICRO = 1_000_000;

  private final int slotMinutes;
  private final long nowMillis;

  /** At the time of the market's clock. */
  LeaseJson(int slotMinutes, long nowMillis) {
    this.slotMinutes = slotMinutes;
    this.nowMillis = nowMillis;
  }

  /** What bounds it, and what it holds now, if it was used as planned since the last report. */
  ObjectNode lease(LeaseView view) {
    StorageCommitment lease = view.lease();
    StorageSpec.Rating rating = view.unit().rating();
    boolean unlimited = rating.dailyCyclesPpm() == StorageSpec.NO_CYCLE_LIMIT;
    int over = over(view);
    long stored = over == 0 ? lease.startWh() * MICRO : view.storedMicroWh().get(over - 1);
    return Views.object()
        .put("unit", view.unit().unit())
        .put("lease", lease.id())
        .put("seller", view.unit().owner())
        .put("from", StorageJson.instant(lease.fromMillis()))
        .put("to", StorageJson.instant(lease.toMillis()))
        .put("energyWh", lease.energyWh())
        .put("chargeSlotWh", lease.chargeSlotWh())
        .put("chargeW", watt(lease.chargeSlotWh()))
        .put("dischargeSlotWh", lease.dischargeSlotWh())
        .put("dischargeW", watt(lease.dischargeSlotWh()))
        .put("chargePpm", rating.chargePpm())
        .put("dischargePpm", rating.dischargePpm())
        .put("dailyCyclesPpm", unlimited ? null : rating.dailyCyclesPpm())
        .put("reportedSlot", StorageJson.instant(view.reportMillis()))
        .put("reportedWh", lease.startWh())
        .put("storedWh", stored / MICRO)
        .put("stale", nowMillis - view.reportMillis() > StorageSchedule.FRESH_MILLIS);
  }

  /** The same, with what is planned from the slot of now on. */
  ObjectNode withSlots(LeaseView view, int limit) {
    ObjectNode node = lease(view);
    ArrayNode slots = node.putArray("slots");
    for (int s = over(view); s < view.injectionWh().size() && slots.size() < limit; s++) {
      long injection = view.injectionWh().get(s);
      slots
          .addObject()
          .put("slotStart", StorageJson.instant(view.lease().fromMillis() + s * length()))
          .put("slotMinutes", slotMinutes)
          .put("setPointW", watt(injection))
          .put("injectionWh", injection)
          .put("storedWh", view.storedMicroWh().get(s) / MICRO);
    }
    return node;
  }

  /** How many of its slots are over. */
  private int over(LeaseView view) {
    long slots = Math.floorDiv(nowMillis - view.lease().fromMillis(), length());
    return (int) Math.min(view.injectionWh().size(), Math.max(0, slots));
  }

  private long watt(long energyWh) {
    return energyWh * 60 / slotMinutes;
  }

  private long length() {
    return slotMinutes * MINUTE_MILLIS;
  }
}
