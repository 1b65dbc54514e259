package org.commonwatt.flink;

import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.OutputTag;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.RejectionCode;

/** Where refused readings go: a side output, and a counter {@code rejectedReadings} per code. */
final class RejectedReadings {
  static final OutputTag<RejectedReading> OUTPUT =
      new OutputTag<>("rejected-readings", TypeInformation.of(RejectedReading.class));

  private final MetricGroup metrics;
  private final Map<RejectionCode, Counter> counters = new EnumMap<>(RejectionCode.class);

  RejectedReadings(MetricGroup metrics) {
    this.metrics = metrics;
  }

  void count(RejectedReading rejected) {
    counters
        .computeIfAbsent(
            rejected.rejection().code(),
            code -> metrics.addGroup("code", code.name()).counter("rejectedReadings"))
        .inc();
  }
}
