package org.commonwatt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.LaptopLedger;
import org.commonwatt.cli.laptop.LedgerKind;
import org.commonwatt.cli.laptop.StoredMarket;
import org.commonwatt.ledger.BilateralLedger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.BilateralPrice;
import org.commonwatt.model.BilateralTerms;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands of {@code commonwatt bilateral} share that work on a folder's ledger. */
abstract class BilateralLedgerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private final MarketFolder folder = new MarketFolder();

  /** {@code commonwatt bilateral register-key}. */
  @Command(
      name = "register-key",
      description = "Say on the ledger which key a participant signs with from now on.",
      mixinStandardHelpOptions = true)
  static final class RegisterKey extends BilateralLedgerCommand {
    @Option(names = "--participant", paramLabel = "ID", required = true, description = "Whose key.")
    private String participant;

    @Option(
        names = "--key",
        paramLabel = "HEX",
        required = true,
        description = "Its public half, as `bilateral sign` prints it.")
    private String key;

    @Override
    public Integer call() {
      return with((market, contracts) -> told(contracts.registerKey(participant, key)));
    }
  }

  /** {@code commonwatt bilateral record}. */
  @Command(
      name = "record",
      description = {
        "Keep the price of a contract that both have signed with exchange and regulator, and record",
        "the contract on the ledger, once."
      },
      mixinStandardHelpOptions = true)
  static final class Record extends BilateralLedgerCommand {
    @Parameters(paramLabel = "FILE", description = "The contract, signed by both.")
    private Path file;

    @Override
    public Integer call() {
      BilateralFile contract = BilateralFile.read(file);
      if (contract.signed().buyerSignature().isEmpty()
          || contract.signed().sellerSignature().isEmpty()) {
        throw new UserError(file + " is not signed by both: bilateral sign");
      }
      return with(
          (market, contracts) -> {
            String named = contract.signed().terms().market();
            if (!named.equals(market)) {
              throw new UserError(file + " is of market " + named + ", the folder has " + market);
            }
            SubmitOutcome deposited = contracts.deposit(market, contract.price());
            return deposited instanceof SubmitOutcome.Committed
                ? told(contracts.record(contract.signed()))
                : told(deposited);
          });
    }
  }

  /** {@code commonwatt bilateral list}. */
  @Command(
      name = "list",
      description = "Show every contract on the ledger. Prices are not among its terms.",
      mixinStandardHelpOptions = true)
  static final class Show extends BilateralLedgerCommand {
    @Override
    public Integer call() {
      return with(
          (market, contracts) -> {
            PrintWriter out = out();
            out.printf(
                "%-16s %-16s %-16s %-12s %-20s %-20s %12s%n",
                "contract", "buyer", "seller", "area", "from", "to", "Wh per slot");
            for (BilateralLedger.Recorded one : contracts.contracts(market)) {
              BilateralTerms terms = one.signed().terms();
              out.printf(
                  "%-16s %-16s %-16s %-12s %-20s %-20s %12d%n",
                  terms.contractId(),
                  terms.buyer(),
                  terms.seller(),
                  terms.area(),
                  Instant.ofEpochMilli(terms.fromMillis()),
                  Instant.ofEpochMilli(terms.toMillis()),
                  terms.energyWh());
            }
            out.flush();
            return ExitCode.OK;
          });
    }
  }

  /** {@code commonwatt bilateral price}. */
  @Command(
      name = "price",
      description =
          "Show the price of a contract and its salt, which prove it to whoever hashes them.",
      mixinStandardHelpOptions = true)
  static final class Price extends BilateralLedgerCommand {
    @Option(names = "--contract", paramLabel = "ID", required = true, description = "Which one.")
    private String contractId;

    @Override
    public Integer call() {
      return with(
          (market, contracts) -> {
            BilateralPrice price =
                contracts
                    .price(market, contractId)
                    .orElseThrow(() -> new UserError("there is no contract " + contractId));
            out().println(price.text());
            out().flush();
            return ExitCode.OK;
          });
    }
  }

  /** Works on the ledger of the folder's market. */
  final int with(BiFunction<String, BilateralLedger, Integer> work) {
    try (DataFolder data = folder.take()) {
      MarketFolder.requireHistory(data);
      try (LaptopLedger ledger = LaptopLedger.open(LedgerKind.of(data), data)) {
        return work.apply(StoredMarket.market(data), new BilateralLedger(ledger.ledger()));
      } catch (LedgerException e) {
        throw new UserError(String.valueOf(e.getMessage()), e);
      }
    }
  }

  /** Tells what became of a call: 0 when it stands on the ledger, 1 when it does not. */
  final int told(SubmitOutcome outcome) {
    PrintWriter out = out();
    boolean done = outcome instanceof SubmitOutcome.Committed;
    if (outcome instanceof SubmitOutcome.Committed committed) {
      out.println(
          "In block %d, transaction %s."
              .formatted(committed.blockNumber(), committed.transactionId()));
    } else {
      out.println(
          "Not done: "
              + (outcome instanceof SubmitOutcome.Rejected rejected
                  ? rejected.rejection().code() + ": " + rejected.rejection().message()
                  : outcome));
    }
    out.flush();
    return done ? ExitCode.OK : 1;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
