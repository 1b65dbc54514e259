package org.commonwatt.flink;

import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.OutputTag;
import org.commonwatt.flink.vee.VeeCheck;

/** Where findings go: a side output, and a counter {@code findings} per check. */
final class Findings {
  static final OutputTag<MeterFinding> OUTPUT =
      new OutputTag<>("findings", TypeInformation.of(MeterFinding.class));

  private final MetricGroup metrics;
  private final Map<VeeCheck, Counter> counters = new EnumMap<>(VeeCheck.class);

  Findings(MetricGroup metrics) {
    this.metrics = metrics;
  }

  void count(MeterFinding found) {
    counters
        .computeIfAbsent(
            found.finding().check(),
            check -> metrics.addGroup("check", check.name()).counter("findings"))
        .inc();
  }
}
