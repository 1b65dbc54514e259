package org.commonwatt.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.cli.laptop.LocalLogins;
import org.commonwatt.cli.laptop.LoginSettings;
import org.commonwatt.cli.laptop.ProviderFile;
import org.commonwatt.engine.issuer.BuiltInIssuer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a market asks who sends a request. */
final class LoginOptions {
  private static final Pattern PLACE = Pattern.compile("([^:]+|\\[[0-9a-fA-F:]+]):([0-9]{1,5})");

  @Option(
      names = "--logins",
      description = {
        "Ask who sends a request: all that is not public needs a login. The logins of all accounts",
        "are put into `logins` of the folder, a file each, for its owner to read: docs/identity.md."
      })
  private boolean on;

  @Option(
      names = "--logins-key",
      paramLabel = "FILE",
      description = {
        "The master key that logins are made of, the same at every engine of a market; made if it"
            + " is",
        "not there. Without it `logins.key` in the folder. Implies --logins."
      })
  private @Nullable Path key;

  @Option(
      names = "--oidc",
      paramLabel = "FILE",
      description = {
        "The provider of OpenID Connect by which people log in: docs/identity.md#people-oidc.",
        "Implies --logins."
      })
  private @Nullable Path provider;

  @Option(
      names = "--issuer",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:0",
      description = {
        "Where the built-in issuer listens, for local use only, when people have no provider; port"
            + " 0",
        "for a free one, `off` for no such issuer. Another than this machine's needs"
            + " --issuer-anywhere."
      })
  private String issuer;

  @Option(
      names = "--issuer-anywhere",
      description = "Let other machines reach the built-in issuer: do not, but to try things out.")
  private boolean anywhere;

  /**
   * How somebody is asked who it is, empty when nobody is.
   *
   * @throws UserError when the provider's file or the issuer's place cannot be used
   */
  Optional<LoginSettings> settings(Path folder) {
    if (!on && key == null && provider == null) {
      return Optional.empty();
    }
    LoginSettings.People people =
        new LoginSettings.People(
            Optional.ofNullable(provider).map(ProviderFile::read), place(), false);
    return Optional.of(
        new LoginSettings(key == null ? folder.resolve(LocalLogins.MASTER_KEY) : key, people));
  }

  private Optional<BuiltInIssuer.Place> place() {
    if (issuer.equals("off")) {
      return Optional.empty();
    }
    Matcher parts = PLACE.matcher(issuer);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
      throw new UserError("--issuer: " + issuer + " is neither HOST:PORT nor off");
    }
    return Optional.of(
        new BuiltInIssuer.Place(parts.group(1), Integer.parseInt(parts.group(2)), anywhere));
  }
}
