package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.log.sign.ReadingProof;
import org.commonwatt.log.sign.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code commonwatt ingest key}. */
@Command(
    name = "key",
    description = {
      "Tell the public key that the ingest of a folder signs readings with, as the community file"
          + " needs it.",
      "The key is made on first use, in `ingest.key` of the folder."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "The folder must not be in use."})
final class IngestKeyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private final MarketFolder folder = new MarketFolder();

  @Option(
      names = "--new",
      description = {
        "Make a new key in the place of the one before. Keep the line of the old one in the"
            + " community file, or what it has signed is refused when the job reads it again."
      })
  private boolean anew;

  @Override
  public Integer call() {
    try (DataFolder data = folder.take()) {
      Path file = data.part(DataFolder.INGEST_KEY);
      SigningKey key = anew ? SigningKey.make(file) : SigningKey.open(file, "an ingest");
      byte[] known = key.publicKey();
      PrintWriter out = spec.commandLine().getOut();
      out.println("ingestKeys:");
      out.println(
          "  - "
              + Base64.getEncoder().encodeToString(known)
              + " # "
              + ReadingProof.keyName(ReadingProof.keyId(known)));
      out.flush();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new UserError("cannot use the ingest's key: " + e.getMessage(), e);
    }
  }
}
