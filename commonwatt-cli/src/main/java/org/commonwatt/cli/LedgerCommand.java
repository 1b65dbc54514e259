package org.commonwatt.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.LaptopLedger;
import org.commonwatt.cli.laptop.LedgerKind;
import org.commonwatt.cli.laptop.StoredMarket;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.RegistryLedger;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Hash;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.RegistryEntries.RulebookEntry;
import org.commonwatt.model.SettlementBatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt ledger}: what the contracts answer. */
@Command(
    name = "ledger",
    description = "Look at what a market's ledger holds, and keep its accounts.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {LedgerCommand.Registry.class, LedgerAccountsCommand.class})
final class LedgerCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to look at: registry or accounts");
  }

  /** {@code commonwatt ledger registry}. */
  @Command(
      name = "registry",
      description = {
        "Show the market's rulebooks and auctions in the ledger's registry, and whether every batch",
        "on the ledger names a registered rulebook. The folder must not be in use."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Exit code 0: every batch does, 1: one does not."})
  static final class Registry implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private final MarketFolder folder = new MarketFolder();

    @Option(names = "--auctions", description = "Show each auction with its place on the log.")
    private boolean each;

    @Override
    public Integer call() {
      try (DataFolder data = folder.take()) {
        MarketFolder.requireHistory(data);
        try (LaptopLedger ledger = LaptopLedger.open(LedgerKind.of(data), data)) {
          return show(StoredMarket.market(data), ledger.ledger());
        } catch (LedgerException e) {
          throw new UserError(String.valueOf(e.getMessage()), e);
        }
      }
    }

    private int show(String market, Ledger ledger) {
      PrintWriter out = spec.commandLine().getOut();
      RegistryLedger registry = new RegistryLedger(ledger);
      List<AuctionEntry> auctions = registry.auctions(market);
      Map<Integer, Hash> rulebooks = new HashMap<>();
      out.println("market      " + market + " (" + ledger.label() + ")");
      out.println("registered  up to event " + registry.head(market).toSequence());
      for (RulebookEntry entry : registry.rulebooks(market)) {
        rulebooks.put(entry.version(), entry.documentHash());
        out.println(line(entry));
      }
      out.println("auctions    " + auctions.size());
      if (each) {
        auctions.forEach(entry -> out.println(line(entry)));
      }
      int batches = 0;
      int wrong = 0;
      for (SettlementBatch batch : batches(ledger, market)) {
        batches++;
        if (!batch.rulebookHash().equals(rulebooks.get(batch.rulebookVersion()))) {
          wrong++;
          out.println("  " + batch.batchId() + " names a rulebook that is not registered");
        }
      }
      out.println("batches     " + batches + ", of registered rulebooks " + (batches - wrong));
      out.flush();
      return wrong == 0 ? ExitCode.OK : 1;
    }

    private static List<SettlementBatch> batches(Ledger ledger, String market) {
      return new SettlementLedger(ledger)
          .batches(market).stream().map(recorded -> recorded.batch()).toList();
    }

    private static String line(AuctionEntry entry) {
      return "  %s  event %d  %s"
          .formatted(entry.slot(), entry.place().sequence(), entry.place().eventHash());
    }

    private static String line(RulebookEntry entry) {
      String links = entry.links().stream().map(AreaLink::party).collect(Collectors.joining(", "));
      return "rulebook    "
          + entry.version()
          + "  "
          + entry.documentHash()
          + "  areas "
          + String.join(", ", entry.areas())
          + (links.isEmpty() ? "" : "; links " + links);
    }
  }
}
