package org.commonwatt.cli.laptop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.Finding;

/** An audit's report as JSON: verdict, counts, findings, notes, totals by code. */
public final class AuditJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AuditJson() {}

  /** Writes a report. */
  public static String write(AuditReport report) {
    ObjectNode root = JSON.createObjectNode();
    root.put("audit", report.verdict());
    root.set("counts", JSON.valueToTree(report.counts()));
    add(root.putArray("findings"), report.findings());
    add(root.putArray("notes"), report.notes());
    ObjectNode totals = root.putObject("totals");
    report.totals().forEach((code, count) -> totals.put(code.name(), count));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is always JSON", e);
    }
  }

  private static void add(ArrayNode array, List<Finding> findings) {
    for (Finding finding : findings) {
      array
          .addObject()
          .put("code", finding.code().name())
          .put("place", finding.place().toString())
          .put("message", finding.message());
    }
  }
}
