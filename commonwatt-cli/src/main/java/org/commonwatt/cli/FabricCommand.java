package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.commonwatt.cli.laptop.FabricKeeper;
import org.commonwatt.cli.laptop.FabricOnLaptop;
import org.commonwatt.cli.laptop.StopSignal;
import org.commonwatt.fabric.network.FabricCommands;
import org.commonwatt.fabric.network.FabricException;
import org.commonwatt.fabric.network.FabricNetwork;
import org.commonwatt.fabric.network.FabricOptions;
import org.commonwatt.fabric.network.NetworkControl;
import org.commonwatt.fabric.network.NodeStatus;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt fabric}: a Hyperledger Fabric network of three organisations. */
@Command(
    name = "fabric",
    description = {
      "Run a Hyperledger Fabric network of three organisations on this machine, without containers.",
      "Needs Fabric's commands: `commonwatt doctor` says whether they are found."
    },
    mixinStandardHelpOptions = true,
    subcommands = {FabricEventsCommand.class, FabricJoinCommand.class},
    synopsisSubcommandLabel = "(up | down | status | logs | events | revoke | join)")
final class FabricCommand implements Runnable {
  private static final long MIB = 1L << 20;
  private static final Duration LOOK = Duration.ofMillis(500);

  @Spec private CommandSpec spec;

  /** Which network. */
  static final class Folder {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        required = true,
        description = "The data folder; the network is kept in its folder \"fabric\".")
    private Path data;

    Path network() {
      return data.resolve("fabric");
    }
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say up, down, status, logs, events, revoke or join");
  }

  /** Runs the network until it is told to stop. */
  @Command(
      name = "up",
      description = {
        "Start the network, making it when the folder holds none, and keep it running.",
        "A process that ends is started again. Ctrl-C or `commonwatt fabric down` stops all."
      },
      mixinStandardHelpOptions = true)
  int up(@CommandLine.Mixin Folder folder) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    return reporting(
        () -> {
          FabricOptions options =
              FabricOptions.of(folder.network(), commands(), FabricOnLaptop.chaincode())
                  .withProgress(
                      line -> {
                        out.println("  " + line);
                        out.flush();
                      });
          out.println("Starting Fabric ...");
          out.flush();
          FabricNetwork network = FabricNetwork.up(options);
          try (StopSignal stop = new StopSignal(network)) {
            out.println("Ctrl-C stops it; `commonwatt fabric status` looks at it.");
            out.flush();
            keepAlive(network);
          }
          return CommandLine.ExitCode.OK;
        });
  }

  /** Stops the network from another terminal. */
  @Command(
      name = "down",
      description = "Stop the network; its folder keeps everything.",
      mixinStandardHelpOptions = true)
  int down(@CommandLine.Mixin Folder folder) throws InterruptedException {
    return reporting(
        () -> {
          boolean ran = NetworkControl.of(folder.network()).down();
          spec.commandLine().getOut().println(ran ? "Stopped." : "It did not run.");
          return CommandLine.ExitCode.OK;
        });
  }

  /** Tells how each process does; fails when one does not run. */
  @Command(
      name = "status",
      description = "Say which processes run, where, with how much memory and how many blocks.",
      mixinStandardHelpOptions = true)
  int status(@CommandLine.Mixin Folder folder) throws InterruptedException {
    return reporting(
        () -> {
          List<NodeStatus> nodes = NetworkControl.of(folder.network()).status(commands());
          PrintWriter out = spec.commandLine().getOut();
          String row = "%-24s %-16s %8s %8s %7s%n";
          out.printf(row, "process", "address", "pid", "memory", "blocks");
          for (NodeStatus node : nodes) {
            out.printf(
                row,
                node.name(),
                node.address(),
                node.isRunning() ? text(node.pid()) : "stopped",
                node.residentBytes().isPresent()
                    ? node.residentBytes().getAsLong() / MIB + " MiB"
                    : "",
                text(node.height()));
          }
          return nodes.stream().allMatch(NodeStatus::isRunning)
              ? CommandLine.ExitCode.OK
              : CommandLine.ExitCode.SOFTWARE;
        });
  }

  /** Shows the ends of the logs. */
  @Command(
      name = "logs",
      description = "Show the last lines of each process's log, and where it lies.",
      mixinStandardHelpOptions = true)
  int logs(
      @CommandLine.Mixin Folder folder,
      @Option(
              names = "--lines",
              paramLabel = "N",
              defaultValue = "10",
              description = "How many lines of each (default: ${DEFAULT-VALUE}).")
          int lines)
      throws InterruptedException {
    Options.requireRange(spec, "--lines", lines, 1, 10_000);
    return reporting(
        () -> {
          PrintWriter out = spec.commandLine().getOut();
          for (Map.Entry<String, Path> log :
              NetworkControl.of(folder.network()).logs().entrySet()) {
            out.println("== " + log.getKey() + ": " + log.getValue());
            tail(log.getValue(), lines).forEach(out::println);
          }
          return CommandLine.ExitCode.OK;
        });
  }

  /** Takes a certificate back. */
  @Command(
      name = "revoke",
      description = {
        "Revoke a certificate of the running network: peers and orderer refuse whoever uses it.",
        "A client that the network made gets a new certificate at the next start."
      },
      mixinStandardHelpOptions = true)
  int revoke(
      @CommandLine.Mixin Folder folder,
      @Option(
              names = "--certificate",
              paramLabel = "FILE",
              required = true,
              description = "The certificate, PEM, such as DIR/fabric/clients/.../cert.pem.")
          Path certificate)
      throws InterruptedException {
    return reporting(
        () -> {
          boolean revoked =
              NetworkControl.of(folder.network())
                  .revoke(commands(), certificate, InstantSource.system());
          spec.commandLine().getOut().println(revoked ? "Revoked." : "It was revoked before.");
          return CommandLine.ExitCode.OK;
        });
  }

  private interface Action {
    int run() throws InterruptedException;
  }

  /**
   * The message of a network that does not start has the log's last lines, so it is shown whole.
   */
  private int reporting(Action action) throws InterruptedException {
    try {
      return action.run();
    } catch (FabricException e) {
      spec.commandLine().getErr().println("commonwatt: " + e.getMessage());
      return UserError.EXIT_CODE;
    }
  }

  private void keepAlive(FabricNetwork network) throws InterruptedException {
    try (FabricKeeper keeper = new FabricKeeper(network::revive, new Told(spec))) {
      while (!network.isStopRequested() && !StopSignal.isStopping()) {
        Thread.sleep(LOOK.toMillis());
      }
    }
  }

  /** Tells the terminal what the keeper does. */
  record Told(CommandSpec spec) implements FabricKeeper.Listener {
    @Override
    public void revived(String name) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(name + " had ended and runs again");
      out.flush();
    }

    @Override
    public void failed(FabricException fault) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("commonwatt: trying again: " + fault.getMessage());
      err.flush();
    }
  }

  private static FabricCommands commands() {
    return FabricCommands.find(System.getenv());
  }

  private static List<String> tail(Path log, int lines) {
    try {
      List<String> all =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      throw new UserError("cannot read " + log, e);
    }
  }

  private static String text(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "";
  }
}
