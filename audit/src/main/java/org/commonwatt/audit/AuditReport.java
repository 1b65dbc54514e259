package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The verdict of an audit. The same input gives an equal report.
 *
 * @param counts how much was seen
 * @param findings the failures told in full, in order of the log, then of the ledger
 * @param notes what an auditor should know but is no failure, told in full, in the same order
 * @param totals how often each code occurred, those not told in full too
 */
public record AuditReport(
    AuditCounts counts,
    List<Finding> findings,
    List<Finding> notes,
    SortedMap<FindingCode, Long> totals) {
  /** Copies the lists. */
  public AuditReport {
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
    totals = Collections.unmodifiableSortedMap(new TreeMap<>(totals));
  }

  /** The same report with what was found elsewhere in front. */
  public AuditReport withFirst(List<Finding> more) {
    List<Finding> failures = new ArrayList<>();
    List<Finding> told = new ArrayList<>();
    SortedMap<FindingCode, Long> sums = new TreeMap<>(totals);
    for (Finding one : more) {
      (one.code().isNote() ? told : failures).add(one);
      sums.merge(one.code(), 1L, Long::sum);
    }
    failures.addAll(findings);
    told.addAll(notes);
    return new AuditReport(counts, failures, told, sums);
  }

  /** Whether nothing failed. */
  public boolean passed() {
    return totalFindings() == 0;
  }

  /** The number of failures, those not told in full too. */
  public long totalFindings() {
    return total(false);
  }

  /** The number of notes, those not told in full too. */
  public long totalNotes() {
    return total(true);
  }

  /**
   * The verdict: {@code pass} or {@code fail}, and how many items could not be recomputed because
   * they were erased.
   */
  public String verdict() {
    String word = passed() ? "pass" : "fail";
    long erased = erasedItems();
    return erased == 0 ? word : word + ", " + erased + " items erased";
  }

  /** Positions, bill lines and hashes that could not be recomputed because keys were erased. */
  public long erasedItems() {
    return totals.entrySet().stream()
        .filter(entry -> entry.getKey().isErasure())
        .mapToLong(entry -> entry.getValue())
        .sum();
  }

  private long total(boolean notesWanted) {
    return totals.entrySet().stream()
        .filter(entry -> entry.getKey().isNote() == notesWanted)
        .mapToLong(entry -> entry.getValue())
        .sum();
  }
}
