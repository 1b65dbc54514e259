package org.commonwatt.flink;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.commonwatt.flink.registers.RegisterReading;
import org.jspecify.annotations.Nullable;

/**
 * The readings of the current key's meter that time has not passed yet. Those within a slot's
 * length of the last reading that was used are near: as a rule that is all there are, and one costs
 * a look at the state to add. The others lie by slot: however many wait, as after an import of
 * years, a step touches only those of the slots that it is about.
 */
final class WaitingReadings {
  /** A longer way from slot to slot, as after a clock that began in 1970, is a look at all. */
  private static final long MANY_SLOTS = 4_096;

  private final long slotMillis;
  private final ListState<RegisterReading> near;
  private final MapState<Long, List<RegisterReading>> bySlot;
  private final ValueState<Long> earliest;

  WaitingReadings(RuntimeContext context, int slotMinutes) {
    this.slotMillis = slotMinutes * 60_000L;
    this.near =
        context.getListState(
            new ListStateDescriptor<>("near-readings", TypeInformation.of(RegisterReading.class)));
    this.bySlot =
        context.getMapState(
            new MapStateDescriptor<>(
                "waiting-readings",
                Types.LONG,
                Types.LIST(TypeInformation.of(RegisterReading.class))));
    this.earliest =
        context.getState(new ValueStateDescriptor<>("earliest-waiting-slot", Types.LONG));
  }

  /**
   * Adds one.
   *
   * @param usedMillis of the last reading that was used, earlier than this one; null when there is
   *     none
   */
  void add(RegisterReading reading, @Nullable Long usedMillis) throws Exception {
    if (usedMillis != null && reading.timeMillis() - usedMillis <= slotMillis) {
      near.add(reading);
      return;
    }
    long slot = slotOf(reading.timeMillis());
    List<RegisterReading> readings = new ArrayList<>(ofSlot(slot));
    readings.add(reading);
    bySlot.put(slot, readings);
    Long from = earliest.value();
    if (from == null || slot < from) {
      earliest.update(slot);
    }
  }

  /** Takes those at or before an instant out, in no particular order. */
  List<RegisterReading> takeUntil(long horizonMillis) throws Exception {
    List<RegisterReading> taken = new ArrayList<>();
    takeNear(horizonMillis, taken);
    Long from = earliest.value();
    long last = slotOf(horizonMillis);
    if (from == null || last < from) {
      return taken;
    }
    for (long slot : slots(from, last)) {
      List<RegisterReading> later = new ArrayList<>();
      for (RegisterReading reading : ofSlot(slot)) {
        (reading.timeMillis() <= horizonMillis ? taken : later).add(reading);
      }
      if (later.isEmpty()) {
        bySlot.remove(slot);
      } else {
        bySlot.put(slot, later);
      }
    }
    earliest.update(last);
    return taken;
  }

  private void takeNear(long horizonMillis, List<RegisterReading> taken) throws Exception {
    List<RegisterReading> later = new ArrayList<>();
    for (RegisterReading reading : near.get()) {
      (reading.timeMillis() <= horizonMillis ? taken : later).add(reading);
    }
    if (!taken.isEmpty()) {
      near.update(later);
    }
  }

  /** Those of the slot of an instant. */
  List<RegisterReading> around(long timeMillis) throws Exception {
    long slot = slotOf(timeMillis);
    List<RegisterReading> around = new ArrayList<>(ofSlot(slot));
    for (RegisterReading reading : near.get()) {
      if (slotOf(reading.timeMillis()) == slot) {
        around.add(reading);
      }
    }
    return around;
  }

  boolean isEmpty() throws Exception {
    return !near.get().iterator().hasNext() && bySlot.isEmpty();
  }

  void clear() {
    near.clear();
    bySlot.clear();
    earliest.clear();
  }

  private List<Long> slots(long from, long last) throws Exception {
    List<Long> slots = new ArrayList<>();
    if (last - from < MANY_SLOTS) {
      for (long slot = from; slot <= last; slot++) {
        if (bySlot.contains(slot)) {
          slots.add(slot);
        }
      }
    } else {
      for (Long slot : bySlot.keys()) {
        if (slot <= last) {
          slots.add(slot);
        }
      }
    }
    return slots;
  }

  private List<RegisterReading> ofSlot(long slot) throws Exception {
    List<RegisterReading> readings = bySlot.get(slot);
    return readings == null ? List.of() : readings;
  }

  private long slotOf(long timeMillis) {
    return Math.floorDiv(timeMillis, slotMillis);
  }
}
