package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.Erasure;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt erase}: destroys the keys of one participant's meter data. */
@Command(
    name = "erase",
    description = {
      "Erase what a data folder holds of one participant's metered energy: destroy the keys that"
          + " it",
      "is sealed with on the log, and remove its rows. Without --confirm, only say what would be",
      "done. The first run retires the keys; run it again once 72 hours of market time are over,",
      "or the final settlement run of the last slot, if that is later.",
      "The folder must not be in use."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit code 0: erased, or nothing was to be changed; 1: pending. docs/privacy.md says what"
          + " stays."
    })
final class EraseCommand implements Callable<Integer> {
  private static final int PENDING = 1;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PARTICIPANT", description = "Whose data.")
  private String participant;

  @Mixin private final MarketFolder folder = new MarketFolder();

  @Option(names = "--confirm", description = "Do it. What is destroyed cannot be restored.")
  private boolean confirm;

  @Option(
      names = "--still-a-member",
      description = "The participant stays a member: its data from now on get new keys.")
  private boolean stillMember;

  @Override
  public Integer call() throws InterruptedException, IOException, SQLException {
    PrintWriter out = spec.commandLine().getOut();
    try (DataFolder data = folder.take()) {
      if (!confirm) {
        print(Erasure.plan(data, participant), out);
        out.println("Nothing was changed: say --confirm to do it.");
        out.flush();
        return ExitCode.OK;
      }
      Erasure.Outcome outcome =
          Erasure.run(
              data,
              new Erasure.Request(participant, stillMember, System.currentTimeMillis()),
              step -> {});
      print(outcome, out);
      return outcome.isDone() ? ExitCode.OK : PENDING;
    }
  }

  private void print(Erasure.Plan plan, PrintWriter out) {
    out.println(participant + (plan.member() ? " is a member." : " is not a member."));
    plan.subjects().forEach(subject -> out.println("  key of " + subject));
    plan.otherMeters()
        .forEach(meter -> out.println("  " + meter + " is or was another's, too: its key stays"));
    if (plan.inClear() > 0) {
      out.println(
          plan.inClear()
              + " of its positions stand in clear on the log, from before data were sealed: they"
              + " stay.");
    }
    if (plan.retired().isEmpty()) {
      out.println(
          "The keys would be retired now, and destroyed by a run 72 hours of market time on.");
    } else if (plan.isClear()) {
      out.println("The keys would be destroyed now.");
    } else {
      printPending(plan, out);
    }
  }

  private static void printPending(Erasure.Plan plan, PrintWriter out) {
    out.println(
        "Pending: the market's clock stands at "
            + Instant.ofEpochMilli(plan.clockMillis())
            + "; the keys can be destroyed from "
            + Instant.ofEpochMilli(plan.clearMillis())
            + " on, when the slots before are recorded ("
            + plan.held()
            + " positions are still held, "
            + plan.unsettled()
            + " slots are not settled). Serve the folder until then, and run this again.");
  }

  private void print(Erasure.Outcome outcome, PrintWriter out) {
    if (!outcome.isDone()) {
      printPending(outcome.plan(), out);
      out.flush();
      return;
    }
    outcome.erased().forEach(key -> out.println("  destroyed " + key));
    outcome
        .rows()
        .forEach((table, rows) -> out.println("  %-20s %d rows removed".formatted(table, rows)));
    out.println(
        "The meter data of "
            + participant
            + " are erased here. Backups of keys, snapshots and database are yours to destroy.");
    out.flush();
  }
}
