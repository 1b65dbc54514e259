package org.commonwatt.flink;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.commonwatt.flink.chain.MeterMemory;

/**
 * What is kept of the current key's meter: small what each reading asks for, and large what each
 * slot changes. On the heap a look at a state is a chain of misses of the cache, which costs more
 * than most of the arithmetic; so there are no more than two.
 */
final class MeterStates {
  private final ValueState<NearReadings> near;
  private final ValueState<MeterMemory> memory;
  private final FormerMeterStates former;

  MeterStates(RuntimeContext context) {
    near =
        context.getState(
            new ValueStateDescriptor<>(
                "near", new WrittenByHand<>(NearReadings.class, NearSerializer.INSTANCE)));
    memory =
        context.getState(
            new ValueStateDescriptor<>(
                "memory", new WrittenByHand<>(MeterMemory.class, MemorySerializer.INSTANCE)));
    former = new FormerMeterStates(context);
  }

  /** What each reading asks for; whoever changes it writes it. Ask for it before the memory. */
  NearReadings near() throws Exception {
    NearReadings kept = near.value();
    if (kept != null) {
      return kept;
    }
    FormerMeterStates.Taken taken = former.take();
    if (taken == null) {
      return new NearReadings();
    }
    near.update(taken.near());
    memory.update(taken.memory());
    return taken.near();
  }

  /** What is remembered. */
  MeterMemory memory() throws Exception {
    MeterMemory kept = memory.value();
    return kept == null ? MeterMemory.NEW : kept;
  }

  void write(NearReadings changed) throws Exception {
    near.update(changed);
  }

  void write(MeterMemory changed) throws Exception {
    memory.update(changed);
  }

  void clear() {
    near.clear();
    memory.clear();
  }
}
