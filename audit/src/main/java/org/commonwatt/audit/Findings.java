package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects findings in the order they come, tells the first ones in full and counts them all. */
final class Findings {
  private final int maxDetails;
  private final boolean closed;
  private final List<Finding> failures = new ArrayList<>();
  private final List<Finding> notes = new ArrayList<>();
  private final Map<FindingCode, Long> totals = new EnumMap<>(FindingCode.class);

  /**
   * Collects.
   *
   * @param closed whether no keys were given: what could not be read is then counted only
   */
  Findings(int maxDetails, boolean closed) {
    this.maxDetails = maxDetails;
    this.closed = closed;
  }

  void add(FindingCode code, Place place, String message) {
    if (closed && code.isErasure()) {
      totals.merge(FindingCode.SEALED_NOT_OPENED, 1L, Long::sum);
      return;
    }
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

  /** Whether no keys were given, so that whose key is gone cannot be told. */
  boolean isClosed() {
    return closed;
  }

  AuditReport report(AuditCounts counts) {
    Long sealed = totals.get(FindingCode.SEALED_NOT_OPENED);
    if (sealed != null) {
      notes.add(
          new Finding(
              FindingCode.SEALED_NOT_OPENED,
              Place.NOWHERE,
              sealed + " items are sealed and no key was given: they were taken as stated"));
    }
    return new AuditReport(counts, failures, notes, new TreeMap<>(totals));
  }
}
