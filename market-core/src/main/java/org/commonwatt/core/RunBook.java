package org.commonwatt.core;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.SettlementRules;
import org.jspecify.annotations.Nullable;

/** The settled slots that await further settlement runs. */
final class RunBook {
  private final SlotSchedule schedule;
  private final Boundaries boundaries;
  private final StoredEnergy stored;
  private final TreeMap<Long, SlotRuns> bySlot = new TreeMap<>(); // by start
  private final TreeSet<SlotRuns> byDue =
      new TreeSet<>(
          Comparator.comparingLong(SlotRuns::dueMillis)
              .thenComparingLong(SlotRuns::slotStartMillis));

  RunBook(SlotSchedule schedule, Boundaries boundaries, StoredEnergy stored) {
    this.schedule = schedule;
    this.boundaries = boundaries;
    this.stored = stored;
  }

  /** A slot has its initial settlement. */
  void settled(SlotState slot, long nowMillis) {
    SettlementRules rules = slot.rules().rulebook().settlement();
    if (rules != null) {
      long start = slot.slot().startMillis();
      SlotRuns.Metered metered = new SlotRuns.Metered(boundaries.of(start), stored.metered(start));
      add(SlotRuns.of(slot, rules, nowMillis, metered));
    }
  }

  /** Whether a slot is settled and not for the last time. */
  boolean awaits(long slotStartMillis) {
    return bySlot.containsKey(slotStartMillis);
  }

  /** A position was replaced; that of a slot without further runs concerns nobody. */
  void correct(MeteredPosition former) {
    SlotRuns runs = bySlot.get(former.slot().startMillis());
    if (runs != null) {
      runs.correct(former);
    }
  }

  /** The slot whose run is to be made next, null when none is due. */
  @Nullable SlotRuns due(long nowMillis) {
    while (!byDue.isEmpty() && byDue.first().dueMillis() <= nowMillis) {
      SlotRuns first = byDue.first();
      long start = first.slotStartMillis();
      if (!first.isNothingDue(new SlotRuns.Metered(boundaries.of(start), stored.metered(start)))) {
        return first;
      }
      byDue.remove(first);
      first.pass();
      byDue.add(first);
    }
    return null;
  }

  /** A slot's run is about to be made: until it is put back its place in time may change. */
  void take(SlotRuns runs) {
    byDue.remove(runs);
    bySlot.remove(runs.slotStartMillis());
  }

  /** Another run of a slot follows. */
  void add(SlotRuns runs) {
    bySlot.put(runs.slotStartMillis(), runs);
    byDue.add(runs);
  }

  /**
   * The positions of a participant that a correction replaced and a run will take back, by slot.
   */
  List<MeteredPosition> former(String participant) {
    return bySlot.values().stream()
        .map(runs -> runs.former(participant))
        .filter(Objects::nonNull)
        .toList();
  }

  void save(StateWriter out) {
    out.number(bySlot.size());
    bySlot.values().forEach(runs -> runs.save(out));
  }

  /** Reads what was written; the schedule must be restored before. */
  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      add(SlotRuns.restore(in, schedule.slot(in.number())));
    }
  }
}
