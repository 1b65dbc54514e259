package org.commonwatt.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt bilateral}: bilateral contracts, from their terms to the ledger. */
@Command(
    name = "bilateral",
    description = {
      "Write and sign the terms of a bilateral contract, and keep it on the ledger of a data folder.",
      "Exit code 1: the ledger's contract refused it, and says why."
    },
    subcommands = {
      BilateralTermsCommand.class,
      BilateralSignCommand.class,
      BilateralLedgerCommand.RegisterKey.class,
      BilateralLedgerCommand.Record.class,
      BilateralLedgerCommand.Show.class,
      BilateralLedgerCommand.Price.class
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(terms | sign | register-key | record | list | price)")
final class BilateralCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say terms, sign, register-key, record, list or price");
  }
}
