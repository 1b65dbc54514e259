package org.commonwatt.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt storage}: shared storage. */
@Command(
    name = "storage",
    description = "Shared storage: its auction, and advice on schedules.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(advise|clear)",
    subcommands = {StorageAdviseCommand.class, StorageClearCommand.class})
final class StorageCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say advise or clear");
  }
}
