package org.commonwatt.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.ToIntFunction;
import org.commonwatt.cli.laptop.BrokerKeeper;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.LaptopLedger;
import org.commonwatt.cli.laptop.LedgerAccountsUpdate;
import org.commonwatt.cli.laptop.LedgerKind;
import org.commonwatt.cli.laptop.StoredMarket;
import org.commonwatt.engine.settlement.AccountBridge;
import org.commonwatt.ledger.AccountsLedger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.LedgerAccounts.Direction;
import org.commonwatt.model.LedgerAccounts.Participant;
import org.commonwatt.model.LedgerAccounts.Role;
import org.commonwatt.model.LedgerAccounts.Transfer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt ledger accounts}: participants and their money on the ledger. */
@Command(
    name = "accounts",
    description = {
      "Keep participants and their accounts on the ledger of a data folder. The folder must not be",
      "in use. Exit code 1: the ledger's contract refused it, and says why."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel =
        "(list | register | freeze | unfreeze | propose | confirm | take-back | update)")
final class LedgerAccountsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say list, register, freeze, unfreeze, propose, confirm, take-back or update");
  }

  /** Who acts. */
  static final class Side {
    @Option(
        names = "--as",
        paramLabel = "MSP",
        defaultValue = "ExchangeMSP",
        description = "The organisation whose client acts; ${DEFAULT-VALUE} unless given.")
    private String mspId;
  }

  /** A transfer, spelled out by each of its two sides. */
  static final class Said {
    @Option(
        names = "--bank",
        paramLabel = "ID",
        required = true,
        description = "The bank, a registered participant.")
    private String bank;

    @Option(
        names = "--reference",
        paramLabel = "ID",
        required = true,
        description = "The payment's id at the bank; used once.")
    private String reference;

    @Option(
        names = "--direction",
        paramLabel = "DIRECTION",
        required = true,
        description = "${COMPLETION-CANDIDATES}.")
    private Direction direction;

    @Option(
        names = "--participant",
        paramLabel = "ID",
        required = true,
        description = "Whose money it is.")
    private String participant;

    @Option(
        names = "--nano",
        paramLabel = "AMOUNT",
        required = true,
        description = "Nano-currency, positive.")
    private long amountNano;

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        required = true,
        description = "Until when it may be confirmed, such as 2026-08-02T12:00:00Z.")
    private String expires;

    Transfer transfer(CommandSpec spec) {
      try {
        long until = Instant.parse(expires).toEpochMilli();
        return new Transfer(bank, reference, direction, participant, amountNano, until);
      } catch (DateTimeParseException | ArithmeticException e) {
        throw new ParameterException(
            spec.commandLine(), "--expires must be a time such as 2026-08-02T12:00:00Z", e);
      }
    }
  }

  /** Registers a participant. */
  @Command(
      name = "register",
      description = "Register a participant, once.",
      mixinStandardHelpOptions = true)
  int register(
      @Mixin MarketFolder folder,
      @Parameters(paramLabel = "ID", description = "Its id, and its account's.") String id,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              required = true,
              description = "${COMPLETION-CANDIDATES}.")
          Role role,
      @Option(
              names = "--msp",
              paramLabel = "MSP",
              defaultValue = "ExchangeMSP",
              description = "The organisation whose clients act for it.")
          String mspId,
      @Option(
              names = "--attribute",
              paramLabel = "VALUE",
              defaultValue = "submitter",
              description = "What their certificates have as role.")
          String attribute) {
    return change(
        folder,
        "ExchangeMSP",
        AccountsLedger.register(new Participant(id, role, mspId, attribute)));
  }

  /** Freezes a participant. */
  @Command(
      name = "freeze",
      description =
          "Freeze a participant: it is paid nothing and allocates nothing; settlement goes on.",
      mixinStandardHelpOptions = true)
  int freeze(
      @Mixin MarketFolder folder,
      @Parameters(paramLabel = "ID", description = "The participant.") String id) {
    return change(folder, "ExchangeMSP", AccountsLedger.freeze(id));
  }

  /** Frees a participant. */
  @Command(
      name = "unfreeze",
      description = "Free a frozen participant.",
      mixinStandardHelpOptions = true)
  int unfreeze(
      @Mixin MarketFolder folder,
      @Parameters(paramLabel = "ID", description = "The participant.") String id) {
    return change(folder, "ExchangeMSP", AccountsLedger.unfreeze(id));
  }

  /** One side proposes. */
  @Command(
      name = "propose",
      description = "Say that money has come to the bank, or is to leave it.",
      mixinStandardHelpOptions = true)
  int propose(@Mixin MarketFolder folder, @Mixin Side side, @Mixin Said said) {
    return change(folder, side.mspId, AccountsLedger.propose(said.transfer(spec)));
  }

  /** The other side confirms. */
  @Command(
      name = "confirm",
      description = "Confirm what the other side has proposed, in the same words.",
      mixinStandardHelpOptions = true)
  int confirm(@Mixin MarketFolder folder, @Mixin Side side, @Mixin Said said) {
    return change(folder, side.mspId, AccountsLedger.confirm(said.transfer(spec)));
  }

  /** Takes a proposal back. */
  @Command(
      name = "take-back",
      description = "Take a proposal back: one's own, or one whose time is over.",
      mixinStandardHelpOptions = true)
  int takeBack(
      @Mixin MarketFolder folder,
      @Mixin Side side,
      @Option(names = "--bank", paramLabel = "ID", required = true, description = "The bank.")
          String bank,
      @Option(
              names = "--reference",
              paramLabel = "ID",
              required = true,
              description = "The payment's id at the bank.")
          String reference) {
    return change(folder, side.mspId, AccountsLedger.takeBack(bank, reference));
  }

  /** Brings postings and guarantees to the accounts. */
  @Command(
      name = "update",
      description = {
        "Bring postings of batches, collateral and defaults of the market's log to the accounts, and",
        "fold what waits. What is there already is skipped. Exit code 1: an account waits."
      },
      mixinStandardHelpOptions = true)
  int update(@Mixin MarketFolder folder) {
    try (DataFolder data = folder.take()) {
      MarketFolder.requireHistory(data);
      try (BrokerKeeper broker = BrokerKeeper.start(data.part("kafka"));
          LaptopLedger ledger = LaptopLedger.open(LedgerKind.of(data), data)) {
        AccountBridge.Report report =
            LedgerAccountsUpdate.run(
                StoredMarket.market(data),
                broker.bootstrapServers(),
                data.keyring(),
                ledger.ledger());
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
            "posted %d batches, booked %d steps, folded %d rows%n",
            report.batches(), report.steps(), report.rows());
        report
            .waiting()
            .forEach(
                (account, why) ->
                    out.printf("%s waits: %s: %s%n", account, why.code(), why.message()));
        out.flush();
        return report.waiting().isEmpty() ? ExitCode.OK : 1;
      } catch (LedgerException e) {
        throw new UserError(String.valueOf(e.getMessage()), e);
      }
    }
  }

  /** Shows all accounts. */
  @Command(
      name = "list",
      description = "Show every participant and account, and the transfers of its banks.",
      mixinStandardHelpOptions = true)
  int list(@Mixin MarketFolder folder) {
    return with(
        folder,
        opened -> {
          LedgerAccountsText.print(
              opened.market, opened.ledger.ledger(), spec.commandLine().getOut());
          return ExitCode.OK;
        });
  }

  private int change(MarketFolder folder, String mspId, LedgerCall call) {
    return with(
        folder,
        opened -> {
          PrintWriter out = spec.commandLine().getOut();
          SubmitOutcome outcome = submit(opened.ledger, mspId, call);
          if (outcome instanceof SubmitOutcome.Committed committed) {
            out.println(committed.result());
            out.flush();
            return ExitCode.OK;
          }
          out.println(
              "Not done: "
                  + (outcome instanceof SubmitOutcome.Rejected rejected
                      ? rejected.rejection().code() + ": " + rejected.rejection().message()
                      : outcome));
          out.flush();
          return 1;
        });
  }

  private SubmitOutcome submit(LaptopLedger ledger, String mspId, LedgerCall call) {
    try {
      return ledger.submitAs(mspId, call);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--as " + e.getMessage(), e);
    }
  }

  /** An open folder's market and ledger. */
  private record Opened(String market, LaptopLedger ledger) {}

  private static int with(MarketFolder folder, ToIntFunction<Opened> work) {
    try (DataFolder data = folder.take()) {
      MarketFolder.requireHistory(data);
      try (LaptopLedger ledger = LaptopLedger.open(LedgerKind.of(data), data)) {
        return work.applyAsInt(new Opened(StoredMarket.market(data), ledger));
      } catch (LedgerException e) {
        throw new UserError(String.valueOf(e.getMessage()), e);
      }
    }
  }
}
