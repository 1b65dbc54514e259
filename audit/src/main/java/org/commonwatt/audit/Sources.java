package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command.ReportSource;
import org.commonwatt.model.EnergySource;
import org.jspecify.annotations.Nullable;

/** What injections are made of, as it was reported. */
final class Sources {
  private final Map<String, List<ReportSource>> reports = new HashMap<>();

  /** Takes a report, in the place of those that were to hold from the same instant on or later. */
  void take(ReportSource report) {
    List<ReportSource> own =
        reports.computeIfAbsent(report.participant(), first -> new ArrayList<>());
    own.removeIf(old -> old.validFromMillis() >= report.validFromMillis());
    own.add(report);
  }

  /** What holds for a participant in a slot, null when nothing does. */
  @Nullable EnergySource at(String participant, long slotStartMillis) {
    EnergySource found = null;
    for (ReportSource report : reports.getOrDefault(participant, List.of())) {
      found = report.validFromMillis() <= slotStartMillis ? report.source() : found;
    }
    return found;
  }
}
