package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.core.StorageView;
import org.commonwatt.core.storage.StoragePlan;
import org.commonwatt.model.StorageState;
import org.jspecify.annotations.Nullable;

/**
 * What a storage unit is to do, slot by slot: a set-point for whoever controls it, its owner. The
 * market writes no control register.
 */
final class StorageSchedule {
  /** A schedule that rests on a state of charge of longer ago is stale. */
  static final long FRESH_MILLIS = 3_600_000;

  private static final long MINUTE_MILLIS = 60_000;
  private static final long MICRO = 1_000_000;

  private final MarketStateMachine market;
  private final int slotMinutes;
  private final long nowMillis;

  /** At the time of the market's clock. */
  StorageSchedule(MarketStateMachine market, int slotMinutes) {
    this.market = market;
    this.slotMinutes = slotMinutes;
    this.nowMillis = market.timeMillis();
  }

  /** From the slot of now on; no slots before a state of charge is known. */
  ObjectNode of(StorageView view, int limit) {
    @Nullable StorageState state = view.state();
    @Nullable StoragePlan plan = view.plan();
    boolean stale = state == null || nowMillis - state.slotStartMillis() > FRESH_MILLIS;
    ObjectNode node = Views.object().put("unit", view.spec().unit()).put("stale", stale);
    ArrayNode slots = node.putArray("slots");
    if (state == null || plan == null) {
      return node;
    }
    long length = slotMinutes * MINUTE_MILLIS;
    long first = Math.max(0, (nowMillis - state.slotStartMillis()) / length);
    for (int s = (int) Math.min(first, plan.slots()); s < plan.slots(); s++) {
      if (slots.size() == limit) {
        return node;
      }
      long start = state.slotStartMillis() + s * length;
      long leased = market.leasedInjectionWh(view.spec().unit(), start);
      long injection = plan.injectionWh(s) + leased;
      slots
          .addObject()
          .put("slotStart", StorageJson.instant(start))
          .put("slotMinutes", slotMinutes)
          .put("setPointW", injection * 60 / slotMinutes)
          .put("injectionWh", injection)
          .put("leasedInjectionWh", leased)
          .put("leastInjectionWh", plan.leastInjectionWh(s))
          .put("mostInjectionWh", plan.mostInjectionWh(s))
          .put("leastStoredWh", Math.floorDiv(plan.lowerMicroWh(s), MICRO))
          .put("mostStoredWh", -Math.floorDiv(-plan.upperMicroWh(s), MICRO));
    }
    return node;
  }
}
