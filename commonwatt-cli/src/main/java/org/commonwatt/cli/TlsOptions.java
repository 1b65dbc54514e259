package org.commonwatt.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.commonwatt.engine.http.HttpApi;
import org.commonwatt.engine.http.TlsSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How an API encrypts, and where it listens then. */
final class TlsOptions {
  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = {
        "Speak HTTPS with the certificate of this PEM file, its issuers behind it: docs/https.md.",
        "It and --tls-key are read again when they change."
      })
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Its private key: PEM, PKCS#8, for its owner to read.")
  private @Nullable Path key;

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      description = {
        "Let clients log in by certificates of the issuers in this PEM file, where an account has"
            + " made",
        "a key for them."
      })
  private @Nullable Path clientAuthorities;

  @Option(
      names = "--address",
      paramLabel = "HOST",
      description = {
        "Where HTTPS listens, 127.0.0.1 unless given; another than this machine's needs --logins."
      })
  private @Nullable String address;

  /**
   * How the API encrypts, empty when it does not.
   *
   * @param logins whether the API asks who sends a request
   * @throws CommandLine.ParameterException when options do not go together
   * @throws UserError when a file cannot be used
   */
  Optional<TlsSettings> settings(CommandSpec spec, boolean logins) {
    if (certificate == null && key == null) {
      if (clientAuthorities != null || address != null) {
        throw refused(spec, "--tls-client-ca and --address need --tls-cert and --tls-key");
      }
      return Optional.empty();
    }
    if (certificate == null || key == null) {
      throw refused(spec, "--tls-cert and --tls-key go together");
    }
    TlsSettings settings =
        new TlsSettings(
            address == null ? HttpApi.HOST : address,
            certificate,
            key,
            Optional.ofNullable(clientAuthorities));
    if (!logins && (clientAuthorities != null || !settings.isLocal())) {
      throw refused(spec, "--tls-client-ca and an --address that others reach need --logins");
    }
    try {
      settings.requireUsable();
    } catch (NoSuchFileException e) {
      throw new UserError("there is no file " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
    return Optional.of(settings);
  }

  private static CommandLine.ParameterException refused(CommandSpec spec, String why) {
    return new CommandLine.ParameterException(spec.commandLine(), why);
  }
}
