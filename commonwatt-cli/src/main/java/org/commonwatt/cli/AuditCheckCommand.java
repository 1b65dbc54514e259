package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.Place;
import org.commonwatt.audit.ReceiptCheck;
import org.commonwatt.audit.ReceiptClaim;
import org.commonwatt.audit.ReceiptFinding;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.audit.bundle.BundleCheck;
import org.commonwatt.audit.proof.HeadCheck;
import org.commonwatt.audit.proof.HeadFile;
import org.commonwatt.audit.proof.MarketTrees;
import org.commonwatt.audit.proof.ParticipantBundleCheck;
import org.commonwatt.audit.proof.TreeHead;
import org.commonwatt.cli.laptop.AuditJson;
import org.commonwatt.cli.laptop.Authorities;
import org.commonwatt.cli.laptop.BrokerKeeper;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.LogRecords;
import org.commonwatt.cli.laptop.ReceiptFile;
import org.commonwatt.cli.laptop.WholeFile;
import org.commonwatt.ledger.BlockProof;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.Keyring;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt audit check}: a bundle, receipts, or receipts against a bundle. */
@Command(
    name = "check",
    description = {
      "Check a bundle of `audit bundle` offline: signature, every hash, and the recomputation of",
      "`audit verify`. Hold signed receipts against the bundle, or against the log of a folder"
          + " that",
      "is not in use: name those whose command or event is missing or differs, and those that no",
      "engine of the market has signed. The same of a bundle of one participant, whose lines,"
          + " trades",
      "and positions must fit together under a signed tree head."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit code 0: all is as it should be, 1: it is not. docs/audit.md lists the codes,",
      "docs/formats/bundle.md, participant-bundle.md and receipt.md have the formats."
    })
final class AuditCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "BUNDLE", arity = "0..1", description = "A file of `audit bundle`.")
  private @Nullable Path bundle;

  @Option(
      names = "--receipts",
      paramLabel = "FILE",
      description = {
        "One JSON object a line: a receipt, or an answer of the API that has one; or a folder of",
        "such files."
      })
  private @Nullable Path receipts;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Without a bundle: the data folder of a demo or a served community.")
  private @Nullable Path folder;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "Who must have signed the bundle; names the engine's public key.")
  private @Nullable String engine;

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description = {
        "Keys of sealed payloads, as in the folder `keys` of a data folder. Without them what is",
        "sealed is taken as stated, and counted in a note."
      })
  private @Nullable Path keys;

  @Option(
      names = "--authorities",
      paramLabel = "DIR",
      description = {
        "Of a bundle from Fabric: the certificates of the organisations' authorities, one for each",
        "MSP, such as ExchangeMSP.pem. Checks who signed the ledger's blocks."
      })
  private @Nullable Path authorities;

  @Option(
      names = "--complete",
      description = {
        "The bundle must reach every receipt and tree head: one that is of later is a finding."
      })
  private boolean complete;

  @Mixin private final HeadOptions heads = new HeadOptions();

  @Mixin private final JsonReport json = new JsonReport();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<ReceiptClaim> claims = receipts == null ? List.of() : ReceiptFile.readAll(receipts);
    if (bundle != null) {
      return checkBundle(bundle, claims, out);
    }
    if (complete || heads.given()) {
      throw new ParameterException(spec.commandLine(), "--complete and --heads are of a bundle");
    }
    if (folder == null || receipts == null) {
      throw new ParameterException(
          spec.commandLine(), "name a bundle, or --receipts and --data to check them against");
    }
    try (DataFolder data = MarketFolder.take(folder)) {
      if (!Files.isDirectory(data.part("kafka"))) {
        throw new UserError(data.root() + " has no log yet: nothing has run in it");
      }
      return print(claims.size(), check(claims, data), out) ? 0 : 1;
    }
  }

  private int checkBundle(Path file, List<ReceiptClaim> claims, PrintWriter out)
      throws IOException {
    json.requireWritable();
    if (folder != null) {
      throw new ParameterException(spec.commandLine(), "name a bundle or --data, not both");
    }
    byte[] bytes = WholeFile.bytes(file);
    if (ParticipantBundleCheck.isOne(bytes)) {
      ParticipantCheck check = new ParticipantCheck(spec, heads, engine, complete);
      check.refuse(keys != null, authorities != null);
      return check.check(bytes, receipts == null ? null : claims, out);
    }
    BlockProof proof = authorities == null ? null : Authorities.of(authorities);
    BundleCheck.Result result =
        BundleCheck.run(bytes, new BundleCheck.Anchors(engine, keys(), proof));
    out.println("Slots " + result.slots() + ", signed by " + result.engine());
    if (engine == null) {
      out.println("Nobody vouched for that engine: compare its name, or give --engine.");
    }
    String signers = proof == null ? ", and who signed the ledger's blocks" : "";
    out.println("Not asked: the contract's own answers" + signers + ".");
    AuditReport report = result.report().withFirst(checkHeads(result));
    AuditText.print(report, out);
    json.write(AuditJson.write(report));
    boolean kept = receipts == null || checkReceipts(claims, result, out);
    return report.passed() && kept ? 0 : 1;
  }

  private List<Finding> checkHeads(BundleCheck.Result result) {
    List<TreeHead> kept = heads.read().stream().map(HeadFile::head).toList();
    if (kept.isEmpty()) {
      return List.of();
    }
    try {
      MarketTrees trees =
          MarketTrees.read(
              result.topic("events"), AuditedLedger.ofBlocks(result.blocks()), keys(), null);
      return HeadCheck.run(kept, trees, heads.anchors(null), complete);
    } catch (CodecException e) {
      String why = "nothing was compared: " + e.getMessage();
      return List.of(new Finding(FindingCode.HEAD_DIFFERS, Place.NOWHERE, why));
    }
  }

  private boolean checkReceipts(
      List<ReceiptClaim> claims, BundleCheck.Result result, PrintWriter out) {
    List<StoredRecord> commands = result.topic("commands");
    long last = commands.isEmpty() ? -1 : commands.get(commands.size() - 1).offset();
    List<ReceiptClaim> here =
        complete ? claims : claims.stream().filter(claim -> claim.commandOffset() <= last).toList();
    if (here.size() < claims.size()) {
      out.println(
          "%d receipts are of commands behind the end of the bundle: not checked; see --complete"
              .formatted(claims.size() - here.size()));
    }
    ReceiptCheck.Log log =
        new ReceiptCheck.Log(result.topic("engine-keys"), commands, result.topic("events"));
    return print(here.size(), ReceiptCheck.run(here, log), out);
  }

  static boolean print(int checked, List<ReceiptFinding> findings, PrintWriter out) {
    findings.forEach(finding -> out.println("  " + finding));
    out.println("%d receipts, %d not as the log says".formatted(checked, findings.size()));
    out.flush();
    return findings.isEmpty();
  }

  private Keyring keys() {
    if (keys == null) {
      return Keyring.CLOSED;
    }
    if (!Files.isDirectory(keys)) {
      throw new UserError("--keys: " + keys + " is no folder");
    }
    return new FileKeyring(keys);
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
