package org.commonwatt.flink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.commonwatt.flink.chain.Corrector;
import org.commonwatt.flink.chain.Corrector.Past;
import org.commonwatt.flink.chain.MeterMemory;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.IntervalEnergy;
import org.jspecify.annotations.Nullable;

/** The past of the current key's meter, as long as it may be corrected. */
final class MeterPast {
  private static final long BEGINNING = Long.MIN_VALUE;

  private final long correctionMillis;
  private final MapState<Long, List<RegisterReading>> readings;
  private final MapState<Long, MeterMemory> memories;
  private final MapState<Long, IntervalEnergy> told;

  MeterPast(RuntimeContext context, long correctionMillis) {
    this.correctionMillis = correctionMillis;
    this.readings =
        context.getMapState(
            new MapStateDescriptor<>(
                "past-readings",
                Types.LONG,
                Types.LIST(TypeInformation.of(RegisterReading.class))));
    this.memories =
        context.getMapState(
            new MapStateDescriptor<>(
                "past-memories", Types.LONG, TypeInformation.of(MeterMemory.class)));
    this.told =
        context.getMapState(
            new MapStateDescriptor<>(
                "told-intervals", Types.LONG, TypeInformation.of(IntervalEnergy.class)));
  }

  boolean isKept() {
    return correctionMillis > 0;
  }

  /** Of a meter that was never heard before everything is known. */
  void begin() throws Exception {
    memories.put(BEGINNING, MeterMemory.NEW);
  }

  /** Keeps a reading that came in. */
  void add(RegisterReading reading) throws Exception {
    List<RegisterReading> instant = readings.get(reading.timeMillis());
    List<RegisterReading> all = instant == null ? new ArrayList<>() : new ArrayList<>(instant);
    all.add(reading);
    readings.put(reading.timeMillis(), all);
  }

  /** Whether another reading of the instant has said the same. */
  boolean knows(RegisterReading reading) throws Exception {
    List<RegisterReading> instant = readings.get(reading.timeMillis());
    return instant != null && instant.stream().anyMatch(known -> known.saysTheSameAs(reading));
  }

  /**
   * Keeps what is told, and at the first slot that is complete on a day the memory.
   *
   * @return what of the energies is to be told: a correction that refuses the last reading has them
   *     computed once more
   */
  List<IntervalEnergy> keep(MeterMemory memory, List<IntervalEnergy> energies) throws Exception {
    Map<Long, IntervalEnergy> before = new HashMap<>();
    for (IntervalEnergy energy : energies) {
      IntervalEnergy known = told.get(energy.slot().startMillis());
      if (known != null) {
        before.put(energy.slot().startMillis(), known);
      }
    }
    List<IntervalEnergy> fresh = Corrector.versions(energies, before);
    for (IntervalEnergy energy : fresh) {
      told.put(energy.slot().startMillis(), energy);
    }
    RegisterReading used = memory.meter().lastUsed();
    if (used != null && !energies.isEmpty()) {
      long day = Corrector.dayOf(used.timeMillis());
      if (!memories.contains(day)) {
        memories.put(day, Corrector.kept(memory));
        forget(used.timeMillis() - correctionMillis);
      }
    }
    return fresh;
  }

  /** Keeps what a correction has changed; what was remembered after its base holds no more. */
  void corrected(Corrector.Correction correction, Past past) throws Exception {
    for (IntervalEnergy energy : correction.step().energies()) {
      told.put(energy.slot().startMillis(), energy);
    }
    long base = lastOf(past.base());
    long baseDay = base == BEGINNING ? BEGINNING : Corrector.dayOf(base);
    removeIf(memories, memory -> memory.getKey() > baseDay);
    for (Map.Entry<Long, MeterMemory> memory : correction.memories().entrySet()) {
      if (memory.getKey() > baseDay) {
        memories.put(memory.getKey(), memory.getValue());
      }
    }
  }

  /**
   * The past that a late reading corrects, or null when it is too late.
   *
   * @param used the last reading that was used
   * @param waiting readings that wait for their border
   * @param ahead readings that wait for their instant, of the slot of an instant
   */
  @Nullable Past before(
      RegisterReading late, RegisterReading used, List<RegisterReading> waiting, Ahead ahead)
      throws Exception {
    if (late.timeMillis() < used.timeMillis() - correctionMillis) {
      return null;
    }
    MeterMemory base = null;
    for (MeterMemory memory : memories.values()) {
      if (lastOf(memory) < late.timeMillis() && (base == null || lastOf(memory) > lastOf(base))) {
        base = memory;
      }
    }
    if (base == null) {
      return null;
    }
    List<RegisterReading> after = new ArrayList<>();
    for (Map.Entry<Long, List<RegisterReading>> instant : readings.entries()) {
      if (instant.getKey() > lastOf(base)) {
        List<RegisterReading> settled = new ArrayList<>(instant.getValue());
        if (instant.getKey() > used.timeMillis()) {
          waiting.forEach(settled::remove);
          ahead.around(instant.getKey()).forEach(settled::remove);
        }
        after.addAll(settled);
      }
    }
    return new Past(base, after, toldByStart());
  }

  /** Readings that wait for their instant. */
  interface Ahead {
    /** Those of the slot of an instant. */
    List<RegisterReading> around(long timeMillis) throws Exception;
  }

  private Map<Long, IntervalEnergy> toldByStart() throws Exception {
    Map<Long, IntervalEnergy> all = new HashMap<>();
    for (Map.Entry<Long, IntervalEnergy> entry : told.entries()) {
      all.put(entry.getKey(), entry.getValue());
    }
    return all;
  }

  /** Drops what nothing can correct any more; the memory before it is kept. */
  private void forget(long beforeMillis) throws Exception {
    long oldest = BEGINNING;
    for (MeterMemory memory : memories.values()) {
      if (lastOf(memory) < beforeMillis) {
        oldest = Math.max(oldest, lastOf(memory));
      }
    }
    long kept = oldest;
    if (kept == BEGINNING) {
      return;
    }
    removeIf(memories, memory -> lastOf(memory.getValue()) < kept);
    removeIf(readings, instant -> instant.getKey() <= kept);
    removeIf(told, slot -> slot.getValue().slot().endMillis() < kept);
  }

  private static <V> void removeIf(MapState<Long, V> state, Predicate<Map.Entry<Long, V>> old)
      throws Exception {
    List<Long> keys = new ArrayList<>();
    for (Map.Entry<Long, V> entry : state.entries()) {
      if (old.test(entry)) {
        keys.add(entry.getKey());
      }
    }
    for (Long key : keys) {
      state.remove(key);
    }
  }

  void clear() {
    readings.clear();
    memories.clear();
    told.clear();
  }

  private static long lastOf(MeterMemory memory) {
    RegisterReading used = memory.meter().lastUsed();
    return used == null ? BEGINNING : used.timeMillis();
  }
}
