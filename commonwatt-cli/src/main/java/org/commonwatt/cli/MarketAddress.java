package org.commonwatt.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.commonwatt.identity.KeyToken;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a market answers, and as whom it is asked. */
final class MarketAddress {
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "Where the market answers; ${DEFAULT-VALUE} unless given.")
  private URI url;

  @Option(
      names = "--login",
      paramLabel = "FILE",
      description = "The file of your login, where the market asks for one.")
  private @Nullable Path login;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = {
        "PEM: the issuers of certificates that this market's must come from, instead of those that",
        "Java trusts; only for https."
      })
  private @Nullable Path authorities;

  /**
   * The market's API.
   *
   * @throws UserError when the file holds no login, or no certificates
   */
  MarketApi api() {
    if (authorities != null && !"https".equals(url.getScheme())) {
      throw new UserError("--ca: " + url + " is not https, so no certificate is shown");
    }
    return new MarketApi(
        url,
        Optional.ofNullable(login).map(MarketAddress::read),
        Optional.ofNullable(authorities).map(TrustedIssuers::context));
  }

  private static String read(Path file) {
    try {
      return KeyToken.parse(Files.readString(file).strip())
          .orElseThrow(() -> new UserError("--login: " + file + " holds no login"))
          .text();
    } catch (IOException e) {
      throw new UserError("--login: " + file + " cannot be read: " + e, e);
    }
  }
}
