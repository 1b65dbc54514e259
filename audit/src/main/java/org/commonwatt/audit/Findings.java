package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects findings in the order they come, tells the first ones in full and counts them all. */
final class Findings {
  private final int maxDetails;
  private final List<Finding> failures = new ArrayList<>();
  private final List<Finding> notes = new ArrayList<>();
  private final Map<FindingCode, Long> totals = new EnumMap<>(FindingCode.class);

  Findings(int maxDetails) {
    this.maxDetails = maxDetails;
  }

  void add(FindingCode code, Place place, String message) {
    totals.merge(code, 1L, Long::sum);
    List<Finding> list = code.isNote() ? notes : failures;
    if (list.size() < maxDetails) {
      list.add(new Finding(code, place, message));
    }
  }

  /** Adds the finding when the two are not equal. */
  void compare(FindingCode code, Place place, Object expected, Object found) {
    if (!expected.equals(found)) {
      add(code, place, "expected " + expected + ", found " + found);
    }
  }

  AuditReport report(AuditCounts counts) {
    return new AuditReport(counts, failures, notes, new TreeMap<>(totals));
  }
}
