package org.commonwatt.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.commonwatt.audit.ReceiptCheck;
import org.commonwatt.audit.ReceiptClaim;
import org.commonwatt.audit.ReceiptFinding;
import org.commonwatt.cli.laptop.BrokerKeeper;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.LogRecords;
import org.commonwatt.cli.laptop.ReceiptFile;
import org.commonwatt.log.kafka.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code commonwatt audit check}: receipts against the log. */
@Command(
    name = "check",
    description = {
      "Hold signed receipts against the log: name those whose command or event is missing from it,",
      "or differs, and those that no engine of the market has signed. The folder must not be in"
          + " use."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit code 0: the log has all of them, 1: it has not. docs/formats/receipt.md has the format."
    })
final class AuditCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--receipts",
      paramLabel = "FILE",
      required = true,
      description = "One JSON object a line: a receipt, or an answer of the API that has one.")
  private Path file;

  @Mixin private final MarketFolder folder = new MarketFolder();

  @Override
  public Integer call() {
    List<ReceiptClaim> receipts = ReceiptFile.read(file);
    PrintWriter out = spec.commandLine().getOut();
    try (DataFolder data = folder.take()) {
      if (!Files.isDirectory(data.part("kafka"))) {
        throw new UserError(data.root() + " has no log yet: nothing has run in it");
      }
      List<ReceiptFinding> findings = check(receipts, data);
      findings.forEach(finding -> out.println("  " + finding));
      out.println(
          "%d receipts, %d not as the log says".formatted(receipts.size(), findings.size()));
      out.flush();
      return findings.isEmpty() ? 0 : 1;
    }
  }

  private static List<ReceiptFinding> check(List<ReceiptClaim> receipts, DataFolder data) {
    try (BrokerKeeper broker = BrokerKeeper.start(data.part("kafka"));
        LogRecords keys = new LogRecords(broker.bootstrapServers(), Topics.ENGINE_KEYS);
        LogRecords commands = new LogRecords(broker.bootstrapServers(), Topics.COMMANDS);
        LogRecords events = new LogRecords(broker.bootstrapServers(), Topics.EVENTS)) {
      return ReceiptCheck.run(receipts, new ReceiptCheck.Log(keys, commands, events));
    }
  }
}
