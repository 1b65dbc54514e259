package org.commonwatt.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import org.commonwatt.engine.runtime.LogInspection;

/** What {@code commonwatt engine inspect} found, for people and for machines. */
final class Inspection {
  private static final JsonMapper JSON = new JsonMapper();

  private Inspection() {}

  /** Prints a line for each figure and each snapshot. */
  static void print(LogInspection.Report report, PrintWriter out) {
    out.println("market      " + report.market());
    out.println("commands    end " + report.commandsEnd() + ", next " + report.nextCommand());
    out.println("events      end " + report.eventsEnd() + ", sequence " + report.sequence());
    out.println("last event  " + report.lastHash());
    out.println("state       " + report.stateHash());
    for (LogInspection.Kept kept : report.snapshots()) {
      String problem = kept.problem();
      out.println("snapshot    " + kept.name() + "  " + (problem == null ? "good" : problem));
    }
    out.flush();
  }

  /** The same as indented JSON; lines end with a line feed on every system. */
  static String json(LogInspection.Report report) {
    ObjectNode root = JSON.createObjectNode();
    root.put("market", report.market());
    root.put("commandsEnd", report.commandsEnd());
    root.put("nextCommand", report.nextCommand());
    root.put("eventsEnd", report.eventsEnd());
    root.put("sequence", report.sequence());
    root.put("lastHash", report.lastHash().hex());
    root.put("stateHash", report.stateHash().hex());
    root.putArray("snapshots");
    for (LogInspection.Kept kept : report.snapshots()) {
      ObjectNode snapshot = root.withArray("snapshots").addObject();
      snapshot.put("name", kept.name());
      snapshot.put("problem", kept.problem());
      if (kept.place() != null) {
        snapshot.put("sequence", kept.place().sequence());
        snapshot.put("nextCommand", kept.place().nextCommand());
        snapshot.put("rulebookVersion", kept.place().rulebookVersion());
      }
    }
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    try {
      return JSON.writer(
              new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter))
          .writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is always JSON", e);
    }
  }
}
