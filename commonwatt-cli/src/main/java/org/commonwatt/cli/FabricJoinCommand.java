package org.commonwatt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.commonwatt.cli.laptop.FabricKeeper;
import org.commonwatt.cli.laptop.FabricOnLaptop;
import org.commonwatt.cli.laptop.StopSignal;
import org.commonwatt.fabric.network.FabricCommands;
import org.commonwatt.fabric.network.FabricException;
import org.commonwatt.fabric.network.FabricOptions;
import org.commonwatt.fabric.network.MemberNode;
import org.commonwatt.fabric.network.Organisation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code commonwatt fabric join}: one more organisation with a node of its own. */
@Command(
    name = "join",
    description = {
      "Make one more organisation a member of a running network, and run its peer and chaincode.",
      "More than half of the members' administrators sign, with their keys in the network's folder.",
      "Once a member it stays one; the same command again starts its node again. Ctrl-C stops that."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit code 0: it has run; 3: it could not join."})
final class FabricJoinCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private final FabricCommand.Folder folder = new FabricCommand.Folder();

  @Option(
      names = "--network",
      paramLabel = "DIR",
      required = true,
      description = "The data folder of the network that runs.")
  private Path network;

  @Option(
      names = "--organisation",
      paramLabel = "NAME",
      required = true,
      description = "Lower case letters, digits and hyphens: second-life is SecondLifeMSP.")
  private String organisation;

  @Override
  public Integer call() throws InterruptedException {
    try {
      return run();
    } catch (FabricException e) {
      spec.commandLine().getErr().println("commonwatt: " + e.getMessage());
      return UserError.EXIT_CODE;
    }
  }

  private int run() throws InterruptedException {
    FabricOptions options =
        FabricOptions.of(
                folder.network(), FabricCommands.find(System.getenv()), FabricOnLaptop.chaincode())
            .withProgress(line -> say("  " + line));
    say("Joining Fabric ...");
    MemberNode member =
        MemberNode.join(Organisation.joining(organisation), network.resolve("fabric"), options);
    try (StopSignal stop = new StopSignal(member);
        FabricKeeper keeper = new FabricKeeper(member::revive, new FabricCommand.Told(spec))) {
      say("Its clients connect by " + member.connection() + "; Ctrl-C stops it.");
      stop.await();
    }
    return CommandLine.ExitCode.OK;
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
