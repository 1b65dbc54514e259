package org.commonwatt.cli;

import java.io.PrintWriter;
import org.commonwatt.audit.AuditReport;

/** An audit's report as text. */
final class AuditText {
  private AuditText() {}

  /** Prints counts, findings, notes and the verdict. */
  static void print(AuditReport report, PrintWriter out) {
    out.println(
        "%d commands, %d events, %d orders, %d trades, %d slots, %d batches, %d blocks"
            .formatted(
                report.counts().commands(),
                report.counts().events(),
                report.counts().orders(),
                report.counts().trades(),
                report.counts().slots(),
                report.counts().batches(),
                report.counts().blocks()));
    report.findings().forEach(finding -> out.println("  " + finding));
    if (report.totalFindings() > report.findings().size()) {
      out.println("  ... and " + (report.totalFindings() - report.findings().size()) + " more");
    }
    report.notes().forEach(note -> out.println("  note: " + note));
    out.println("Audit: " + report.verdict());
    out.flush();
  }
}
