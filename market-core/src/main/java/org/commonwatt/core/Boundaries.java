package org.commonwatt.core;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Event.BoundaryRecorded;
import org.jspecify.annotations.Nullable;

/** The newest flow over the boundary of each area and slot. */
final class Boundaries {
  private final TreeMap<Long, TreeMap<String, BoundaryFlow>> bySlotStart = new TreeMap<>();

  @Nullable BoundaryFlow find(String area, long slotStartMillis) {
    return bySlotStart.getOrDefault(slotStartMillis, new TreeMap<>()).get(area);
  }

  void put(BoundaryFlow flow) {
    bySlotStart
        .computeIfAbsent(flow.slot().startMillis(), start -> new TreeMap<>())
        .put(flow.area(), flow);
  }

  /** Those of a slot, by area. */
  List<BoundaryFlow> of(long slotStartMillis) {
    Map<String, BoundaryFlow> ofSlot = bySlotStart.get(slotStartMillis);
    return ofSlot == null ? List.of() : List.copyOf(ofSlot.values());
  }

  void save(StateWriter out) {
    out.number(bySlotStart.values().stream().mapToLong(Map::size).sum());
    bySlotStart
        .values()
        .forEach(ofSlot -> ofSlot.values().forEach(flow -> out.event(new BoundaryRecorded(flow))));
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      put(in.event(BoundaryRecorded.class).flow());
    }
  }

  /**
   * Forgets old flows.
   *
   * @param endedByMillis only those of slots that ended by then
   * @param firstKeptMillis only those of slots that start before this
   */
  void forget(long endedByMillis, long firstKeptMillis) {
    while (!bySlotStart.isEmpty()) {
      Map.Entry<Long, TreeMap<String, BoundaryFlow>> oldest = bySlotStart.firstEntry();
      long endMillis = oldest.getValue().firstEntry().getValue().slot().endMillis();
      if (oldest.getKey() >= firstKeptMillis || endMillis > endedByMillis) {
        return;
      }
      bySlotStart.pollFirstEntry();
    }
  }
}
