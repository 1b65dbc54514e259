package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.IngestNode;
import org.commonwatt.cli.laptop.Probes;
import org.commonwatt.cli.laptop.PushServer;
import org.commonwatt.cli.laptop.StopSignal;
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

/** {@code commonwatt ingest}: polls meters. */
@Command(
    name = "ingest",
    description = "Poll the meters of a community, and sign their readings.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {IngestCommand.Run.class, IngestKeyCommand.class})
final class IngestCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: run or key");
  }

  /** {@code commonwatt ingest run}. */
  @Command(
      name = "run",
      description = {
        "Poll the meters of a community file and bring their readings to a broker that runs"
            + " elsewhere.",
        "What the broker does not take waits in `spool` of the folder."
      },
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      footer = {"", "One process only may poll a meter: its readings are a chain."})
  static final class Run implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private final NodeOptions options = new NodeOptions();

    @Option(
        names = "--devices",
        paramLabel = "FILE",
        description = {
          "Where the meters are and how they are read, instead of the community file's meters:"
              + " docs/formats/devices.md.",
          "It is read again when it changes."
        })
    private @Nullable Path devices;

    @Option(
        names = "--meter-rules",
        paramLabel = "FILE",
        description = {
          "The rules of meters that `job run` has (docs/formats/meter-rules.md): a replaced meter may",
          "stand higher than the one before. It is followed."
        })
    private @Nullable Path meterRules;

    @Option(
        names = "--push-port",
        paramLabel = "P",
        description = {
          "Take readings that meters and gateways push to this port, 0 for a free one: the devices",
          "file has their keys. Without it nothing listens."
        })
    private @Nullable Integer pushPort;

    @Option(
        names = "--push-host",
        paramLabel = "ADDRESS",
        defaultValue = "127.0.0.1",
        description = {
          "Address to listen at for them. The connection is not encrypted: beyond this machine put",
          "a proxy with TLS before it."
        })
    private String pushHost;

    @Override
    public Integer call() throws InterruptedException {
      options.check(spec);
      if (pushPort != null) {
        Options.requireRange(spec, "--push-port", pushPort, 0, 65_535);
      }
      PushServer.Address address =
          pushPort == null ? null : new PushServer.Address(pushHost, pushPort);
      PrintWriter out = spec.commandLine().getOut();
      try (DataFolder data = options.open()) {
        Community community = CommunityFile.read(data.communityFile());
        try (IngestNode node = start(data, community);
            StopSignal stop = new StopSignal(node);
            Probes probes =
                Probes.start(
                    options.probePort(),
                    Optional::empty,
                    node::trouble,
                    () -> Optional.of(node.metrics().text()));
            PushServer push = PushServer.start(address, node.desk(), node.metrics())) {
          out.println(
              "Polling " + community.meters().size() + " meters for " + options.bootstrap());
          probes.tell(out);
          push.tell(out);
          out.println("Ctrl-C stops it.");
          out.flush();
          stop.await();
        }
      }
      return ExitCode.OK;
    }

    private IngestNode start(DataFolder data, Community community) {
      try {
        return IngestNode.start(
            new IngestNode.Settings(
                data.part("spool"),
                options.keyring(data),
                community,
                options.log(spec),
                devices,
                meterRules));
      } catch (LogUnavailableException e) {
        throw new UserError("no broker answers at " + options.bootstrap() + ": start it first", e);
      } catch (TopicsDifferException e) {
        throw new UserError(String.valueOf(e.getMessage()), e);
      } catch (IOException e) {
        throw new UserError("cannot use " + data.part("spool") + ": " + e.getMessage(), e);
      }
    }
  }
}
