package org.commonwatt.core;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.Event.DeliveryRecorded;
import org.commonwatt.model.UnitDelivery;
import org.jspecify.annotations.Nullable;

/** What was metered last of each storage unit and slot. */
final class Deliveries {
  private final TreeMap<Long, TreeMap<String, UnitDelivery>> bySlotStart = new TreeMap<>();

  @Nullable UnitDelivery find(String unit, long slotStartMillis) {
    return bySlotStart.getOrDefault(slotStartMillis, new TreeMap<>()).get(unit);
  }

  void put(UnitDelivery delivery) {
    bySlotStart
        .computeIfAbsent(delivery.slot().startMillis(), start -> new TreeMap<>())
        .put(delivery.unit(), delivery);
  }

  /** Those of a slot, by unit. */
  List<UnitDelivery> of(long slotStartMillis) {
    Map<String, UnitDelivery> ofSlot = bySlotStart.get(slotStartMillis);
    return ofSlot == null ? List.of() : List.copyOf(ofSlot.values());
  }

  void save(StateWriter out) {
    out.number(bySlotStart.values().stream().mapToLong(Map::size).sum());
    bySlotStart
        .values()
        .forEach(ofSlot -> ofSlot.values().forEach(one -> out.event(new DeliveryRecorded(one))));
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      put(in.event(DeliveryRecorded.class).delivery());
    }
  }

  /**
   * Forgets those of slots that ended by an instant.
   *
   * @param firstKeptMillis only those of slots that start before this
   */
  void forget(long endedByMillis, long firstKeptMillis) {
    bySlotStart
        .headMap(firstKeptMillis)
        .values()
        .removeIf(ofSlot -> ofSlot.firstEntry().getValue().slot().endMillis() <= endedByMillis);
  }
}
