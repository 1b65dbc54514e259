package org.commonwatt.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt bilateral}: bilateral contracts, from their terms to the ledger. */
@Command(
    name = "bilateral",
    description = {
      "Write and sign the terms of a bilateral contract, keep it on the ledger of a data folder, and",
      "show what counts in a served market. Exit code 1: refused, and it says why."
    },
    subcommands = {
      BilateralTermsCommand.class,
      BilateralSignCommand.class,
      BilateralLedgerCommand.RegisterKey.class,
      BilateralLedgerCommand.Record.class,
      BilateralLedgerCommand.Show.class,
      BilateralLedgerCommand.Price.class,
      BilateralOfCommand.class
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(terms | sign | register-key | record | list | price | of)")
final class BilateralCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say terms, sign, register-key, record, list, price or of");
  }
}
