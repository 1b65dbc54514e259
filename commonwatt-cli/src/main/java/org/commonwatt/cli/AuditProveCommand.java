package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.commonwatt.audit.proof.BillId;
import org.commonwatt.audit.proof.Proof;
import org.commonwatt.audit.proof.ProofException;
import org.commonwatt.audit.proof.ProofMaker;
import org.commonwatt.audit.proof.TreeHead;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.FolderTrees;
import org.commonwatt.cli.laptop.HeadFiles;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.log.codec.CodecException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commonwatt audit prove}: that bill lines are those that the ledger binds. */
@Command(
    name = "prove",
    description = {
      "Prove that lines of a bill are under the root that the ledger and a signed tree head bind.",
      "The proof shows nothing of the other lines. The folder must not be in use."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "docs/formats/proof.md has the format."})
final class AuditProveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--bill",
      paramLabel = "ID",
      required = true,
      description = {
        "A line by slotStart, run and line, as the API names it: 2022-08-02T07:00:00Z/0/3; without",
        "the line all lines of the run."
      })
  private String bill;

  @Option(
      names = "--participant",
      paramLabel = "NAME",
      description = "Only this participant's lines.")
  private @Nullable String participant;

  @Option(
      names = "--head",
      paramLabel = "FILE",
      description = "Prove under this head, such as a witnessed one, not under a new one.")
  private @Nullable Path head;

  @Option(
      names = "--since",
      paramLabel = "FILE",
      description = "An earlier head that was kept: prove that the head goes on from it.")
  private @Nullable Path since;

  @Option(
      names = "--block",
      description = {
        "Add the ledger's block. It shows the net amounts of all accounts in that block."
      })
  private boolean block;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where to write the proof; must not exist yet.")
  private Path out;

  @Mixin private final MarketFolder folder = new MarketFolder();

  @Override
  public Integer call() throws IOException {
    BillId id = id();
    Options.requireNew("--out", out);
    ProofMaker.Wanted wanted = new ProofMaker.Wanted(id, participant, read(head), read(since));
    try (DataFolder data = folder.take()) {
      MarketFolder.requireHistory(data);
      Proof proof = make(data, wanted);
      Files.write(out, proof.write());
      PrintWriter print = spec.commandLine().getOut();
      print.println(
          "%s: %d lines of %s, head signed by %s"
              .formatted(
                  out, proof.lines().size(), proof.batch().batchId(), proof.head().engine()));
      print.flush();
      return 0;
    }
  }

  private BillId id() {
    try {
      return BillId.parse(bill);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--bill: " + e.getMessage(), e);
    }
  }

  private static @Nullable TreeHead read(@Nullable Path file) {
    return file == null ? null : HeadFiles.read(file).head();
  }

  private Proof make(DataFolder data, ProofMaker.Wanted wanted) {
    try {
      return FolderTrees.read(
          data,
          wanted.bill(),
          (maker, ledgerBlock) -> maker.proof(wanted, block ? ledgerBlock : null));
    } catch (ProofException | LedgerException | CodecException e) {
      throw new UserError("no proof was made: " + e.getMessage(), e);
    }
  }
}
