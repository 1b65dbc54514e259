package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.commonwatt.engine.issuer.BuiltInIssuer;
import org.commonwatt.identity.ApiKey;
import org.commonwatt.identity.Authenticator;
import org.commonwatt.identity.Principal;

/** The built-in issuer for the accounts of a {@link LoginMarket}, which asks for their keys. */
final class TestIssuer {
  private TestIssuer() {}

  /**
   * Starts it.
   *
   * @param port 0 for a free one
   * @param market asked when somebody logs in, and for the time
   */
  static BuiltInIssuer start(int port, Supplier<LoginMarket> market) {
    return BuiltInIssuer.start(
        new BuiltInIssuer.Settings(
            new BuiltInIssuer.Place("127.0.0.1", port, false),
            List.copyOf(LoginMarket.ACCOUNTS.values()),
            Optional.of(login -> key(market.get(), login)),
            () -> market.get().now()));
  }

  private static Optional<ApiKey> key(LoginMarket market, String login) {
    return market
        .identity
        .authenticator()
        .authenticate(new Authenticator.Request("Bearer " + login, "GET", "/", new byte[0]))
        .principal()
        .map(Principal::key);
  }

  /** Waits until the market has found its provider. */
  static void awaitProvider(LoginMarket market) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (market
        .stranger()
        .get("/v1/login")
        .json()
        .at("/provider/authorizationEndpoint")
        .isNull()) {
      assertThat(System.nanoTime()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
