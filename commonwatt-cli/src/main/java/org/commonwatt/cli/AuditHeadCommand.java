package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.commonwatt.audit.proof.HeadFile;
import org.commonwatt.audit.proof.ProofException;
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
import picocli.CommandLine.Spec;

/** {@code commonwatt audit head}: what a market signs of its whole history. */
@Command(
    name = "head",
    description = {
      "Sign a tree head of log and ledger as they end, for a witness to sign beside it and for",
      "others to keep. The folder must not be in use."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "docs/formats/proof.md has the format."})
final class AuditHeadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where to write the head; must not exist yet.")
  private Path out;

  @Option(
      names = "--since",
      paramLabel = "FILE",
      description = "An earlier head: prove that this one goes on from it.")
  private @Nullable Path since;

  @Mixin private final MarketFolder folder = new MarketFolder();

  @Override
  public Integer call() throws IOException {
    Options.requireNew("--out", out);
    TreeHead earlier = since == null ? null : HeadFiles.read(since).head();
    try (DataFolder data = folder.take()) {
      MarketFolder.requireHistory(data);
      HeadFile head = make(data, earlier);
      Files.write(out, head.write());
      PrintWriter print = spec.commandLine().getOut();
      print.println(
          "%s: %d events, %d batches, %d blocks, signed by %s"
              .formatted(
                  out,
                  head.head().heads().events().size(),
                  head.head().heads().batches().size(),
                  head.head().heads().blocks().size(),
                  head.head().engine()));
      print.flush();
      return 0;
    }
  }

  private static HeadFile make(DataFolder data, @Nullable TreeHead since) {
    try {
      return FolderTrees.read(data, null, (maker, block) -> maker.head(since));
    } catch (ProofException | LedgerException | CodecException e) {
      throw new UserError("no head was made: " + e.getMessage(), e);
    }
  }
}
