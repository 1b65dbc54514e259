package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.PositionAssumed;
import org.commonwatt.model.Event.PositionRecorded;
import org.commonwatt.model.MeteredPosition;
import org.jspecify.annotations.Nullable;

/** The newest metered position of each participant and slot. */
final class Positions {
  private final TreeMap<Long, Map<String, MeteredPosition>> bySlotStart = new TreeMap<>();

  @Nullable MeteredPosition find(String participant, long slotStartMillis) {
    Map<String, MeteredPosition> ofSlot = bySlotStart.get(slotStartMillis);
    return ofSlot == null ? null : ofSlot.get(participant);
  }

  void put(MeteredPosition position) {
    bySlotStart
        .computeIfAbsent(position.slot().startMillis(), start -> new HashMap<>())
        .put(position.participant(), position);
  }

  void save(StateWriter out) {
    out.number(bySlotStart.values().stream().mapToLong(Map::size).sum());
    for (Map<String, MeteredPosition> ofSlot : bySlotStart.values()) {
      ofSlot.values().stream()
          .sorted(Comparator.comparing(MeteredPosition::participant))
          .forEach(position -> out.event(event(position)));
    }
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      put(position(in.event()));
    }
  }

  /** The event that told a position. */
  static Event event(MeteredPosition position) {
    return position.version() == 0 ? new PositionAssumed(position) : new PositionRecorded(position);
  }

  /**
   * The position that an event told.
   *
   * @throws IllegalArgumentException when it told none
   */
  static MeteredPosition position(Event told) {
    if (told instanceof PositionAssumed assumed) {
      return assumed.position();
    }
    if (told instanceof PositionRecorded recorded) {
      return recorded.position();
    }
    throw new IllegalArgumentException(
        "the state has " + told.getClass() + " where it should have a position");
  }

  /** The positions of a participant, by slot. */
  List<MeteredPosition> of(String participant) {
    return bySlotStart.values().stream()
        .map(ofSlot -> ofSlot.get(participant))
        .filter(Objects::nonNull)
        .toList();
  }

  /** The positions of participants in a slot, in their order; null when one is missing. */
  @Nullable List<MeteredPosition> all(List<String> participants, long slotStartMillis) {
    List<MeteredPosition> found = new ArrayList<>();
    for (String participant : participants) {
      MeteredPosition position = find(participant, slotStartMillis);
      if (position == null) {
        return null;
      }
      found.add(position);
    }
    return found;
  }

  /**
   * Forgets old positions.
   *
   * @param endedByMillis only those of slots that ended by then
   * @param firstKeptMillis only those of slots that start before this
   */
  void forget(long endedByMillis, long firstKeptMillis) {
    while (!bySlotStart.isEmpty()) {
      Map.Entry<Long, Map<String, MeteredPosition>> oldest = bySlotStart.firstEntry();
      long endMillis = oldest.getValue().values().iterator().next().slot().endMillis();
      if (oldest.getKey() >= firstKeptMillis || endMillis > endedByMillis) {
        return;
      }
      bySlotStart.pollFirstEntry();
    }
  }
}
