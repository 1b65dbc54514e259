package org.commonwatt.cli;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.StoredMarket;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code commonwatt rebuild}: read models from the log. */
@Command(
    name = "rebuild",
    description = {
      "Drop the read models of a data folder and rebuild them from the log.",
      "What the stream jobs write (energy of the meters' intervals) stays. The folder must not be",
      "in use."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit code 0: rebuilt, 1: the rows differ from those before."})
final class RebuildCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private final MarketFolder folder = new MarketFolder();

  @Override
  public Integer call() throws SQLException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (DataFolder data = folder.take()) {
      StoredMarket.Rebuilt rebuilt = StoredMarket.rebuild(data);
      rebuilt
          .dropped()
          .forEach((table, rows) -> out.println("  %-20s %d rows".formatted(table, rows)));
      boolean same = rebuilt.before().equals(rebuilt.after());
      out.println(
          same
              ? "Rebuilt up to event " + rebuilt.sequence() + ": every table is as it was."
              : "Rebuilt up to event "
                  + rebuilt.sequence()
                  + "; these tables were not as the log says:");
      if (!same) {
        for (Map.Entry<String, String> table : rebuilt.after().entrySet()) {
          if (!table.getValue().equals(rebuilt.before().get(table.getKey()))) {
            out.println("  " + table.getKey());
          }
        }
      }
      if (rebuilt.erased() > 0) {
        out.println(
            rebuilt.erased()
                + " positions, bill lines and refused readings were erased and have no rows.");
      }
      out.flush();
      return same ? ExitCode.OK : 1;
    }
  }
}
