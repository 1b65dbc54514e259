package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.invoice.InvoiceDocument;
import org.commonwatt.cli.invoice.InvoiceHtml;
import org.commonwatt.cli.invoice.InvoiceJson;
import org.commonwatt.cli.invoice.InvoiceLines;
import org.commonwatt.cli.invoice.InvoicePdf;
import org.commonwatt.cli.laptop.BrokerKeeper;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.LaptopLedger;
import org.commonwatt.cli.laptop.LedgerKind;
import org.commonwatt.cli.laptop.LogRecords;
import org.commonwatt.cli.laptop.StoredMarket;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.RecordedBatch;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt invoice}: invoices on the ledger of a data folder. */
@Command(
    name = "invoice",
    description = {
      "Issue invoices over the batches on the ledger, and note what became of them. The folder"
          + " must",
      "not be in use. Exit code 1: the ledger's contract refused it, and says why."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(issue | pay | reverse | list | print)")
final class InvoiceCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say issue, pay, reverse, list or print");
  }

  /** Issues the next invoice of a participant, or the one that stands for a reversed one. */
  @Command(
      name = "issue",
      description = {
        "Issue an invoice for all batches that a participant was not sent yet; of more than 1000"
            + " for",
        "the first 1000: issue the next one then."
      },
      mixinStandardHelpOptions = true)
  int issue(
      @Mixin MarketFolder folder,
      @Option(names = "--participant", paramLabel = "ID", description = "To whom.")
          @Nullable String participant,
      @Option(
              names = "--replaces",
              paramLabel = "N",
              description = {
                "Instead: the invoice that stands for the reversed one of this number; of more than"
                    + " 1000",
                "batches for the first 1000 that none stands for yet."
              })
          @Nullable Long replaces) {
    if ((participant == null) == (replaces == null)) {
      throw new ParameterException(
          spec.commandLine(), "give --participant or --replaces, and not both");
    }
    Function<InvoiceDraft, Invoice> wanted =
        participant != null
            ? draft -> draft.next(Objects.requireNonNull(participant))
            : draft -> draft.replacement(Objects.requireNonNull(replaces));
    return change(
        folder,
        (market, ledger) -> {
          InvoiceDraft draft = draft(market, ledger);
          return issue(ledger, draft, wanted.apply(draft));
        });
  }

  /** Issues an invoice; batches of an earlier version of the contracts are indexed before. */
  private static SubmitOutcome issue(Ledger ledger, InvoiceDraft draft, Invoice invoice) {
    InvoiceLedger invoices = new InvoiceLedger(ledger);
    SubmitOutcome outcome = invoices.issue(invoice);
    if (!(outcome instanceof SubmitOutcome.Rejected rejected)
        || !rejected.rejection().code().equals("BATCH_NOT_INDEXED")) {
      return outcome;
    }
    List<String> ids = draft.stretch(invoice).stream().map(SettlementBatch::batchId).toList();
    for (int from = 0; from < ids.size(); from += SettlementLedger.MOST_INDEXED) {
      int to = Math.min(ids.size(), from + SettlementLedger.MOST_INDEXED);
      SubmitOutcome indexed =
          new SettlementLedger(ledger).index(invoice.market(), ids.subList(from, to));
      if (!(indexed instanceof SubmitOutcome.Committed)) {
        return indexed;
      }
    }
    return invoices.issue(invoice);
  }

  private static InvoiceDraft draft(String market, Ledger ledger) {
    List<RecordedBatch> batches = new SettlementLedger(ledger).batches(market);
    return new InvoiceDraft(
        market,
        batches.stream().map(RecordedBatch::batch).toList(),
        new InvoiceLedger(ledger).list(market));
  }

  /** Notes a payment. */
  @Command(
      name = "pay",
      description = "Note that an invoice was paid, by whoever owed.",
      mixinStandardHelpOptions = true)
  int pay(
      @Mixin MarketFolder folder,
      @Option(
              names = "--number",
              paramLabel = "N",
              required = true,
              description = "The invoice's number.")
          long number,
      @Option(
              names = "--payment",
              paramLabel = "ID",
              required = true,
              description = "The payment's own id; it stands for one invoice only.")
          String payment) {
    return change(
        folder, (market, ledger) -> new InvoiceLedger(ledger).pay(market, number, payment));
  }

  /** Takes an invoice back. */
  @Command(
      name = "reverse",
      description = "Take an invoice back, once.",
      mixinStandardHelpOptions = true)
  int reverse(
      @Mixin MarketFolder folder,
      @Option(
              names = "--number",
              paramLabel = "N",
              required = true,
              description = "The invoice's number.")
          long number,
      @Option(
              names = "--payment",
              paramLabel = "ID",
              defaultValue = "",
              description = "Id of the payment that gives back what was paid; only of a paid one.")
          String payment) {
    return change(
        folder, (market, ledger) -> new InvoiceLedger(ledger).reverse(market, number, payment));
  }

  /** Shows all invoices. */
  @Command(
      name = "list",
      description = "Show every invoice with what became of it.",
      mixinStandardHelpOptions = true)
  int list(@Mixin MarketFolder folder) {
    return with(
        folder,
        (market, ledger) -> {
          show(new InvoiceLedger(ledger).list(market));
          return ExitCode.OK;
        });
  }

  /** What an invoice can be printed as. */
  enum Format {
    JSON,
    HTML,
    PDF;

    byte[] write(InvoiceDocument document) {
      return switch (this) {
        case JSON -> InvoiceJson.write(document);
        case HTML -> InvoiceHtml.write(document);
        case PDF -> InvoicePdf.write(document);
      };
    }
  }

  /** Writes an invoice to read or to send. */
  @Command(
      name = "print",
      description = {
        "Write an invoice as JSON, as a page to print, or as PDF. It follows from the ledger, the"
            + " log and",
        "the community file's currency alone; docs/formats/invoice.md says what it has."
      },
      mixinStandardHelpOptions = true)
  int print(
      @Mixin MarketFolder folder,
      @Option(
              names = "--number",
              paramLabel = "N",
              required = true,
              description = "The invoice's number.")
          long number,
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              defaultValue = "PDF",
              description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless given.")
          Format format,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              required = true,
              description = "Where to write it; must not exist yet.")
          Path out) {
    Options.requireNew("--out", out);
    try (DataFolder data = folder.take()) {
      MarketFolder.requireHistory(data);
      Rulebook rulebook = CommunityFile.read(data.communityFile()).rulebook();
      try (LaptopLedger ledger = LaptopLedger.open(LedgerKind.of(data), data)) {
        InvoiceDraft draft = draft(rulebook.market(), ledger.ledger());
        InvoiceLedger.Issued issued = draft.issued(number);
        List<SettlementBatch> stretch = draft.stretch(issued.invoice());
        InvoiceDocument document =
            InvoiceDocument.of(
                rulebook.currency(), issued, stretch, lines(data, issued.invoice(), stretch));
        Files.write(out, format.write(document));
        PrintWriter print = spec.commandLine().getOut();
        print.println(out + ": invoice " + number + ". " + document.sentence());
        print.flush();
        return ExitCode.OK;
      }
    } catch (LedgerException | CodecException | IOException e) {
      throw new UserError("the invoice cannot be written: " + e.getMessage(), e);
    }
  }

  private static InvoiceLines lines(DataFolder data, Invoice invoice, List<SettlementBatch> stretch)
      throws IOException {
    List<String> ids = stretch.stream().map(SettlementBatch::batchId).toList();
    try (BrokerKeeper broker = BrokerKeeper.start(data.part("kafka"));
        LogRecords events = new LogRecords(broker.bootstrapServers(), Topics.EVENTS)) {
      return InvoiceLines.read(events, data.keyring(), invoice.participant(), ids);
    }
  }

  private int change(MarketFolder folder, BiFunction<String, Ledger, SubmitOutcome> change) {
    return with(
        folder,
        (market, ledger) -> {
          SubmitOutcome outcome = change.apply(market, ledger);
          PrintWriter out = spec.commandLine().getOut();
          if (outcome instanceof SubmitOutcome.Committed committed) {
            out.println(
                "In block %d, transaction %s."
                    .formatted(committed.blockNumber(), committed.transactionId()));
            show(new InvoiceLedger(ledger).list(market));
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

  private static int with(MarketFolder folder, BiFunction<String, Ledger, Integer> work) {
    try (DataFolder data = folder.take()) {
      MarketFolder.requireHistory(data);
      try (LaptopLedger ledger = LaptopLedger.open(LedgerKind.of(data), data)) {
        return work.apply(StoredMarket.market(data), ledger.ledger());
      } catch (LedgerException e) {
        throw new UserError(String.valueOf(e.getMessage()), e);
      }
    }
  }

  private void show(List<InvoiceLedger.Issued> invoices) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%6s  %-24s %8s %24s  %s%n", "number", "participant", "batches", "nano", "status");
    for (InvoiceLedger.Issued one : invoices) {
      Invoice invoice = one.invoice();
      out.printf(
          "%6d  %-24s %8d %24d  %s%n",
          invoice.number(),
          invoice.participant(),
          invoice.batches(),
          invoice.amountNano(),
          one.status());
    }
    out.flush();
  }
}
