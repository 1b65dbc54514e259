package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.commonwatt.log.sign.SigningKey;
import org.commonwatt.model.BilateralTerms;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt bilateral sign}. */
@Command(
    name = "sign",
    description = {
      "Show the terms and price of a contract, and sign them as one of its parties. The key is made",
      "when its file is not there yet; its public half is printed for the exchange to register."
    },
    mixinStandardHelpOptions = true)
final class BilateralSignCommand implements Callable<Integer> {
  /** Digits of a key without what X.509 puts before it. */
  private static final int KEY_DIGITS = 64;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The contract, as `bilateral terms` writes it.")
  private Path file;

  @Option(
      names = "--as",
      paramLabel = "SIDE",
      required = true,
      description = "${COMPLETION-CANDIDATES}: whose signature it is.")
  private BilateralSide side;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      required = true,
      description = "The party's key, which only its owner may read.")
  private Path keyFile;

  @Override
  public Integer call() {
    BilateralFile contract = BilateralFile.read(file);
    BilateralTerms terms = contract.signed().terms();
    try {
      SigningKey key = SigningKey.open(keyFile, "a party");
      contract.with(side, HexFormat.of().formatHex(key.sign(terms.signedBytes()))).write(file);
      PrintWriter out = spec.commandLine().getOut();
      out.println(terms.text());
      out.println("Price: " + contract.price().priceMicroPerKwh() + " per kWh, in millionths.");
      String party = side == BilateralSide.BUYER ? terms.buyer() : terms.seller();
      out.println("Signed by " + party + " with key " + hex(key) + ".");
      out.flush();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  private static String hex(SigningKey key) {
    String x509 = HexFormat.of().formatHex(key.publicKey());
    return x509.substring(x509.length() - KEY_DIGITS);
  }
}
