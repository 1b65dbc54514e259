package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.ImportNode;
import org.commonwatt.ingest.backfill.Backfill;
import org.commonwatt.ingest.backfill.LineError;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.kafka.TopicsDifferException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt meter import}. */
@Command(
    name = "import",
    description = {
      "Bring readings of the past from a CSV file to the log, chained as those of polls.",
      "The columns are described in docs/metering.md. A file may be imported again: what is not"
          + " later than a meter's last reading is passed over."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {"", "Exit code 1 when readings were refused."})
final class MeterImportCommand implements Callable<Integer> {
  private static final int REFUSED = 1;
  private static final long PROGRESS_LINES = 50_000;

  @Spec private CommandSpec spec;

  @Mixin private final NodeOptions options = new NodeOptions();

  @Parameters(paramLabel = "FILE", description = "The CSV file.")
  private Path file;

  @Option(
      names = "--devices",
      paramLabel = "FILE",
      description = "The devices file that `ingest run` is given, if it is.")
  private @Nullable Path devices;

  @Option(
      names = "--meter-rules",
      paramLabel = "FILE",
      description = "The rules of meters that `ingest run` is given, if it is.")
  private @Nullable Path meterRules;

  @Option(
      names = "--dry-run",
      description = "Judge every line and bring nothing to the log; the broker is not asked.")
  private boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    options.check(spec);
    try (DataFolder data = options.open()) {
      Community community = CommunityFile.read(data.communityFile());
      Map<String, Long> ratedPowers = ImportNode.ratedPowers(community, devices);
      Backfill backfill = new Backfill(file, ratedPowers);
      requireRight(backfill);
      return tell(run(data, community, backfill));
    }
  }

  private void requireRight(Backfill backfill) throws InterruptedException {
    try {
      List<LineError> errors = backfill.errors();
      if (!errors.isEmpty()) {
        errors.forEach(this::complain);
        throw new UserError("nothing of " + file + " was imported: put these lines right first");
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Backfill.Result run(DataFolder data, Community community, Backfill backfill)
      throws InterruptedException {
    ImportNode.Settings settings =
        new ImportNode.Settings(
            data.part("spool"), options.keyring(data), community, options.log(spec), meterRules);
    try {
      return dryRun
          ? ImportNode.tryOut(settings, backfill)
          : ImportNode.run(settings, backfill, this::progress);
    } catch (LogUnavailableException e) {
      throw new UserError("no broker answers at " + options.bootstrap() + ": start it first", e);
    } catch (TopicsDifferException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private int tell(Backfill.Result result) {
    result.errors().forEach(this::complain);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s: %d readings %s, %d known already, %d refused%n",
        file,
        result.accepted(),
        dryRun ? "would be imported" : "imported",
        result.known(),
        result.refused());
    out.flush();
    return result.refused() > 0 ? REFUSED : ExitCode.OK;
  }

  private void progress(long line) {
    if (line / PROGRESS_LINES != (line - Backfill.BATCH) / PROGRESS_LINES) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("line " + line);
      err.flush();
    }
  }

  private void complain(LineError error) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(file + " line " + error.line() + ": " + error.message());
    err.flush();
  }

  private UserError unreadable(IOException e) {
    return new UserError("the import of " + file + " ended: " + e, e);
  }
}
