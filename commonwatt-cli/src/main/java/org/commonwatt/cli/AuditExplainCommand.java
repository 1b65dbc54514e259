package org.commonwatt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.explain.Explainer;
import org.commonwatt.audit.explain.Explanation;
import org.commonwatt.cli.laptop.BrokerKeeper;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.LaptopLedger;
import org.commonwatt.cli.laptop.LedgerKind;
import org.commonwatt.cli.laptop.LogRecords;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.kafka.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt audit explain}: one bill traced back. */
@Command(
    name = "explain",
    description = {
      "Trace a participant's bill of a slot back to readings, flags, trades, prices, rules and the",
      "ledger's transaction, and say what can no longer be read. The folder must not be in use."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit code 0: the slot is settled and on the ledger, 1: it is not. What it says is what log",
      "and ledger say; `audit verify` says whether it follows from the rules."
    })
final class AuditExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--participant",
      paramLabel = "NAME",
      required = true,
      description = "Whose bill.")
  private String participant;

  @Option(
      names = "--slot",
      paramLabel = "START",
      required = true,
      description = "The slot by its start, such as 2022-08-02T07:00:00Z.")
  private String slot;

  @Mixin private final MarketFolder folder = new MarketFolder();

  @Mixin private final JsonReport json = new JsonReport();

  @Override
  public Integer call() throws IOException {
    Options.requireId(spec, "--participant", participant);
    Instant start = start();
    json.requireWritable();
    try (DataFolder data = folder.take()) {
      MarketFolder.requireHistory(data);
      Explanation explanation = explain(data, start);
      PrintWriter out = spec.commandLine().getOut();
      ExplanationText.print(explanation, out);
      json.write(
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(explanation));
      boolean settled =
          !explanation.runs().isEmpty()
              && explanation.runs().stream().allMatch(Explanation.Run::onLedger);
      return settled ? 0 : 1;
    }
  }

  private Instant start() {
    try {
      return Instant.parse(slot);
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(), "--slot: expected a start such as 2022-08-02T07:00:00Z", e);
    }
  }

  private Explanation explain(DataFolder data, Instant start) {
    try (BrokerKeeper broker = BrokerKeeper.start(data.part("kafka"));
        LaptopLedger ledger = LaptopLedger.open(LedgerKind.of(data), data);
        LogRecords commands = new LogRecords(broker.bootstrapServers(), Topics.COMMANDS);
        LogRecords events = new LogRecords(broker.bootstrapServers(), Topics.EVENTS);
        LogRecords first = new LogRecords(broker.bootstrapServers(), Topics.READINGS, 0);
        LogRecords second = new LogRecords(broker.bootstrapServers(), Topics.READINGS, 1)) {
      Explainer.Source source =
          new Explainer.Source(
              commands, events, List.of(first, second), AuditedLedger.of(ledger.ledger()));
      return Explainer.explain(source, participant, start, data.keyring());
    } catch (LedgerException | CodecException e) {
      throw new UserError("nothing was explained: " + e.getMessage(), e);
    }
  }
}
