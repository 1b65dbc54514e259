package org.commonwatt.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt meter}: finds meters, reads them, imports what they showed. */
@Command(
    name = "meter",
    description =
        "Find and read real meters before a market does, and import readings of the past.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      MeterScanCommand.class,
      MeterReadCommand.class,
      MeterWatchCommand.class,
      MeterImportCommand.class,
      MeterKeyCommand.class
    },
    footer = {"", "docs/metering.md says how to connect a meter."})
final class MeterCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: scan, read, watch, import or key");
  }
}
