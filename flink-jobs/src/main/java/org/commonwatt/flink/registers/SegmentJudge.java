package org.commonwatt.flink.registers;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.RejectedReading;
import org.jspecify.annotations.Nullable;

/**
 * Judges the readings up to and including the first one at or after a border, all at once: the
 * verdict depends on what the readings say and not on the order in which they came.
 */
final class SegmentJudge {
  private final SlotRules rules;
  private @Nullable RegisterReading last;
  private final List<RegisterReading> accepted = new ArrayList<>();
  private final List<RejectedReading> rejected = new ArrayList<>();

  /**
   * @param last the accepted reading before the segment, if there is one
   */
  SegmentJudge(SlotRules rules, @Nullable RegisterReading last) {
    this.rules = rules;
    this.last = last;
  }

  /**
   * Judges a segment.
   *
   * @param segment in canonical order, all later than the last accepted reading
   */
  void judge(List<RegisterReading> segment) {
    List<RegisterReading> kept = onePerInstant(segment);
    for (int i = 0; i < kept.size(); i++) {
      RegisterReading next = i + 1 < kept.size() ? kept.get(i + 1) : null;
      RejectedReading refusal = refusal(kept.get(i), next);
      if (refusal != null) {
        rejected.add(refusal);
      } else {
        last = kept.get(i);
        accepted.add(kept.get(i));
      }
    }
  }

  /** The accepted readings in the order of their instants. */
  List<RegisterReading> accepted() {
    return accepted;
  }

  /** The refused readings. */
  List<RejectedReading> rejected() {
    return rejected;
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

  private @Nullable RejectedReading refusal(
      RegisterReading reading, @Nullable RegisterReading next) {
    RegisterReading before = last;
    if (before == null || startsAnew(rules, before, reading)) {
      return null;
    }
    if (reading.isBelow(before)) {
      return ReadingRejections.below(reading, before);
    }
    if (next != null && next.isBelow(reading) && !next.isBelow(before)) {
      return ReadingRejections.spike(reading, next);
    }
    return isTooFast(before, reading) ? ReadingRejections.tooFast(reading, before) : null;
  }

  /** Whether the silence between two readings is too long to be estimated. */
  static boolean startsAnew(SlotRules rules, RegisterReading before, RegisterReading after) {
    return after.timeMillis() - before.timeMillis() > rules.maxGapMillis();
  }

  private boolean isTooFast(RegisterReading before, RegisterReading after) {
    long risen =
        Math.max(after.importWh() - before.importWh(), after.exportWh() - before.exportWh());
    return WideMath.productExceeds(
        risen,
        rules.slotMillis(),
        SlotRules.MAX_METER_WH_PER_SLOT,
        after.timeMillis() - before.timeMillis());
  }
}
