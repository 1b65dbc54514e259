package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.bundle.BundleSigner;
import org.commonwatt.audit.proof.HeadFile;
import org.commonwatt.audit.proof.TreeHead;
import org.commonwatt.audit.proof.Witness;
import org.commonwatt.cli.laptop.HeadFiles;
import org.commonwatt.cli.laptop.WholeFile;
import org.commonwatt.log.sign.SigningKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt audit witness}: a regulator signs beside the engine. */
@Command(
    name = "witness",
    description = {
      "Sign a market's tree head beside its engine, when it goes on from the last head that this",
      "witness signed. Needs neither log nor ledger."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit code 0: signed, 1: not, and why. Keep the key and the last head where the market",
      "cannot write."
    })
final class AuditWitnessCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "HEAD", description = "A file of `audit head`; is given the signature.")
  private Path head;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      required = true,
      description = "The witness's key; made on first use.")
  private Path key;

  @Option(
      names = "--last",
      paramLabel = "FILE",
      required = true,
      description = "The last head that this witness signed; written when it signs.")
  private Path last;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "Whose key to believe; needed for the first head and after a new engine.")
  private @Nullable String engine;

  @Override
  public Integer call() throws IOException {
    HeadFile before = Files.exists(last) ? HeadFiles.read(last) : null;
    if (before == null && engine == null) {
      throw new ParameterException(
          spec.commandLine(), "no head was signed before: name the --engine to believe");
    }
    Options.requireWritable("--last", last);
    byte[] file = WholeFile.bytes(head);
    List<Finding> problems =
        new Witness(before == null ? null : before.head(), engine).problems(file);
    PrintWriter out = spec.commandLine().getOut();
    if (!problems.isEmpty()) {
      problems.forEach(problem -> out.println("  " + problem));
      out.println("Not signed.");
      out.flush();
      return 1;
    }
    Signer signer = new Signer(SigningKey.open(key, "a witness"));
    String now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString();
    HeadFile signed = Witness.sign(HeadFile.read(file), signer, now);
    replace(last, signed);
    replace(head, signed);
    List<TreeHead.CoSignature> all = signed.head().witnesses();
    out.println(
        "%s: %d events of %s, signed by %s"
            .formatted(
                head,
                signed.head().heads().events().size(),
                signed.head().market(),
                all.get(all.size() - 1).witness()));
    out.flush();
    return 0;
  }

  private static void replace(Path file, HeadFile signed) throws IOException {
    Path fresh = Path.of(file + ".new");
    Files.write(fresh, signed.write());
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private record Signer(SigningKey key) implements BundleSigner {
    @Override
    public byte[] publicKey() {
      return key.publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
      return key.sign(message);
    }
  }
}
