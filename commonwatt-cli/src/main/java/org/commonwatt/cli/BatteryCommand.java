package org.commonwatt.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt battery}: codes of batteries. */
@Command(
    name = "battery",
    description = "Decode the codes of batteries.",
    subcommands = {BatteryDecodeCommand.class},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(decode)")
final class BatteryCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say decode");
  }
}
