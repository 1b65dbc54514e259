package org.commonwatt.flink.surveillance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Alert;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;

/** Surveillance of a market in memory: all patterns, over the events that a test gives it. */
public final class Market {
  static final int CLOSURE_LEAD_MINUTES = 5;

  /** The first of a script. */
  public static final DeliverySlot FIRST_SLOT = new DeliverySlot(1_659_427_200_000L, 15);

  private final List<Alert> alerts = new ArrayList<>();
  final MapMemory<Long, TrackedOrder> orders = new MapMemory<>();
  final MapMemory<String, AuctionOutcome> auctions = new MapMemory<>();
  private final SurveillanceRules rules;
  private final EventTracker tracker;
  private final Map<DeliverySlot, SlotSurveillance> slots = new HashMap<>();
  private final Map<String, WithholdingSurveillance> suppliers = new HashMap<>();
  private long sequence;

  /** A market where everybody's meters are known. */
  public Market(SurveillanceRules rules, Map<String, String> areaByParticipant) {
    this.rules = rules;
    this.tracker =
        new EventTracker(
            areaByParticipant, new EventTracker.Known(orders, auctions, new MapMemory<>()));
  }

  /** Takes an event at an instant of the market's clock. */
  public void take(long timeMillis, Event event) {
    sequence++;
    for (MarketFact fact : tracker.facts(new Place(sequence, sequence / 2, timeMillis), event)) {
      if (fact.surplus() == null) {
        alerts.addAll(slots.computeIfAbsent(fact.slot(), slot -> slotSurveillance()).next(fact));
      }
      String supplier = fact.supplier();
      if (supplier != null) {
        alerts.addAll(
            suppliers
                .computeIfAbsent(
                    supplier,
                    id -> new WithholdingSurveillance(rules, new MapMemory<>(), new MapMemory<>()))
                .next(fact));
      }
    }
  }

  /** What was told so far, in order. */
  public List<Alert> alerts() {
    return List.copyOf(alerts);
  }

  private SlotSurveillance slotSurveillance() {
    return new SlotSurveillance(
        rules,
        CLOSURE_LEAD_MINUTES,
        new SlotSurveillance.Memories(
            new MapMemory<>(), new MapMemory<>(), new MapMemory<>(), new MapMemory<>()));
  }
}
