package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.JobNode;
import org.commonwatt.cli.laptop.Probes;
import org.commonwatt.cli.laptop.StopSignal;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.kafka.TopicsDifferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt job}: the stream job that makes metered positions of readings. */
@Command(
    name = "job",
    description = "Run the stream job that makes metered positions of readings.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = JobCommand.Run.class)
final class JobCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: run");
  }

  /** {@code commonwatt job run}. */
  @Command(
      name = "run",
      description = {
        "Run the metering job over a broker and a database that run elsewhere, in a Flink cluster"
            + " inside",
        "this process. It goes on from its newest checkpoint in `checkpoints` of the folder."
      },
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      footer = {"", "One job only may run for a market at a time."})
  static final class Run implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    @Spec private CommandSpec spec;

    @Mixin private final NodeOptions options = new NodeOptions();

    @Option(
        names = "--database",
        paramLabel = "URL",
        required = true,
        description = "JDBC address of the PostgreSQL of the engines' read models.")
    private String database;

    @Mixin private final DatabaseOptions role = new DatabaseOptions();

    @Override
    public Integer call() throws InterruptedException {
      options.check(spec);
      PrintWriter out = spec.commandLine().getOut();
      try (DataFolder data = options.open();
          JobNode node = start(data);
          StopSignal stop = new StopSignal(node);
          Probes probes = Probes.start(options.probePort(), Optional::empty, node::trouble)) {
        out.println("Metering over " + options.bootstrap());
        probes.tell(out);
        out.println("Ctrl-C stops it.");
        out.flush();
        while (!stop.await(LOOK_EVERY)) {
          Optional<String> trouble = node.trouble();
          if (trouble.isPresent() && !StopSignal.isStopping()) {
            throw new UserError(trouble.get());
          }
        }
      }
      return ExitCode.OK;
    }

    private JobNode start(DataFolder data) {
      try {
        return JobNode.start(
            new JobNode.Settings(
                CommunityFile.read(data.communityFile()).rulebook(),
                options.log(spec),
                role.access(database),
                data.part("checkpoints"),
                options.keyFolder(data)));
      } catch (LogUnavailableException e) {
        throw new UserError("no broker answers at " + options.bootstrap() + ": start it first", e);
      } catch (TopicsDifferException e) {
        throw new UserError(String.valueOf(e.getMessage()), e);
      } catch (IOException e) {
        throw new UserError("cannot use " + data.part("checkpoints") + ": " + e.getMessage(), e);
      }
    }
  }
}
