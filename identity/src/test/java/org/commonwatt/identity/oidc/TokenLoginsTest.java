package org.commonwatt.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.MasterKey;
import org.commonwatt.identity.Refusal;
import org.commonwatt.identity.Role;
import org.commonwatt.identity.Scope;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tokens of a provider whose name ends with a slash; it is a fake that serves two documents. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenLoginsTest {
  private EmbeddedPostgres postgres;
  private Identity identity;
  private HttpServer server;
  private ECKey key;
  private String issuer = "";

  @BeforeAll
  void start() throws Exception {
    postgres =
        EmbeddedPostgres.builder()
            .setPort(TestPorts.pick())
            .setPGStartupWait(Duration.ofMinutes(3))
            .start();
    identity =
        Identity.open(
            new Identity.Access(postgres.getJdbcUrl("postgres", "postgres"), "postgres", ""),
            "village",
            MasterKey.ofSeed("tokens"),
            () -> TokenMaker.NOW);
    identity.ensure(
        new Account("home-01", Role.PROSUMER, Set.of("home-01")),
        "home-01.key",
        Set.of(Scope.READ));
    key = TokenMaker.curve("curve");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    issuer = base + "/tenant/";
    serve(
        "/tenant/.well-known/openid-configuration",
        "{\"issuer\": \"%s\", \"authorization_endpoint\": \"%s\", \"token_endpoint\": \"%s\", \"jwks_uri\": \"%s\"}"
            .formatted(issuer, base + "/login", base + "/token", base + "/keys"));
    serve("/keys", new JWKSet(key.toPublicJWK()).toString());
    server.start();
  }

  @AfterAll
  void stop() throws IOException {
    server.stop(0);
    identity.close();
    postgres.close();
  }

  private void serve(String path, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private TokenLogins logins(String of) {
    Provider provider =
        new Provider(
            URI.create(of),
            "Village",
            new Provider.Client("page", Optional.empty(), TokenMaker.AUDIENCE),
            Provider.Mapping.BY_SUBJECT,
            false);
    return TokenLogins.start(provider, identity, () -> TokenMaker.NOW);
  }

  private String token(ECKey by) throws Exception {
    return TokenMaker.signed(
        by, JWSAlgorithm.ES256, TokenMaker.claims().issuer(issuer).subject("home-01"));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it did not come to be").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void anIssuerIsTakenAsItNamesItselfAlsoWithASlashAtItsEnd() throws Exception {
    try (TokenLogins logins = logins(issuer)) {
      await(() -> logins.metadata().isPresent());
      assertThat(logins.authenticate(token(key)).principal().orElseThrow().account().id())
          .isEqualTo("home-01");
    }
  }

  @Test
  void onlyATokenThatWasFoundGenuineHasBeenSeen() throws Exception {
    try (TokenLogins logins = logins(issuer)) {
      await(() -> logins.metadata().isPresent());
      String token = token(key);
      assertThat(logins.hasSeen(token)).isFalse();
      assertThat(logins.authenticate(token).principal()).isPresent();
      assertThat(logins.hasSeen(token)).isTrue();
      String forged = token(TokenMaker.curve("curve"));
      assertThat(logins.authenticate(forged).refusal()).contains(Refusal.UNKNOWN);
      assertThat(logins.hasSeen(forged)).isFalse();
    }
  }

  @Test
  void whatIsWrongWithTheProviderIsToldWithoutItsAddress() throws Exception {
    try (TokenLogins logins = logins(issuer.replaceFirst("/$", ""))) {
      await(() -> logins.trouble().isPresent());
      assertThat(logins.trouble().orElseThrow())
          .isEqualTo("the provider of logins does not answer as it should; the log says why");
      assertThat(logins.metadata()).as("it names itself otherwise").isEmpty();
    }
  }
}
