package org.commonwatt.flink.registers;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.flink.vee.ClockChecks;
import org.commonwatt.flink.vee.ClockChecks.Rhythm;
import org.commonwatt.flink.vee.Finding;
import org.commonwatt.flink.vee.IntervalChecks;
import org.commonwatt.flink.vee.MeterRules;
import org.commonwatt.flink.vee.VeeRules;
import org.commonwatt.model.RejectedReading;
import org.jspecify.annotations.Nullable;

/**
 * Judges the readings up to and including the first one at or after a border, all at once: the
 * verdict depends on what the readings say and not on the order in which they came.
 */
final class SegmentJudge {
  private final SlotRules rules;
  private final VeeRules vee;
  private final RegisterSteps steps;
  private @Nullable RegisterReading last;
  private Rhythm rhythm;
  private final List<Accepted> accepted = new ArrayList<>();
  private final List<RejectedReading> rejected = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  /**
   * A reading that counts.
   *
   * @param shown as the meter showed it
   * @param continuous with registers that go on from the ones before
   * @param lossy whether energy before it was lost with the registers
   */
  record Accepted(RegisterReading shown, RegisterReading continuous, boolean lossy) {}

  /** A judge that knows what came before the segment. */
  SegmentJudge(SlotRules rules, MeterRules meter, MeterState before) {
    this.rules = rules;
    this.vee = meter.rules();
    this.steps = new RegisterSteps(meter, before.registers());
    this.last = before.lastUsed();
    this.rhythm = before.registers().rhythm();
  }

  /**
   * Judges a segment.
   *
   * @param segment in canonical order, all later than the last accepted reading
   */
  void judge(List<RegisterReading> segment) {
    List<RegisterReading> kept = onePerInstant(segment);
    for (int i = 0; i < kept.size(); i++) {
      judge(kept.get(i), i + 1 < kept.size() ? kept.get(i + 1) : null);
    }
  }

  /** The accepted readings in the order of their instants. */
  List<Accepted> accepted() {
    return accepted;
  }

  /** The refused readings. */
  List<RejectedReading> rejected() {
    return rejected;
  }

  /** What the checks of readings found. */
  List<Finding> findings() {
    return findings;
  }

  /** How registers are to be read after the segment. */
  MeterState.Registers registers() {
    return new MeterState.Registers(steps.offsets(), steps.suspect(), rhythm);
  }

  private List<RegisterReading> onePerInstant(List<RegisterReading> segment) {
    List<RegisterReading> kept = new ArrayList<>();
    for (RegisterReading reading : segment) {
      RegisterReading previous = kept.isEmpty() ? null : kept.get(kept.size() - 1);
      if (previous == null || previous.timeMillis() != reading.timeMillis()) {
        kept.add(reading);
      } else {
        rejected.add(repeat(reading, previous));
      }
    }
    return kept;
  }

  /** The refusal of a reading whose instant is taken by another. */
  static RejectedReading repeat(RegisterReading reading, RegisterReading kept) {
    return reading.saysTheSameAs(kept)
        ? ReadingRejections.duplicate(reading)
        : ReadingRejections.conflict(reading, kept);
  }

  private void judge(RegisterReading reading, @Nullable RegisterReading next) {
    RegisterReading before = last;
    if (before == null || startsAnew(rules, before, reading)) {
      accept(reading, false);
      return;
    }
    RegisterSteps.Verdict verdict = steps.judge(before, reading);
    RejectedReading refusal = verdict.refused() ? below(reading, before) : refusal(reading, next);
    if (refusal != null) {
      steps.takeBack();
      rejected.add(refusal);
      return;
    }
    if (verdict.finding() != null) {
      findings.add(verdict.finding());
    }
    checkTimes(before, reading);
    accept(reading, verdict.lost());
  }

  private void accept(RegisterReading reading, boolean lossy) {
    steps.accepted();
    last = reading;
    accepted.add(new Accepted(reading, reading.plus(steps.offsets()), lossy));
  }

  private void checkTimes(RegisterReading before, RegisterReading reading) {
    if (vee.clock().readingSeconds() == 0) {
      return;
    }
    long now = reading.timeMillis();
    rhythm = ClockChecks.next(rhythm, now - before.timeMillis(), vee.clock());
    findings.addAll(ClockChecks.rhythm(rhythm, now, vee.clock()));
    if (ClockChecks.drift(before.timeMillis(), vee.clock()).isEmpty()) {
      findings.addAll(ClockChecks.drift(now, vee.clock()));
    }
  }

  private static RejectedReading below(RegisterReading reading, RegisterReading before) {
    return ReadingRejections.below(reading, before);
  }

  private @Nullable RejectedReading refusal(
      RegisterReading shown, @Nullable RegisterReading shownNext) {
    RegisterReading before = steps.lastContinuous();
    RegisterReading reading = shown.plus(steps.offsets());
    if (shownNext != null) {
      RegisterReading next = shownNext.plus(steps.offsets());
      if (next.isBelow(reading) && !next.isBelow(before)) {
        return ReadingRejections.spike(shown, shownNext);
      }
    }
    return isTooFast(before, reading) ? ReadingRejections.tooFast(shown, before, vee) : null;
  }

  /** Whether the silence between two readings is too long to be estimated. */
  static boolean startsAnew(SlotRules rules, RegisterReading before, RegisterReading after) {
    return after.timeMillis() - before.timeMillis() > rules.maxGapMillis();
  }

  private boolean isTooFast(RegisterReading before, RegisterReading after) {
    long millis = after.timeMillis() - before.timeMillis();
    long importWh = after.importWh() - before.importWh();
    long exportWh = after.exportWh() - before.exportWh();
    return IntervalChecks.exceeds(importWh, vee.register().ratedLoadW(), millis)
        || IntervalChecks.exceeds(exportWh, vee.register().ratedFeedInW(), millis)
        || WideMath.productExceeds(
            Math.max(importWh, exportWh),
            rules.slotMillis(),
            SlotRules.MAX_METER_WH_PER_SLOT,
            millis);
  }
}
