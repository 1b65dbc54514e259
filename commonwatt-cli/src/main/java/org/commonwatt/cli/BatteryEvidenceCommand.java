package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.engine.evidence.EvidenceStore;
import org.commonwatt.model.Hash;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Documents about batteries in a data folder: {@code commonwatt battery keep} and {@code fetch}.
 */
abstract class BatteryEvidenceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private final MarketFolder folder = new MarketFolder();

  /** {@code commonwatt battery keep}. */
  @Command(
      name = "keep",
      description = "Keep documents under their SHA-256, which statements name as evidence.",
      mixinStandardHelpOptions = true)
  static final class Keep extends BatteryEvidenceCommand {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "1 byte to 4 MiB each.")
    private List<Path> files = List.of();

    @Override
    void run(EvidenceStore store, PrintWriter out) throws IOException {
      for (Path file : files) {
        if (!Files.isRegularFile(file) || Files.size(file) > EvidenceStore.MOST_BYTES) {
          throw new UserError(file + " is no file of at most 4 MiB");
        }
        try {
          out.println(store.put(Files.readAllBytes(file)).hex() + "  " + file);
        } catch (IllegalArgumentException e) {
          throw new UserError(file + ": " + e.getMessage(), e);
        }
      }
    }
  }

  /** {@code commonwatt battery fetch}. */
  @Command(
      name = "fetch",
      description = "Write a document that is kept into a new file, checked against its SHA-256.",
      mixinStandardHelpOptions = true)
  static final class Fetch extends BatteryEvidenceCommand {
    @Parameters(paramLabel = "SHA256", description = "64 lower-case hexadecimal digits.")
    private String sha256;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "A new file.")
    private Path file;

    @Override
    void run(EvidenceStore store, PrintWriter out) throws IOException {
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new UserError(sha256 + " is no SHA-256 of 64 lower-case hexadecimal digits");
      }
      byte[] content =
          store
              .get(new Hash(sha256))
              .orElseThrow(() -> new UserError("no document " + sha256 + " is kept"));
      if (Files.exists(file)) {
        throw new UserError(file + " exists");
      }
      Files.write(file, content);
      out.println(content.length + " bytes.");
    }
  }

  /** Works on the folder's documents. */
  abstract void run(EvidenceStore store, PrintWriter out) throws IOException;

  @Override
  public Integer call() {
    try (DataFolder data = folder.take()) {
      PrintWriter out = spec.commandLine().getOut();
      run(data.evidence(), out);
      out.flush();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }
}
