package org.commonwatt.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt storage}: shared storage. */
@Command(
    name = "storage",
    description = "Shared storage: units of a served market, and advice on schedules.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel =
        "(advise | units | show | schedule | register | state | outage | commit | withdraw)",
    subcommands = {
      StorageAdviseCommand.class,
      StorageLooks.Units.class,
      StorageLooks.Show.class,
      StorageLooks.Schedule.class,
      StorageActs.Register.class,
      StorageActs.State.class,
      StorageActs.Outage.class,
      StorageActs.Commit.class,
      StorageActs.Withdraw.class
    })
final class StorageCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what of storage you want: --help lists it");
  }
}
