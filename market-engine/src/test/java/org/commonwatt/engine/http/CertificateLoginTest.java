package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTPS a machine logs in by a certificate for which its account has made a key. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificateLoginTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String KEYS = "/v1/keys";
  private static final String WHO = "/v1/whoami";

  private final TestAuthority authority = new TestAuthority("village");
  private Path certificate;
  private Path key;
  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    certificate = dir.resolve("server.pem");
    key = dir.resolve("server.key");
    authority.issue("server").write(certificate, key);
    Path issuers = Files.writeString(dir.resolve("clients.pem"), authority.pem());
    market =
        new LoginMarket(dir, new TlsSettings("127.0.0.1", certificate, key, Optional.of(issuers)));
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  /** Shows a certificate whichever issuers the server says it trusts. */
  private static final class Shows extends X509ExtendedKeyManager {
    private final TestAuthority.Holder holder;

    Shows(TestAuthority.Holder holder) {
      this.holder = holder;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "own";
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return "own";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {holder.certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return holder.key();
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"own"};
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }
  }

  private SSLContext context(TestAuthority.@Nullable Holder shown) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] own = shown == null ? null : new KeyManager[] {new Shows(shown)};
    context.init(own, trust.getTrustManagers(), null);
    return context;
  }

  private HttpClient client(TestAuthority.@Nullable Holder shown) throws Exception {
    return HttpClient.newBuilder().sslContext(context(shown)).build();
  }

  private URI uri(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + market.port() + path);
  }

  private HttpResponse<String> get(HttpClient client, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri("https", path)).GET();
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> make(HttpClient client, String account, String body)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri("https", KEYS))
            .header("Authorization", LoginMarket.bearer(account + ".all"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String wanted(String fingerprint, String... scopes) {
    var body = MAPPER.createObjectNode().put("label", "box").put("certificate", fingerprint);
    var array = body.putArray("scopes");
    for (String scope : scopes) {
      array.add(scope);
    }
    return body.toString();
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return MAPPER.readTree(answer.body());
  }

  private static String code(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).isBetween(400, 499);
    return json(answer).path("code").asText();
  }

  private JsonNode made(TestAuthority.Holder holder, String account, String... scopes)
      throws Exception {
    HttpResponse<String> answer =
        make(client(holder), account, wanted(holder.fingerprint(), scopes));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  @Test
  void aCertificateLogsInAsFarAsItsKeysScopesGoUntilTheKeyIsTakenBack() throws Exception {
    TestAuthority.Holder box = authority.issue("box");
    JsonNode key = made(box, "home-01", "read");
    assertThat(key.has("login")).as("there is no secret").isFalse();
    assertThat(key.get("certificate").asText()).isEqualTo(box.fingerprint());
    assertThat(key.get("expiresAt").asText())
        .as("no longer than its certificate")
        .isEqualTo(box.certificate().getNotAfter().toInstant().toString());
    HttpClient client = client(box);
    assertThat(json(get(client, WHO)).get("account").asText()).isEqualTo("home-01");
    assertThat(get(client, "/v1/accounts/home-01").statusCode()).isEqualTo(200);
    assertThat(get(client, "/v1/accounts/home-02").statusCode()).isEqualTo(404);
    assertThat(code(get(client, KEYS))).isEqualTo("SCOPE_MISSING");
    market.identity.revoke("home-01", key.get("keyId").asText());
    assertThat(code(get(client, WHO))).isEqualTo("LOGIN_REVOKED");
    assertThat(made(box, "home-01", "read").get("revokedAt").isNull()).as("anew").isTrue();
    assertThat(get(client, WHO).statusCode()).isEqualTo(200);
  }

  @Test
  void aKeyOfACertificateExpiresLikeAnyOtherAndMakesRoomForItsNext() throws Exception {
    for (String next : List.of("home-02", "home-03")) {
      TestAuthority.Holder box = authority.issue("brief");
      String end = market.now().plusSeconds(60).toString();
      String body =
          wanted(box.fingerprint(), "read").replace("{", "{\"expiresAt\":\"" + end + "\",");
      JsonNode brief = json(make(client(box), "home-02", body));
      assertThat(brief.path("expiresAt").asText()).as("" + brief).isEqualTo(end);
      assertThat(get(client(box), WHO).statusCode()).isEqualTo(200);
      market.passes(Duration.ofSeconds(60));
      assertThat(code(get(client(box), WHO))).isEqualTo("LOGIN_EXPIRED");
      made(box, next, "read");
      assertThat(json(get(client(box), WHO)).get("account").asText()).isEqualTo(next);
      assertThat(market.identity.key(brief.get("keyId").asText()).orElseThrow().life().revokedAt())
          .as("when it expired")
          .isEqualTo(end);
    }
  }

  @Test
  void nobodyMakesAKeyForACertificateThatIsNotShownOrStandsForAnother() throws Exception {
    TestAuthority.Holder box = authority.issue("taken");
    String wanted = wanted(box.fingerprint(), "read");
    HttpClient without = client(null);
    assertThat(code(make(without, "home-03", wanted))).isEqualTo("CERTIFICATE_NOT_SHOWN");
    HttpClient another = client(authority.issue("another"));
    assertThat(code(make(another, "home-03", wanted))).isEqualTo("CERTIFICATE_NOT_SHOWN");
    assertThat(code(make(client(box), "home-03", wanted("AB12", "read")))).isEqualTo("MALFORMED");
    made(box, "home-03", "read");
    assertThat(code(make(client(box), "home-02", wanted))).isEqualTo("CERTIFICATE_TAKEN");
    assertThat(json(get(client(box), WHO)).get("account").asText()).isEqualTo("home-03");
  }

  @Test
  void withoutAKnownCertificateAHeaderLogsInAndNothingElse() throws Exception {
    assertThat(code(get(client(authority.issue("nobody")), WHO))).isEqualTo("LOGIN_UNKNOWN");
    assertThat(code(get(client(null), WHO))).isEqualTo("LOGIN_REQUIRED");
    assertThat(get(client(null), "/v1/time").statusCode()).isEqualTo(200);
    String bearer = LoginMarket.bearer("home-01.all");
    TestAuthority.Holder box = authority.issue("both");
    made(box, "home-02", "read");
    HttpResponse<String> both = get(client(box), WHO, "Authorization", bearer);
    assertThat(json(both).get("account").asText()).as("the header counts").isEqualTo("home-01");
  }

  @Test
  void aBrowserThatShowsItsCertificateForAPageOfOthersIsNobody() throws Exception {
    TestAuthority.Holder browser = authority.issue("browser");
    made(browser, "home-01", "read");
    HttpClient client = client(browser);
    String foreign = "https://evil.example";
    assertThat(code(get(client, WHO, "Origin", foreign))).isEqualTo("LOGIN_REQUIRED");
    assertThat(code(get(client, WHO, "Sec-Fetch-Site", "cross-site"))).isEqualTo("LOGIN_REQUIRED");
    assertThat(get(client, WHO, "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(200);
    String own = "https://127.0.0.1:" + market.port();
    assertThat(get(client, WHO, "Origin", own).statusCode()).isEqualTo(200);
  }

  @Test
  void aCertificateOfAnotherIssuerIsRefusedByTheHandshake() throws Exception {
    assertNoHandshake(new TestAuthority("elsewhere").issue("box"));
    assertNoHandshake(new TestAuthority("village").issue("box")); // the name alone is not enough
  }

  @Test
  void aCertificateThatHasRunOutIsRefusedByTheHandshake() throws Exception {
    assertNoHandshake(authority.expired("box"));
  }

  private void assertNoHandshake(TestAuthority.Holder shown) throws Exception {
    HttpClient stranger = client(shown);
    assertThatThrownBy(() -> get(stranger, WHO)).isInstanceOf(IOException.class);
  }

  @Test
  void withoutEncryptionNothingIsAnswered() throws Exception {
    try (Socket plain = new Socket("127.0.0.1", market.port())) {
      String request = "GET /v1/time HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
      plain.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream answer = plain.getInputStream();
      String said = new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(said).doesNotContain("HTTP/");
    }
  }

  @Test
  void aSocketIsOpenedByACertificateAndNotForAPageOfOthers() throws Exception {
    TestAuthority.Holder box = authority.issue("streams");
    made(box, "home-01", "read");
    WebSocket socket = open(client(box), Map.of());
    socket.abort();
    assertThatThrownBy(() -> open(client(authority.issue("unknown")), Map.of()))
        .isInstanceOf(CompletionException.class);
  }

  private WebSocket open(HttpClient client, Map<String, String> headers) {
    WebSocket.Builder builder = client.newWebSocketBuilder();
    headers.forEach(builder::header);
    return builder.buildAsync(uri("wss", "/v1/stream"), new WebSocket.Listener() {}).join();
  }

  @Test
  void aNewCertificateIsTakenFromItsFilesAndHalfOfOneIsNot(@TempDir Path other) throws Exception {
    X509Certificate before = shownByServer();
    TestAuthority.Holder next = authority.issue("server-2");
    Path nextKey = other.resolve("key");
    Path nextCertificate = other.resolve("certificate");
    next.write(nextCertificate, nextKey);
    Files.copy(nextCertificate, certificate, StandardCopyOption.REPLACE_EXISTING);
    until("it is told", () -> !market.service.troubles().isEmpty());
    assertThat(shownByServer()).isEqualTo(before);
    Files.writeString(key, Files.readString(nextKey));
    until("the new one is shown", () -> shownByServer().equals(next.certificate()));
    until("all is well", () -> market.service.troubles().isEmpty());
  }

  private static void until(String what, Callable<Boolean> holds) throws Exception {
    long end = System.nanoTime() + LoginMarket.PATIENCE.toNanos();
    while (!holds.call()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private X509Certificate shownByServer() throws Exception {
    try (SSLSocket socket =
        (SSLSocket) context(null).getSocketFactory().createSocket("127.0.0.1", market.port())) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }
}
