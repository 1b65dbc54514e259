package org.commonwatt.flink.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.commonwatt.flink.registers.MeterState;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.vee.Finding;
import org.commonwatt.flink.vee.MeterRules;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.RejectedReading;

/** The chain once more over readings of the past, as if all had come in time. */
final class Replay {
  private final MeterChain chain;
  private final LongFunction<MeterRules> rules;
  private MeterMemory memory;
  final List<IntervalEnergy> energies = new ArrayList<>();
  final List<RejectedReading> rejected = new ArrayList<>();
  final List<Finding> findings = new ArrayList<>();
  final SortedMap<Long, MeterMemory> midnights = new TreeMap<>();

  /**
   * A replay.
   *
   * @param from what was remembered before the readings
   * @param rules what holds at an instant
   */
  Replay(MeterChain chain, MeterMemory from, LongFunction<MeterRules> rules) {
    this.chain = chain;
    this.memory = from;
    this.rules = rules;
  }

  /** Runs over the readings, in any order. */
  Replay run(List<RegisterReading> readings) {
    List<RegisterReading> sorted = new ArrayList<>(readings);
    sorted.sort(RegisterReading.CANONICAL);
    for (int i = 0; i < sorted.size(); i++) {
      long at = sorted.get(i).timeMillis();
      take(chain.arrive(memory, List.of(sorted.get(i))));
      boolean last = i + 1 == sorted.size() || sorted.get(i + 1).timeMillis() > at;
      if (last) {
        take(chain.settle(memory, at, rules.apply(at)));
      }
    }
    return this;
  }

  /** What is remembered at the end. */
  MeterMemory memory() {
    return memory;
  }

  private void take(ChainStep step) {
    memory = step.memory();
    energies.addAll(step.energies());
    rejected.addAll(step.rejected());
    findings.addAll(step.findings());
    RegisterReading used = memory.meter().lastUsed();
    if (used != null && !step.energies().isEmpty()) {
      midnights.putIfAbsent(Corrector.dayOf(used.timeMillis()), withoutWaiting(memory));
    }
  }

  static MeterMemory withoutWaiting(MeterMemory memory) {
    MeterState state = memory.meter();
    return new MeterMemory(
        new MeterState(state.border(), state.lastUsed(), List.of(), state.registers()),
        memory.day(),
        memory.similar());
  }
}
