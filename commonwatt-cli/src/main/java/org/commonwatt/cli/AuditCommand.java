package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.commonwatt.audit.AuditCounts;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.Place;
import org.commonwatt.audit.proof.HeadCheck;
import org.commonwatt.audit.proof.HeadFile;
import org.commonwatt.audit.proof.MarketTrees;
import org.commonwatt.audit.proof.TreeHead;
import org.commonwatt.cli.laptop.AuditJson;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt audit}: what an auditor runs. */
@Command(
    name = "audit",
    description = "Check what a market did, without trusting it.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AuditCommand.Verify.class,
      AuditBundleCommand.class,
      AuditCheckCommand.class,
      AuditHeadCommand.class,
      AuditWitnessCommand.class,
      AuditProveCommand.class,
      AuditCheckProofCommand.class,
      AuditExplainCommand.class
    })
final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do, such as verify, bundle, check or prove");
  }

  /** {@code commonwatt audit verify}: recomputes everything. */
  @Command(
      name = "verify",
      description = {
        "Recompute clearing, settlement and proofs from the log, compare with the ledger, and name",
        "any difference. The folder must not be in use."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Exit code 0: pass, 1: fail. docs/audit.md lists the finding codes."})
  static final class Verify implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private final MarketFolder folder = new MarketFolder();

    @Mixin private final JsonReport json = new JsonReport();

    @Mixin private final HeadOptions heads = new HeadOptions();

    @Override
    public Integer call() throws IOException {
      json.requireWritable();
      PrintWriter out = spec.commandLine().getOut();
      List<TreeHead> kept = heads.read().stream().map(HeadFile::head).toList();
      try (DataFolder data = folder.take()) {
        MarketFolder.requireHistory(data);
        out.println("Reading the log and the ledger of " + data.root() + " ...");
        out.flush();
        AuditReport report = verify(data, kept);
        AuditText.print(report, out);
        json.write(AuditJson.write(report));
        return report.passed() ? 0 : 1;
      }
    }

    private AuditReport verify(DataFolder data, List<TreeHead> kept) {
      try (BrokerKeeper broker = BrokerKeeper.start(data.part("kafka"));
          LaptopLedger ledger = LaptopLedger.open(LedgerKind.of(data), data)) {
        String log = broker.bootstrapServers();
        AuditReport report = ledger.verify(log, data.keyring());
        return kept.isEmpty() ? report : report.withFirst(compare(kept, log, ledger, data));
      } catch (LedgerException e) {
        return unreadable(e);
      }
    }

    private List<Finding> compare(
        List<TreeHead> kept, String log, LaptopLedger ledger, DataFolder data) {
      try (LogRecords events = new LogRecords(log, Topics.EVENTS)) {
        MarketTrees trees =
            MarketTrees.read(events, AuditedLedger.of(ledger.ledger()), data.keyring(), null);
        return HeadCheck.run(kept, trees, heads.anchors(null), true);
      } catch (CodecException e) {
        String why = "nothing was compared: " + e.getMessage();
        return List.of(new Finding(FindingCode.HEAD_DIFFERS, Place.NOWHERE, why));
      }
    }

    /** A ledger that does not open, such as one with a changed block, leaves nothing to compare. */
    private static AuditReport unreadable(LedgerException fault) {
      FindingCode code = FindingCode.LEDGER_UNREADABLE;
      Finding finding =
          new Finding(code, Place.NOWHERE, "nothing was recomputed: " + fault.getMessage());
      return new AuditReport(
          new AuditCounts(0, 0, 0, 0, BigInteger.ZERO, 0, 0, 0, 0),
          List.of(finding),
          List.of(),
          new TreeMap<>(Map.of(code, 1L)));
    }
  }
}
