package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.StoredMarket;
import org.commonwatt.engine.runtime.EngineHaltedException;
import org.commonwatt.engine.runtime.LogInspection;
import org.commonwatt.log.seal.ErasedKey;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.RetiredKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt engine}: runs an engine, or looks at its log and snapshots. */
@Command(
    name = "engine",
    description = "Run a market engine, or look at its log and snapshots.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {EngineRunCommand.class, EngineCommand.Inspect.class})
final class EngineCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: run or inspect");
  }

  /** {@code commonwatt engine inspect}. */
  @Command(
      name = "inspect",
      description = {
        "Replay the log of a data folder, and again from each snapshot, and say where the engine",
        "stands: offsets, sequence, hashes, snapshots. The folder must not be in use."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Exit code 0: all is well, 1: the engine would halt on this log."})
  static final class Inspect implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private final MarketFolder folder = new MarketFolder();

    @Mixin private final JsonReport json = new JsonReport();

    @Override
    public Integer call() throws IOException {
      json.requireWritable();
      PrintWriter out = spec.commandLine().getOut();
      try (DataFolder data = folder.take()) {
        LogInspection.Report report = StoredMarket.inspect(data);
        Inspection.print(report, out);
        printKeys(data.keyring(), out);
        json.write(Inspection.json(report));
        return ExitCode.OK;
      } catch (EngineHaltedException e) {
        out.println("The engine would halt: " + e.getMessage());
        out.flush();
        return 1;
      }
    }

    private static void printKeys(FileKeyring keyring, PrintWriter out) {
      for (RetiredKey key : keyring.retired()) {
        out.println("erasure     " + key.name() + "  pending");
      }
      for (ErasedKey key : keyring.erased()) {
        out.println(
            "erasure     " + key.name() + "  done " + Instant.ofEpochMilli(key.timeMillis()));
      }
      out.flush();
    }
  }
}
