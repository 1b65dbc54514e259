package org.commonwatt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.commonwatt.cli.community.CommunityTemplate;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.model.Hash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt init DIR}: writes a commented community file to start from. */
@Command(
    name = "init",
    description = "Write a commented community file into a new folder.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Then, in two terminals:",
      "  commonwatt simulate devices --data DIR   plays the homes' meters",
      "  commonwatt serve --data DIR              runs the market"
    })
final class InitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "A folder that does not exist yet or is empty.")
  private Path folder;

  @Option(
      names = "--homes",
      paramLabel = "N",
      defaultValue = "17",
      description = "Homes in the file, 1 to 17 (default: ${DEFAULT-VALUE}).")
  private int homes;

  @Option(
      names = "--modbus-port",
      paramLabel = "P",
      defaultValue = "5020",
      description = "First port of the meters' gateways (default: ${DEFAULT-VALUE}).")
  private int modbusPort;

  @Override
  public Integer call() {
    Options.requireRange(spec, "--homes", homes, 1, CommunityTemplate.MAX_HOMES);
    Options.requireRange(spec, "--modbus-port", modbusPort, 1, 65_000);
    List<Integer> ports =
        IntStream.range(0, CommunityTemplate.gateways(homes))
            .mapToObj(i -> modbusPort + i)
            .toList();
    byte[] salt = new byte[32];
    new SecureRandom().nextBytes(salt);
    try (DataFolder data = DataFolder.create(folder)) {
      data.writeCommunity(
          CommunityTemplate.render(
              new CommunityTemplate.Settings(homes, ports, "next", 60, Hash.ofBytes(salt), true)));
      PrintWriter out = spec.commandLine().getOut();
      out.println("Wrote " + data.communityFile() + ": " + homes + " homes.");
      out.println("Next:  ./commonwatt simulate devices --data " + folder);
      out.println("and    ./commonwatt serve --data " + folder);
    }
    return 0;
  }
}
