package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.cli.battery.StatementSigner;
import org.commonwatt.ledger.BatteryJson;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.log.sign.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt battery sign}. */
@Command(
    name = "sign",
    description = {
      "Sign the statement about a battery in a file, and write it back with the signature.",
      "The statement is shown: sign only what you see. A key is made when the file has none."
    },
    mixinStandardHelpOptions = true)
final class BatterySignCommand implements Callable<Integer> {
  /** Digits of a key without what X.509 puts before it. */
  private static final int KEY_DIGITS = 64;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The statement as JSON, signed by others or not.")
  private Path file;

  @Option(names = "--as", paramLabel = "ORG", required = true, description = "Who signs.")
  private String org;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      required = true,
      description = "The organisation's key, which only its owner may read.")
  private Path keyFile;

  @Override
  public Integer call() {
    Options.requireId(spec, "--as", org);
    SignedStatement before = read(file);
    try {
      SigningKey key = SigningKey.open(keyFile, "an organisation");
      Files.writeString(file, new StatementSigner(org, key).sign(before).text() + "\n");
      PrintWriter out = spec.commandLine().getOut();
      out.println(before.statement().text());
      String x509 = HexFormat.of().formatHex(key.publicKey());
      out.println(
          "Signed by " + org + " with key " + x509.substring(x509.length() - KEY_DIGITS) + ".");
      out.flush();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Reads a statement's file.
   *
   * @throws UserError when there is none, or it has no statement
   */
  static SignedStatement read(Path file) {
    try {
      return BatteryJson.readStatement(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new UserError("there is no file " + file, e);
    } catch (IOException | LedgerException e) {
      throw new UserError(file + ": " + e.getMessage(), e);
    }
  }
}
