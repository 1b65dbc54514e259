package org.commonwatt.flink.defects;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.flink.chain.ChainStep;
import org.commonwatt.flink.chain.MeterChain;
import org.commonwatt.flink.chain.MeterMemory;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.registers.SlotRules;
import org.commonwatt.flink.vee.Finding;
import org.commonwatt.flink.vee.MeterRules;
import org.commonwatt.flink.vee.VeeCheck;
import org.commonwatt.model.RejectedReading;

/** The way from readings to findings, as the job goes it, with what came out of it. */
final class Chain {
  private final MeterChain chain;
  private final MeterRules rules;
  private MeterMemory memory = MeterMemory.NEW;
  final List<RejectedReading> rejected = new ArrayList<>();
  final List<Finding> findings = new ArrayList<>();

  Chain(int slotMinutes, MeterRules rules) {
    this.chain = new MeterChain(new SlotRules(slotMinutes, 40L * 86_400_000));
    this.rules = rules;
  }

  Chain run(List<RegisterReading> readings) {
    for (RegisterReading reading : readings) {
      take(chain.arrive(memory, List.of(reading)));
      take(chain.settle(memory, reading.timeMillis(), rules));
    }
    return this;
  }

  private void take(ChainStep step) {
    memory = step.memory();
    rejected.addAll(step.rejected());
    findings.addAll(step.findings());
  }

  /**
   * What was told of the meter, and of when.
   *
   * @param untilMillis exclusive; that of a single instant is the instant itself
   */
  record Found(VeeCheck check, long fromMillis, long untilMillis) {}

  /** What was found, a refusal counting as its check at the instant of its reading. */
  Set<Found> found() {
    Set<Found> found = new LinkedHashSet<>();
    for (Finding finding : findings) {
      found.add(new Found(finding.check(), finding.fromMillis(), finding.untilMillis()));
    }
    for (RejectedReading refused : rejected) {
      long at = refused.timeMillis();
      found.add(new Found(checkOf(refused), at, at));
    }
    return found;
  }

  private static VeeCheck checkOf(RejectedReading refused) {
    return switch (refused.rejection().code()) {
      case READING_DUPLICATE, READING_CONFLICT -> VeeCheck.DUPLICATE;
      case REGISTER_DECREASED -> VeeCheck.NEGATIVE;
      case VALUE_OUT_OF_RANGE -> VeeCheck.RATING;
      default -> throw new IllegalStateException(refused.rejection().toString());
    };
  }
}
