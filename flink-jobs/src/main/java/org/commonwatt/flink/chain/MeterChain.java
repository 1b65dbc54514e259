package org.commonwatt.flink.chain;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.flink.registers.BorderInterpolator;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.registers.Settlement;
import org.commonwatt.flink.registers.SlotRules;
import org.commonwatt.flink.vee.DayBuffer;
import org.commonwatt.flink.vee.DayKeeper;
import org.commonwatt.flink.vee.Finding;
import org.commonwatt.flink.vee.Interval;
import org.commonwatt.flink.vee.MeterRules;
import org.commonwatt.flink.vee.SimilarDays;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.RejectedReading;
import org.jspecify.annotations.Nullable;

/** Readings in, intervals and findings out. */
public final class MeterChain {
  private final SlotRules slots;
  private final BorderInterpolator interpolator;
  private final DayKeeper days;

  /** A chain for slots of one length. */
  public MeterChain(SlotRules slots) {
    this.slots = slots;
    this.interpolator = new BorderInterpolator(slots);
    this.days = new DayKeeper(slots.slotMinutes());
  }

  /** Takes readings in; {@link BorderInterpolator#arrive}. */
  public ChainStep arrive(MeterMemory memory, List<RegisterReading> readings) {
    Settlement arrived = interpolator.arrive(memory.meter(), readings);
    return new ChainStep(
        new MeterMemory(arrived.state(), memory.day(), memory.similar()),
        List.of(),
        arrived.rejected(),
        List.of(),
        0);
  }

  /** The refusal of a reading that says what another one has said. */
  public static RejectedReading duplicate(RegisterReading reading) {
    return BorderInterpolator.duplicate(reading);
  }

  /** Whether a reading may complete a slot; {@link BorderInterpolator#mayComplete}. */
  public boolean mayComplete(@Nullable Long usedMillis, RegisterReading reading) {
    return interpolator.mayComplete(usedMillis, reading);
  }

  /**
   * Computes what can be computed.
   *
   * @param horizonMillis no reading at or before this instant is awaited any more
   * @param meter what holds for the meter at that instant
   */
  public ChainStep settle(MeterMemory memory, long horizonMillis, MeterRules meter) {
    Settlement settled =
        interpolator.settle(memory.meter(), horizonMillis, meter, memory.similar());
    List<Finding> findings = new ArrayList<>(settled.findings());
    DayBuffer day = memory.day();
    SimilarDays similar = memory.similar();
    for (IntervalEnergy energy : settled.energies()) {
      DayKeeper.Kept kept = days.add(day, similar, interval(energy), meter);
      day = kept.day();
      similar = kept.similar();
      findings.addAll(kept.findings());
    }
    return new ChainStep(
        new MeterMemory(settled.state(), day, similar),
        settled.energies(),
        settled.rejected(),
        findings,
        settled.restarts());
  }

  private Interval interval(IntervalEnergy energy) {
    return new Interval(
        energy.slot().startMillis(),
        slots.slotMinutes(),
        energy.importWh(),
        energy.exportWh(),
        energy.quality());
  }
}
