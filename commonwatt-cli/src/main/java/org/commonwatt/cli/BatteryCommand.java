package org.commonwatt.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt battery}: codes of batteries, and their lives on the ledger. */
@Command(
    name = "battery",
    description = {
      "Decode the codes of batteries; state, sign and show what happened to them.",
      "Exit code 1: the ledger's contract refused it, and says why."
    },
    subcommands = {
      BatteryDecodeCommand.class,
      BatterySignCommand.class,
      BatteryLedgerCommand.RegisterOrganisation.class,
      BatteryLedgerCommand.Submit.class,
      BatteryImportCommand.class,
      BatteryThroughputCommand.class,
      BatteryLedgerCommand.Show.class,
      BatteryEvidenceCommand.Keep.class,
      BatteryEvidenceCommand.Fetch.class,
      BatteryTreeCommand.class,
      BatteryLedgerCommand.History.class,
      BatteryTimelineCommand.class,
      BatteryRecallCommand.class,
      BatteryCertificateCommand.class,
      BatteryLedgerCommand.Export.class,
      BatteryConditionCommand.class
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel =
        "(decode | sign | register-organisation | submit | import | throughput | keep | fetch | show | tree | history"
            + " | timeline | recall-preview | certificate | passport | condition)")
final class BatteryCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say decode, sign, register-organisation, submit, import, throughput, keep, fetch, show, tree, history,"
            + " timeline, recall-preview, certificate, passport or condition");
  }
}
