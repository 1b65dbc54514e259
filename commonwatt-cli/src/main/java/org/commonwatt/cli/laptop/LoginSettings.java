package org.commonwatt.cli.laptop;

import java.nio.file.Path;
import java.util.Optional;
import org.commonwatt.engine.issuer.BuiltInIssuer;
import org.commonwatt.identity.oidc.Provider;

/**
 * How a market asks who somebody is.
 *
 * @param masterKey the file of the master key that all keys are made of
 * @param people how people log in
 */
public record LoginSettings(Path masterKey, People people) {
  /**
   * How people log in.
   *
   * @param provider a provider of OpenID Connect
   * @param builtIn where the built-in issuer listens when there is no provider; empty: not at all
   * @param isDemo whether that believes everybody, in a market that is a demo
   */
  public record People(
      Optional<Provider> provider, Optional<BuiltInIssuer.Place> builtIn, boolean isDemo) {}
}
