package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.JobNode;
import org.commonwatt.cli.laptop.Probes;
import org.commonwatt.cli.laptop.StopSignal;
import org.commonwatt.flink.MeteringJobConfig;
import org.commonwatt.flink.MeteringJobConfig.StateBackend;
import org.commonwatt.flink.vee.RulesFileException;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.kafka.TopicsDifferException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt job}: the stream jobs, which meter and watch. */
@Command(
    name = "job",
    description = "Run the stream jobs: metered positions of readings, and surveillance.",
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
        "Run the metering job and surveillance over a broker and a database that run elsewhere, in"
            + " small Flink",
        "clusters inside this process. They go on from their newest checkpoints in `checkpoints`"
            + " and",
        "`surveillance` of the folder; `surveillance.yaml` there has the numbers of surveillance."
      },
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      footer = {"", "One such process only may run for a market at a time."})
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

    @Option(
        names = "--meter-rules",
        paramLabel = "FILE",
        description = "Rules of the types of meters (docs/formats/meter-rules.md). It is followed.")
    private @Nullable Path meterRules;

    @Option(
        names = "--corrections",
        paramLabel = "HOURS",
        defaultValue = "0",
        description = {
          "How long a late reading still corrects what was computed; 0: never. Under a rulebook with",
          "settlement runs at least finalHours and a day more."
        })
    private int corrections;

    @Option(
        names = "--state",
        paramLabel = "heap|rocksdb",
        defaultValue = "heap",
        description = "Where the meters' state is: on the heap, or in RocksDB on the disk.")
    private StateBackend state = StateBackend.HEAP;

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

    private Duration correctionTime() {
      if (corrections < 0 || corrections > 366 * 24) {
        throw new ParameterException(
            spec.commandLine(), "--corrections is between 0 and 8784 hours, not " + corrections);
      }
      return Duration.ofHours(corrections);
    }

    private JobNode start(DataFolder data) {
      Community community = CommunityFile.read(data.communityFile());
      try {
        return JobNode.start(
            new JobNode.Settings(
                community,
                options.log(spec),
                role.access(database),
                data.part("checkpoints"),
                options.keyFolder(data),
                new JobNode.Choices(
                    new MeteringJobConfig.Options(meterRules, state).signedBy(community.signers()),
                    correctionTime()),
                JobNode.Watch.of(data)));
      } catch (RulesFileException e) {
        throw new UserError(String.valueOf(e.getMessage()), e);
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
