package org.commonwatt.flink;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.commonwatt.flink.registers.RegisterReading;

/**
 * The readings of the current key's meter that time has not passed yet. A few within two slots and
 * the lateness of the last reading that was used are {@link NearReadings}: as a rule that is all
 * there are. The others lie by slot: however many wait, as after an import of years, a step touches
 * only those of the slots that it is about.
 */
final class WaitingReadings {
  /** A longer way from slot to slot, as after a clock that began in 1970, is a look at all. */
  private static final long MANY_SLOTS = 4_096;

  private final long slotMillis;
  private final long nearMillis;
  private final MapState<Long, List<RegisterReading>> bySlot;

  WaitingReadings(RuntimeContext context, int slotMinutes, long allowedLatenessMillis) {
    this.slotMillis = slotMinutes * 60_000L;
    this.nearMillis = 2 * slotMillis + allowedLatenessMillis;
    this.bySlot =
        context.getMapState(
            new MapStateDescriptor<>(
                "waiting-readings",
                Types.LONG,
                Types.LIST(TypeInformation.of(RegisterReading.class))));
  }

  /** Adds one that is later than the last one that was used. */
  void add(NearReadings near, RegisterReading reading) throws Exception {
    if (near.add(reading, nearMillis)) {
      return;
    }
    long slot = slotOf(reading.timeMillis());
    List<RegisterReading> readings = new ArrayList<>(ofSlot(slot));
    readings.add(reading);
    bySlot.put(slot, readings);
    Long from = near.earliestSlot();
    if (from == null || slot < from) {
      near.waitsFrom(slot);
    }
  }

  /** Takes those at or before an instant out, in no particular order. */
  List<RegisterReading> takeUntil(NearReadings near, long horizonMillis) throws Exception {
    List<RegisterReading> taken = near.takeUntil(horizonMillis);
    Long from = near.earliestSlot();
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
    near.waitsFrom(bySlot.isEmpty() ? null : last);
    return taken;
  }

  /** Those of the slot of an instant. */
  List<RegisterReading> around(NearReadings near, long timeMillis) throws Exception {
    long slot = slotOf(timeMillis);
    List<RegisterReading> around = new ArrayList<>(ofSlot(slot));
    for (RegisterReading reading : near.readings()) {
      if (slotOf(reading.timeMillis()) == slot) {
        around.add(reading);
      }
    }
    return around;
  }

  boolean isEmpty(NearReadings near) throws Exception {
    return near.size() == 0 && bySlot.isEmpty();
  }

  void clear() {
    bySlot.clear();
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
