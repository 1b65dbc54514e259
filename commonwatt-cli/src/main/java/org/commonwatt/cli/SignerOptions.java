package org.commonwatt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.cli.battery.StatementSigner;
import org.commonwatt.log.sign.SigningKey;
import org.commonwatt.model.Ids;
import picocli.CommandLine.Option;

/** The options that say who signs statements about batteries. */
final class SignerOptions {
  @Option(
      names = "--as",
      paramLabel = "ORG",
      description = "Who signs every statement; may be repeated, each with its --key.")
  private List<String> orgs = new ArrayList<>();

  @Option(names = "--key", paramLabel = "FILE", description = "The organisation's key.")
  private List<Path> keys = new ArrayList<>();

  /** Who signs, in this order. */
  List<StatementSigner> signers() {
    if (orgs.size() != keys.size()) {
      throw new UserError("say --as and --key as often as each other");
    }
    List<StatementSigner> signers = new ArrayList<>();
    for (int i = 0; i < orgs.size(); i++) {
      Path key = keys.get(i);
      if (!Ids.isValid(orgs.get(i)) || !Files.exists(key)) {
        throw new UserError("there is no key " + key + " of " + orgs.get(i));
      }
      try {
        signers.add(new StatementSigner(orgs.get(i), SigningKey.open(key, "an organisation")));
      } catch (IOException e) {
        throw new UserError(String.valueOf(e.getMessage()), e);
      }
    }
    return signers;
  }
}
