package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.commonwatt.audit.bundle.BundleException;
import org.commonwatt.audit.bundle.BundleMaker;
import org.commonwatt.audit.bundle.SlotRange;
import org.commonwatt.audit.proof.ParticipantBundle;
import org.commonwatt.audit.proof.ParticipantBundleMaker;
import org.commonwatt.audit.proof.ProofException;
import org.commonwatt.audit.proof.TreeHead;
import org.commonwatt.cli.laptop.BrokerKeeper;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.FolderParticipant;
import org.commonwatt.cli.laptop.HeadFiles;
import org.commonwatt.cli.laptop.KeptLook;
import org.commonwatt.cli.laptop.LaptopLedger;
import org.commonwatt.cli.laptop.LedgerKind;
import org.commonwatt.cli.laptop.LogBundle;
import org.commonwatt.cli.laptop.RulebookDocuments;
import org.commonwatt.engine.receipt.EngineKey;
import org.commonwatt.identity.Role;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.log.codec.CodecException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt audit bundle}: what an auditor carries away. */
@Command(
    name = "bundle",
    description = {
      "Write log and ledger, up to where the last of some slots is confirmed, into one file that",
      "an auditor checks elsewhere. With --participant: what the market has of that one, and"
          + " nothing",
      "of the others. The folder must not be in use."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Sealed payloads stay sealed: who may read them needs the keys of the folder, too.",
      "docs/formats/bundle.md has the format, docs/formats/participant-bundle.md that of one",
      "participant, which is in clear."
    })
final class AuditBundleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--slots",
      paramLabel = "A..B",
      required = true,
      description = "First and last slot by their starts, such as 2022-08-02T07:00:00Z; or one.")
  private String slots;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where to write the bundle; must not exist yet.")
  private Path out;

  @Option(
      names = "--to-end",
      description = {
        "Hold log and ledger to their ends, not only to where the last slot is confirmed: for",
        "receipts and tree heads that are of later."
      })
  private boolean toEnd;

  @Option(
      names = "--participant",
      paramLabel = "NAME",
      description = "Only this participant's data; needs --purpose.")
  private @Nullable String participant;

  @Option(
      names = "--purpose",
      paramLabel = "TEXT",
      description = "What you look for; the participant will see it.")
  private @Nullable String purpose;

  @Option(
      names = "--viewer",
      paramLabel = "ACCOUNT",
      description = {
        "For which account you look; administrator unless given. The file and the kept look name",
        "it as you say it: nobody checks that it is you."
      })
  private @Nullable String viewer;

  @Option(
      names = "--since",
      paramLabel = "FILE",
      description = "Of a participant: an earlier head, and that this bundle's goes on from it.")
  private @Nullable Path since;

  @Mixin private final MarketFolder folder = new MarketFolder();

  @Override
  public Integer call() throws IOException {
    SlotRange range = range();
    if (participant != null) {
      return ofParticipant(participant, range);
    }
    if (purpose != null || viewer != null || since != null) {
      throw new ParameterException(
          spec.commandLine(), "--purpose, --viewer and --since are of a --participant");
    }
    Options.requireNew("--out", out);
    try (DataFolder data = folder.take()) {
      MarketFolder.requireHistory(data);
      EngineKey key = data.engineKey();
      BundleMaker.Wanted wanted =
          new BundleMaker.Wanted(range, toEnd, data.keyring(), new RulebookDocuments(data)::find);
      byte[] bundle = make(data, wanted, key);
      Files.write(out, bundle);
      PrintWriter print = spec.commandLine().getOut();
      print.println(
          "%s: %d bytes, slots %s, signed by %s"
              .formatted(out, bundle.length, range, key.engine()));
      print.flush();
      return 0;
    }
  }

  private int ofParticipant(String whose, SlotRange range) throws IOException {
    Options.requireId(spec, "--participant", whose);
    if (purpose == null || !KeptLook.isPurpose(purpose)) {
      throw new ParameterException(
          spec.commandLine(),
          "--purpose: say what for, in 1 to 200 visible characters of ASCII; "
              + whose
              + " will see it");
    }
    if (toEnd) {
      throw new ParameterException(
          spec.commandLine(), "--to-end: a participant's bundle is under a head of the whole log");
    }
    String account = viewer == null ? "administrator" : viewer;
    Options.requireId(spec, "--viewer", account);
    Options.requireNew("--out", out);
    TreeHead earlier = since == null ? null : HeadFiles.read(since).head();
    try (DataFolder data = folder.take()) {
      MarketFolder.requireHistory(data);
      Role role =
          new KeptLook(account, purpose, "auditBundle").at(data, whose, InstantSource.system());
      ParticipantBundle.Asked asked = new ParticipantBundle.Asked(account, role.word(), purpose);
      byte[] bundle =
          make(data, new ParticipantBundleMaker.Wanted(whose, range, asked, earlier)).write();
      Files.write(out, bundle);
      PrintWriter print = spec.commandLine().getOut();
      print.println(
          "%s: %d bytes of %s, slots %s, signed by %s"
              .formatted(out, bundle.length, whose, range, data.engineKey().engine()));
      print.flush();
      return 0;
    }
  }

  private static ParticipantBundle make(DataFolder data, ParticipantBundleMaker.Wanted wanted) {
    try {
      return FolderParticipant.make(data, wanted);
    } catch (ProofException | LedgerException | CodecException e) {
      throw new UserError("no bundle was made: " + e.getMessage(), e);
    }
  }

  private SlotRange range() {
    try {
      return SlotRange.parse(slots);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--slots: " + e.getMessage(), e);
    }
  }

  private static byte[] make(DataFolder data, BundleMaker.Wanted wanted, EngineKey key) {
    LedgerKind kind = LedgerKind.of(data);
    try (BrokerKeeper broker = BrokerKeeper.start(data.part("kafka"));
        LaptopLedger ledger = LaptopLedger.open(kind, data)) {
      return new LogBundle(broker.bootstrapServers(), ledger.ledger(), kind.chaincode())
          .make(wanted, key);
    } catch (BundleException | LedgerException | CodecException e) {
      throw new UserError("no bundle was made: " + e.getMessage(), e);
    }
  }
}
