package org.commonwatt.flink.vee;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of one type of meter in a rules file; those that are left out have their default. */
final class TypeFields {
  /** As they are written, in the order of the document. */
  static final List<String> NAMES =
      List.of(
          "rated-load-w",
          "rated-feed-in-w",
          "modulus-wh",
          "sum-tolerance-wh",
          "reading-seconds",
          "clock-tolerance-seconds",
          "spike-percent",
          "spike-floor-wh",
          "zero-minutes",
          "stuck-minutes",
          "multiplier",
          "linear-minutes",
          "similar-days",
          "prolonged-minutes");

  private final Map<String, Long> values = new HashMap<>();
  private VeeRules rules = VeeRules.DEFAULT;

  VeeRules rules() {
    return rules;
  }

  /**
   * Sets a field.
   *
   * @throws IllegalArgumentException when the value is out of range
   * @throws ArithmeticException when it is far out of range
   */
  void set(String name, long value) {
    values.put(name, value);
    VeeRules usual = VeeRules.DEFAULT;
    rules =
        new VeeRules(
            new VeeRules.Register(
                of("rated-load-w", usual.register().ratedLoadW()),
                of("rated-feed-in-w", usual.register().ratedFeedInW()),
                of("modulus-wh", usual.register().modulusWh()),
                of("sum-tolerance-wh", usual.register().sumToleranceWh())),
            new VeeRules.Clock(
                of("reading-seconds", usual.clock().readingSeconds()),
                of("clock-tolerance-seconds", usual.clock().toleranceSeconds())),
            new VeeRules.Shape(
                of("spike-percent", usual.shape().spikePercent()),
                of("spike-floor-wh", usual.shape().spikeFloorWh()),
                of("zero-minutes", usual.shape().zeroMinutes()),
                of("stuck-minutes", usual.shape().stuckMinutes()),
                of("multiplier", usual.shape().multiplier())),
            new VeeRules.Gaps(
                of("linear-minutes", usual.gaps().linearMinutes()),
                of("similar-days", usual.gaps().similarDays()),
                of("prolonged-minutes", usual.gaps().prolongedMinutes())));
  }

  private long of(String name, long usual) {
    return values.getOrDefault(name, usual);
  }

  private int of(String name, int usual) {
    return Math.toIntExact(values.getOrDefault(name, (long) usual));
  }
}
