package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.engine.issuer.BuiltInIssuer;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.Scope;
import org.commonwatt.identity.oidc.TokenLogins;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** People log in at a provider, the built-in one here, over real HTTP, as the page has them do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeopleLoginTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final OpenApi DOCUMENT = OpenApi.packaged();
  private static final String VERIFIER = "v".repeat(43);

  private final HttpClient http = HttpClient.newHttpClient();
  private LoginMarket market;
  private BuiltInIssuer issuer;
  private final AtomicReference<TokenLogins> tokens = new AtomicReference<>();

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    issuer = issuer(0);
    market = new LoginMarket(dir, this::provider);
    issuer.serve(market.service.httpAddress());
    TestIssuer.awaitProvider(market);
  }

  @AfterAll
  void stop() throws Exception {
    Objects.requireNonNull(tokens.get()).close();
    market.close();
    issuer.close();
  }

  private TokenLogins provider(Identity identity) {
    TokenLogins started = TokenLogins.start(issuer.provider(), identity, () -> market.now());
    tokens.set(started);
    return started;
  }

  private BuiltInIssuer issuer(int port) {
    return TestIssuer.start(port, () -> market);
  }

  private String page() {
    return "http://127.0.0.1:" + market.port() + "/";
  }

  private Map<String, String> request(String state) {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("response_type", "code");
    request.put("client_id", issuer.provider().client().id());
    request.put("redirect_uri", page());
    request.put("state", state);
    request.put("nonce", "nonce-" + state);
    request.put("code_challenge_method", "S256");
    byte[] hash = Hash.of(VERIFIER.getBytes(StandardCharsets.US_ASCII)).bytes();
    request.put("code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    return request;
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(issuer.provider().issuer() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> login(Map<String, String> request, String account, String keyId)
      throws Exception {
    Map<String, String> fields = new LinkedHashMap<>(request);
    fields.put("account", account);
    fields.put("login", LoginMarket.MASTER.token(keyId).text());
    return post("/authorize", fields);
  }

  /** The code with which the browser is sent back to the page. */
  private String code(String account, String state) throws Exception {
    return code(account, account + ".all", state);
  }

  private String code(String account, String keyId, String state) throws Exception {
    HttpResponse<String> answer = login(request(state), account, keyId);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    String to = answer.headers().firstValue("Location").orElseThrow();
    assertThat(to).startsWith(page() + "?code=").contains("&state=" + state + "&iss=");
    return to.substring(to.indexOf("code=") + 5, to.indexOf("&state="));
  }

  private Reply exchange(String code, String verifier, String nonce) throws Exception {
    return exchange(code, verifier, nonce, page());
  }

  private Reply exchange(String code, String verifier, String nonce, String page) throws Exception {
    ObjectNode body = MAPPER.createObjectNode().put("code", code).put("verifier", verifier);
    body.put("redirectUri", page).put("nonce", nonce);
    return market.stranger().post("/v1/login/token", body.toString());
  }

  private String token(String account) throws Exception {
    return tokenFor(account, account + ".all");
  }

  private String tokenFor(String account, String keyId) throws Exception {
    Reply reply = exchange(code(account, keyId, "s"), VERIFIER, "nonce-s");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().get("accessToken").asText();
  }

  /** In an order in which one gives what the next is about; {@code DocumentTest} has the others. */
  @Test
  void everyExampleAboutAccountsIsAnsweredAsTheDocumentSays() throws Exception {
    market.identity.ensure(LoginMarket.account("home-01"), "local.home-01", Set.of(Scope.READ));
    Map<String, String> refusals = // of what only a provider, or who approved, can know
        Map.of(
            "POST /v1/login/token", "422 CODE_REFUSED",
            "POST /v1/recoveries/{recoveryId}/completion", "404 UNKNOWN_RECOVERY");
    List<String> operations =
        DOCUMENT.operations().stream()
            .filter(one -> rule(one).owner() == AccessRule.Owner.ACCOUNT)
            .toList();
    assertThat(operations).hasSize(10);
    String recovery = "";
    for (String operation : operations) {
      String success = DOCUMENT.at(operation).get("responses").fieldNames().next();
      for (String body : bodies(operation)) {
        Reply reply = example(operation, recovery, body);
        String answer = reply.status() + (reply.status() < 300 ? "" : " " + reply.code());
        assertThat(answer)
            .as(operation + " " + reply.text())
            .isEqualTo(refusals.getOrDefault(operation, success));
        recovery = reply.json().path("recoveryId").asText(recovery);
      }
    }
  }

  private static AccessRule rule(String operation) {
    return AccessPolicy.packaged().rule(operation);
  }

  /** The bodies of an operation's examples; one that is empty for an operation without. */
  private static List<String> bodies(String operation) {
    List<String> examples =
        DOCUMENT.examples(operation).values().stream().map(JsonNode::toString).toList();
    return examples.isEmpty() ? List.of("") : examples;
  }

  private Reply example(String operation, String recovery, String body) throws Exception {
    AccessRule rule = rule(operation);
    ApiClient client =
        rule.isPublic()
            ? market.stranger()
            : market.as(rule.roles().isEmpty() ? "home-01" : "admin");
    String[] parts = operation.split(" ", 2);
    HttpMethod method = HttpMethod.valueOf(parts[0]);
    String path = parts[1].replace("{recoveryId}", recovery).replace("{keyId}", "local.home-01");
    return body.isEmpty()
        ? client.call(method, path)
        : client.send(
            method, path, "application/json", body.replace("http://127.0.0.1:8080/", page()));
  }

  private ApiClient client(String token) {
    return market.client(Map.of("Authorization", "Bearer " + token));
  }

  @Test
  void whoLoggedInIsItsAccountAndSeesItsOwnDataOnly() throws Exception {
    JsonNode about = market.stranger().get("/v1/login").json().get("provider");
    assertThat(about.get("builtIn").asBoolean()).isTrue();
    assertThat(about.get("authorizationEndpoint").asText()).endsWith("/built-in-issuer/authorize");
    ApiClient home = client(token("home-01"));
    JsonNode who = home.get("/v1/whoami").json();
    assertThat(who.get("account").asText()).isEqualTo("home-01");
    assertThat(who.get("by").asText()).isEqualTo("token");
    assertThat(who.get("login").asText()).isEqualTo(BuiltInIssuer.NAME);
    assertThat(home.get("/v1/accounts/home-01").status()).isEqualTo(200);
    assertThat(home.get("/v1/accounts/home-02").code()).isEqualTo("UNKNOWN_PARTICIPANT");
    assertThat(client(token("agency")).get("/v1/accounts/home-01").code())
        .isEqualTo("PURPOSE_REQUIRED");
  }

  @Test
  void whoLoggedInMakesAKeyThatOutlivesTheLogin() throws Exception {
    Reply made =
        client(token("home-03"))
            .post("/v1/keys", "{\"label\": \"made by hand\", \"scopes\": [\"read\"]}");
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    assertThat(made.json().get("expiresAt").isNull()).isTrue();
    ApiClient machine = client(made.json().get("login").asText());
    assertThat(machine.get("/v1/accounts/home-03").status()).isEqualTo(200);
    assertThat(machine.get("/v1/whoami").json().get("by").asText()).isEqualTo("key");
  }

  @Test
  void aLoginByAKeyMayDoWhatTheKeyMayAndMakesNoneThatEndsLater() throws Exception {
    Instant end = market.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
    Identity.NewKey reader = new Identity.NewKey("r", Set.of(Scope.READ, Scope.KEYS), end);
    String keyId = market.identity.issue("home-02", reader).orElseThrow().key().id();
    ApiClient person = client(tokenFor("home-02", keyId));
    assertThat(person.get("/v1/accounts/home-02").status()).isEqualTo(200);
    assertThat(person.post("/v1/keys", "{\"label\": \"x\", \"scopes\": [\"trade\"]}").code())
        .isEqualTo("SCOPE_MISSING");
    Reply made = person.post("/v1/keys", "{\"label\": \"x\", \"scopes\": [\"read\"]}");
    assertThat(Instant.parse(made.json().get("expiresAt").asText())).isEqualTo(end);
    market.passes(Duration.ofSeconds(1));
    Identity.NewKey shortLived =
        new Identity.NewKey("s", Set.of(Scope.READ), market.now().plusSeconds(60));
    String soon = market.identity.issue("home-02", shortLived).orElseThrow().key().id();
    ApiClient brief = client(tokenFor("home-02", soon));
    assertThat(brief.get("/v1/whoami").status()).isEqualTo(200);
    market.passes(Duration.ofSeconds(60));
    assertThat(brief.get("/v1/whoami").status()).as("its key has expired").isEqualTo(401);
  }

  @Test
  void whoTakesAKeyBackTakesBackTheLoginsItWasUsedForAndTheirKeys() throws Exception {
    Identity.NewKey all =
        new Identity.NewKey("leaked", Set.of(Scope.READ, Scope.TRADE, Scope.KEYS), null);
    String leaked = market.identity.issue("home-02", all).orElseThrow().key().id();
    String token = tokenFor("home-02", leaked);
    Reply made = client(token).post("/v1/keys", "{\"label\": \"x\", \"scopes\": [\"read\"]}");
    ApiClient machine = client(made.json().get("login").asText());
    assertThat(machine.get("/v1/accounts/home-02").status()).isEqualTo(200);
    assertThat(market.identity.revoke("home-02", leaked)).isPresent();
    assertThat(client(token).get("/v1/whoami").code()).isEqualTo("LOGIN_REVOKED");
    assertThat(machine.get("/v1/accounts/home-02").code()).isEqualTo("LOGIN_REVOKED");
  }

  @Test
  void aCodeIsTakenOnceByWhoBeganTheLogin() throws Exception {
    String code = code("home-01", "one");
    assertThat(exchange(code, "w".repeat(43), "nonce-one").code()).isEqualTo("CODE_REFUSED");
    assertThat(exchange(code, VERIFIER, "nonce-one").code())
        .as("used up")
        .isEqualTo("CODE_REFUSED");
    String other = code("home-01", "two");
    assertThat(exchange(other, VERIFIER, "nonce-one").code())
        .as("the identity token is of another login")
        .isEqualTo("CODE_REFUSED");
    String third = code("home-01", "three");
    market.passes(Duration.ofMinutes(1));
    assertThat(exchange(third, VERIFIER, "nonce-three").code()).isEqualTo("CODE_REFUSED");
  }

  @Test
  void theProviderIsNotAskedAboutALoginOfAnotherPage() throws Exception {
    String code = code("home-01", "four");
    for (String page : List.of("http://127.0.0.1:1/", "https://example.org/", page() + "x")) {
      assertThat(exchange(code, VERIFIER, "nonce-four", page).code())
          .as(page)
          .isEqualTo("MALFORMED");
    }
    assertThat(exchange(code, VERIFIER, "nonce-four").status()).as("not used up").isEqualTo(200);
  }

  @Test
  void nobodyIsLetInWithoutALoginOfTheAccount() throws Exception {
    HttpResponse<String> wrong = login(request("x"), "home-01", "home-02.all");
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(wrong.body()).contains("built-in issuer, for local use only");
    assertThat(login(request("x"), "nobody", "home-02.all").statusCode()).isEqualTo(403);
  }

  @Test
  void codesGoToThePageOfThisMarketOnlyAndNeedAChallenge() throws Exception {
    for (Map.Entry<String, String> bad :
        Map.of(
                "redirect_uri", "http://127.0.0.1:1/",
                "response_type", "token",
                "client_id", "another",
                "code_challenge_method", "plain",
                "code_challenge", "short")
            .entrySet()) {
      Map<String, String> request = request("<x>");
      request.put(bad.getKey(), bad.getValue());
      HttpResponse<String> answer = login(request, "home-01", "home-01.all");
      assertThat(answer.statusCode()).as(bad.toString()).isEqualTo(400);
      assertThat(answer.headers().firstValue("Location")).isEmpty();
    }
    Map<String, String> marked = request("\"><script>");
    HttpResponse<String> page =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(issuer.provider().issuer() + "/authorize?" + form(marked)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(page.body()).contains("local use only").doesNotContain("<script");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("form-action 'self' http://127.0.0.1:" + market.port());
  }

  @Test
  void anIdentityTokenIsNoAccessTokenAndAnExpiredOneNoLogin() throws Exception {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", issuer.provider().client().id());
    form.put("code", code("home-01", "raw"));
    form.put("redirect_uri", page());
    form.put("code_verifier", VERIFIER);
    JsonNode answer = MAPPER.readTree(post("/token", form).body());
    String identityToken = answer.get("id_token").asText();
    assertThat(client(identityToken).get("/v1/whoami").code()).isEqualTo("LOGIN_WRONG_AUDIENCE");
    String access = answer.get("access_token").asText();
    assertThat(client(access).get("/v1/whoami").status()).isEqualTo(200);
    String unsigned =
        Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
            + access.substring(access.indexOf('.'), access.lastIndexOf('.') + 1);
    assertThat(client(unsigned).get("/v1/whoami").code()).isEqualTo("LOGIN_UNKNOWN");
    String body = "{\"participant\": \"home-01\", \"seconds\": 0}";
    ApiClient forger = client(access.substring(0, access.length() - 9) + "AAAAAAAAA");
    assertThat(
            forger
                .send(HttpMethod.POST, "/v1/orders/cancel-after", "application/json", body)
                .code())
        .isEqualTo("LOGIN_UNKNOWN");
    market.passes(Duration.ofMinutes(15));
    assertThat(client(access).get("/v1/whoami").code()).isEqualTo("LOGIN_EXPIRED");
  }

  @Test
  void tokensThatAreMadeUpAreNotCheckedOnceTheirAddressHasNothingLeft() throws Exception {
    RateRules.Rate much = new RateRules.Rate(1_000, 1);
    RateRules few = new RateRules(much, much, new RateRules.Rate(3, 1), much);
    AccountLogins logins =
        new AccountLogins(market.identity, market::now, new RateLimits(few, () -> 7), tokens.get());
    String seen = token("home-01");
    assertThat(logins.visitor(sent(seen), new byte[0]).account()).isEqualTo("home-01");
    String forged = seen.substring(0, seen.length() - 9) + "AAAAAAAAA";
    for (int i = 0; i < 3; i++) {
      assertThat(refused(logins, forged)).isEqualTo("LOGIN_UNKNOWN");
    }
    assertThat(refused(logins, forged)).isEqualTo("RATE_LIMITED");
    assertThat(refused(logins, token("home-01")))
        .as("nor is one that was not seen before")
        .isEqualTo("RATE_LIMITED");
    assertThat(logins.visitor(sent(seen), new byte[0]).account()).isEqualTo("home-01");
  }

  private static String refused(AccountLogins logins, String token) {
    try {
      throw new AssertionError("taken: " + logins.visitor(sent(token), new byte[0]));
    } catch (ProblemException e) {
      return e.problem().code();
    }
  }

  /** A fake of a request: it has an address and a bearer. */
  private static HttpServerRequest sent(String token) {
    return (HttpServerRequest)
        Proxy.newProxyInstance(
            HttpServerRequest.class.getClassLoader(),
            new Class<?>[] {HttpServerRequest.class},
            (proxy, method, arguments) ->
                method.getName().equals("remoteAddress")
                    ? SocketAddress.inetSocketAddress(1, "10.0.0.1")
                    : "Bearer " + token);
  }

  @Test
  void aProviderThatChangedItsKeysIsAskedForThemAndTokensOfTheOldAreNoLongerTaken()
      throws Exception {
    String old = token("home-02");
    assertThat(client(old).get("/v1/whoami").status()).isEqualTo(200);
    int port = issuer.provider().issuer().getPort();
    issuer.close();
    issuer = issuer(port);
    issuer.serve(market.service.httpAddress());
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    Reply exchanged = exchange(code("home-02", "again"), VERIFIER, "nonce-again");
    while (exchanged.status() != 200) {
      assertThat(exchanged.code()).isIn("PROVIDER_UNAVAILABLE", "CODE_REFUSED");
      assertThat(System.nanoTime()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(500);
      exchanged = exchange(code("home-02", "again"), VERIFIER, "nonce-again");
    }
    String fresh = exchanged.json().get("accessToken").asText();
    assertThat(client(fresh).get("/v1/whoami").status()).isEqualTo(200);
    assertThat(client(old).get("/v1/whoami").status()).isIn(401, 503);
  }

  @Test
  void thePageHasNoScriptOfItsOwnAndKeepsNoCookie() throws Exception {
    HttpResponse<String> page =
        http.send(
            HttpRequest.newBuilder(URI.create(page())).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("script-src 'self'");
    assertThat(page.body())
        .contains("<script type=\"module\" src=\"/web/app.js\"></script>")
        .doesNotContain("<script>");
    assertThat(market.stranger().get("/web/login.js").text()).contains("code_challenge");
  }
}
