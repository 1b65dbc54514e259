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
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.Place;
import org.commonwatt.cli.laptop.AuditJson;
import org.commonwatt.cli.laptop.BrokerKeeper;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.LaptopLedger;
import org.commonwatt.cli.laptop.LedgerKind;
import org.commonwatt.ledger.LedgerException;
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
    subcommands = {AuditCommand.Verify.class, AuditBundleCommand.class, AuditCheckCommand.class})
final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: verify, bundle or check");
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

    @Override
    public Integer call() throws IOException {
      json.requireWritable();
      PrintWriter out = spec.commandLine().getOut();
      try (DataFolder data = folder.take()) {
        MarketFolder.requireHistory(data);
        out.println("Reading the log and the ledger of " + data.root() + " ...");
        out.flush();
        AuditReport report = verify(data);
        AuditText.print(report, out);
        json.write(AuditJson.write(report));
        return report.passed() ? 0 : 1;
      }
    }

    private static AuditReport verify(DataFolder data) {
      try (BrokerKeeper broker = BrokerKeeper.start(data.part("kafka"));
          LaptopLedger ledger = LaptopLedger.open(LedgerKind.of(data), data)) {
        return ledger.verify(broker.bootstrapServers(), data.keyring());
      } catch (LedgerException e) {
        return unreadable(e);
      }
    }

    /** A ledger that does not open, such as one with a changed block, leaves nothing to compare. */
    private static AuditReport unreadable(LedgerException fault) {
      FindingCode code = FindingCode.LEDGER_UNREADABLE;
      Place nowhere = new Place(null, null, null, null, null, null);
      Finding finding = new Finding(code, nowhere, "nothing was recomputed: " + fault.getMessage());
      return new AuditReport(
          new AuditCounts(0, 0, 0, 0, BigInteger.ZERO, 0, 0, 0, 0),
          List.of(finding),
          List.of(),
          new TreeMap<>(Map.of(code, 1L)));
    }
  }
}
