package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.RequestSigner;
import org.commonwatt.identity.Role;
import org.commonwatt.identity.Scope;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Which logins are taken, and what is asked of who reads another's data. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginTest {
  private static final String OWN = "/v1/accounts/home-01";
  private static final String SWITCH = "/v1/orders/cancel-after";
  private static final byte[] BODY =
      "{\"participant\":\"home-01\",\"seconds\":0}".getBytes(StandardCharsets.UTF_8);

  private final HttpClient http = HttpClient.newHttpClient();
  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  private RequestSigner signer() {
    RequestSigner signer = new RequestSigner(LoginMarket.MASTER.token("home-01.all"), market::now);
    signer.learn(market.identity.authenticator().noncePrefix());
    return signer;
  }

  private HttpRequest request(String method, String path, byte[] body, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + market.port() + path))
            .header("Authorization", authorization)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    return body.length == 0
        ? request.build()
        : request.header("Content-Type", "application/json").build();
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String codeOfBearer(String text) throws Exception {
    HttpResponse<String> answer = send(request("GET", OWN, new byte[0], text));
    assertThat(answer.statusCode()).isEqualTo(401);
    return code(answer);
  }

  private static String code(HttpResponse<String> answer) throws Exception {
    return new com.fasterxml.jackson.databind.ObjectMapper()
        .readTree(answer.body())
        .path("code")
        .asText();
  }

  @Test
  void whoSendsNoLoginIsToldHowToLogInAndSeesWhatIsPublic() throws Exception {
    ApiClient stranger = market.stranger();
    Reply refused = stranger.get(OWN);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.code()).isEqualTo("LOGIN_REQUIRED");
    assertThat(stranger.header(HttpMethod.GET, OWN, "WWW-Authenticate"))
        .contains("Bearer")
        .contains("Commonwatt-HMAC-SHA256");
    assertThat(stranger.header(HttpMethod.GET, OWN, "Commonwatt-Nonce-Prefix"))
        .isEqualTo(market.identity.authenticator().noncePrefix());
    assertThat(stranger.get("/v1/market").status()).isEqualTo(200);
    assertThat(stranger.get("/healthz").status()).isEqualTo(200);
  }

  @Test
  void aLoginThatIsNoneOrNotKnownIsRefusedWithItsReason() throws Exception {
    assertThat(codeOfBearer("Basic aG9tZTpob21l")).isEqualTo("LOGIN_MALFORMED");
    assertThat(codeOfBearer("Bearer home-01.all")).isEqualTo("LOGIN_MALFORMED");
    String foreign = LoginMarket.MASTER.token("no-such-key").text();
    assertThat(codeOfBearer("Bearer " + foreign)).isEqualTo("LOGIN_UNKNOWN");
    String secret = foreign.substring(foreign.lastIndexOf('.'));
    assertThat(codeOfBearer("Bearer home-01.all" + secret)).isEqualTo("LOGIN_UNKNOWN");
  }

  @Test
  void aKeyIsTakenUntilItExpiresOrIsRevoked() throws Exception {
    Identity.Issued issued =
        market
            .identity
            .issue(
                "home-01",
                new Identity.NewKey("short", Set.of(Scope.READ), market.now().plusSeconds(3_600)))
            .orElseThrow();
    String bearer = "Bearer " + issued.token().text();
    assertThat(send(request("GET", OWN, new byte[0], bearer)).statusCode()).isEqualTo(200);
    market.passes(Duration.ofHours(1));
    assertThat(codeOfBearer(bearer)).isEqualTo("LOGIN_EXPIRED");
    market.identity.ensure(LoginMarket.account("home-01"), "home-01.lost", Set.of(Scope.READ));
    assertThat(market.by("home-01.lost").get(OWN).status()).isEqualTo(200);
    market.identity.revoke("home-01", "home-01.lost");
    assertThat(market.by("home-01.lost").get(OWN).code()).isEqualTo("LOGIN_REVOKED");
  }

  @Test
  void aSignedRequestIsTakenAndNoOtherOfItsBytes() throws Exception {
    RequestSigner signer = signer();
    byte[] none = new byte[0];
    String path = OWN + "/orders?limit=3";
    String read = signer.authorization("GET", path, none);
    assertThat(send(request("GET", path, none, read)).statusCode()).isEqualTo(200);
    String write = signer.authorization("POST", SWITCH, BODY);
    byte[] other =
        new String(BODY, StandardCharsets.UTF_8)
            .replace(":0", ":9")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(code(send(request("POST", SWITCH, other, write)))).isEqualTo("LOGIN_UNKNOWN");
    assertThat(code(send(request("GET", OWN, none, signer.authorization("GET", path, none)))))
        .isEqualTo("LOGIN_UNKNOWN");
    assertThat(send(request("POST", SWITCH, BODY, write)).statusCode()).isEqualTo(200);
  }

  @Test
  void theFirstRefusalTellsTheSignerThePrefixOfItsNonces() throws Exception {
    RequestSigner signer = new RequestSigner(LoginMarket.MASTER.token("home-01.all"), market::now);
    HttpResponse<String> first =
        send(request("POST", SWITCH, BODY, signer.authorization("POST", SWITCH, BODY)));
    assertThat(code(first)).isEqualTo("LOGIN_FOREIGN_NONCE");
    signer.learn(first.headers().firstValue(RequestSigner.PREFIX_HEADER).orElseThrow());
    String again = signer.authorization("POST", SWITCH, BODY);
    assertThat(send(request("POST", SWITCH, BODY, again)).statusCode()).isEqualTo(200);
    String late = signer.authorization("POST", SWITCH, BODY);
    market.passes(Duration.ofSeconds(31));
    assertThat(code(send(request("POST", SWITCH, BODY, late)))).isEqualTo("LOGIN_OUTSIDE_WINDOW");
  }

  @Test
  void ofTenThousandReplayedSignedRequestsNoneIsTaken() throws Exception {
    RequestSigner signer = signer();
    List<HttpRequest> signed = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String header = signer.authorization("POST", SWITCH, BODY);
      signed.add(request("POST", SWITCH, BODY, header));
    }
    for (HttpRequest request : signed) {
      assertThat(send(request).statusCode()).isEqualTo(200);
    }
    int refused = 0;
    for (int round = 0; round < 100; round++) {
      List<CompletableFuture<HttpResponse<String>>> answers =
          signed.stream()
              .map(request -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
              .toList();
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        HttpResponse<String> replay = answer.get(2, TimeUnit.MINUTES);
        assertThat(replay.statusCode()).as(replay.body()).isEqualTo(401);
        assertThat(replay.body()).contains("LOGIN_REPLAYED");
        refused++;
      }
    }
    assertThat(refused).isEqualTo(10_000);
  }

  @Test
  void whoReadsAnothersDataSaysWhatForAndItsOwnerSeesIt() throws Exception {
    String path = "/v1/bills/home-03";
    assertThat(market.as("agency").get(path).code()).isEqualTo("PURPOSE_REQUIRED");
    assertThat(market.as("agency", "x".repeat(201)).get(path).code()).isEqualTo("MALFORMED");
    assertThat(market.as("agency", "case 17").get(path).status()).isEqualTo(200);
    assertThat(market.as("agency", "case 17").get("/v1/bills/nobody").status()).isEqualTo(404);
    assertThat(market.as("agency", "case 18").get("/v1/bills").status()).isEqualTo(200);
    JsonNode views = market.as("home-03").get("/v1/accounts/home-03/views").json().get("views");
    assertThat(views.findValuesAsText("purpose")).containsExactly("case 18", "case 17");
    assertThat(views.findValuesAsText("what")).containsExactly("bills", "bill");
    assertThat(views.at("/0/viewer").asText()).isEqualTo("agency");
    assertThat(views.at("/0/role").asText()).isEqualTo("regulator");
    assertThat(market.as("home-03").get(path).status()).isEqualTo(200);
    assertThat(market.as("home-03").get("/v1/accounts/home-03/views").json().get("views"))
        .as("one's own looks are not kept")
        .hasSize(2);
    assertThat(market.as("home-01").get("/v1/accounts/home-03/views").status()).isEqualTo(404);
  }

  @Test
  void noLookIsPushedOutOfSight() throws Exception {
    String path = "/v1/bills/home-02";
    ApiClient home = market.as("home-02");
    String views = "/v1/accounts/home-02/views";
    assertThat(market.as("agency", "page 1").get(path).status()).isEqualTo(200);
    for (int i = 0; i < 3; i++) {
      assertThat(market.as("agency", "page 2").get(path).status()).isEqualTo(200);
    }
    JsonNode first = home.get(views + "?limit=1").json();
    assertThat(first.at("/views/0/purpose").asText()).isEqualTo("page 2");
    assertThat(first.at("/views/0/times").asLong()).isEqualTo(3);
    String next = first.get("next").asText();
    JsonNode second = home.get(views + "?limit=1&cursor=" + next).json();
    assertThat(second.at("/views/0/purpose").asText()).isEqualTo("page 1");
    assertThat(home.get(views).json().get("next").isNull()).isTrue();
    assertThat(market.as("home-01").get("/v1/accounts/home-01/views?cursor=" + next).code())
        .as("a cursor of another list")
        .isEqualTo("MALFORMED");
  }

  @Test
  void nothingIsToldOfAnotherWhenItCannotBeKeptWhoLooked() throws Exception {
    String path = "/v1/bills/home-02";
    market.rename("personal_view", "hidden");
    try {
      Reply reply = market.as("agency", "case 19").get(path);
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.code()).isEqualTo("ACCOUNTS_UNAVAILABLE");
      assertThat(market.as("home-02").get(path).status()).isEqualTo(200);
      assertThat(market.as("home-02").get("/v1/accounts/home-02/views").code())
          .isEqualTo("ACCOUNTS_UNAVAILABLE");
    } finally {
      market.rename("hidden", "personal_view");
    }
    assertThat(market.as("agency", "case 19").get(path).status()).isEqualTo(200);
  }

  @Test
  void anAdministratorThatActsForSomebodyOperatesInNoOtherName() throws Exception {
    Account judge = new Account("judge", Role.ADMINISTRATOR, Set.of("judge"));
    market.identity.ensure(judge, "judge.all", Set.of(Scope.values()));
    String path = "/v1/slots/2022-08-02T09:00:00Z/auction/cancellation";
    String body = "{\"operator\": \"operator\", \"reason\": \"a price was wrong\"}";
    Reply refused = market.by("judge.all").post(path, body);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("NOT_OPERATOR");
    assertThat(market.as("admin").post(path, body).status()).isNotEqualTo(403);
  }

  @Test
  void requestsWhoseSignatureIsNotCheckedYetKeepNobodyOutWhoseLoginIsKnown() throws Exception {
    String head =
        "POST /v1/orders/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + "Content-Length: 1000\r\nAuthorization: "
            + signer().authorization("POST", "/v1/orders/batch", new byte[0])
            + "\r\n\r\n";
    List<RawClient> waiting = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * OrderBatches.MAX_BATCHES; i++) {
        waiting.add(new RawClient(market.port()).send(head)); // and no body
      }
      String batch =
          "{\"operations\": [{\"cancel\": {\"participant\": \"home-01\", \"orderId\": 99}}]}";
      for (int i = 0; i < 10; i++) {
        assertThat(market.as("home-01").post("/v1/orders/batch", batch).status()).isEqualTo(200);
      }
    } finally {
      for (RawClient client : waiting) {
        client.close();
      }
    }
  }

  @Test
  void aBatchIsJudgedOperationByOperation() throws Exception {
    String other = ApiClient.json(Fixtures.order("home-02", 6, Side.BUY, 1_000)).toString();
    String own = other.replace("home-02", "home-01").replace("hill", "village");
    String body =
        "{\"operations\":[{\"place\":%s},{\"place\":%s},{\"place\":%s}]}"
            .formatted(other, own, other.replace("home-02", "nobody"));
    Reply reply = market.as("home-01").post("/v1/orders/batch", body);
    JsonNode results = reply.json().get("results");
    assertThat(results.at("/1/status").asInt()).as(reply.text()).isEqualTo(201);
    assertThat(results.at("/0/problem/code").asText()).isEqualTo("UNKNOWN_PARTICIPANT");
    assertThat(results.get(0).toString().replace("home-02", "nobody"))
        .isEqualTo(results.get(2).toString());
    String none = "{\"receipts\":\"one\",\"operations\":[{\"place\":%s}]}".formatted(other);
    assertThat(market.as("home-01").post("/v1/orders/batch", none).json().has("receipt")).isFalse();
  }

  @Test
  void whoIsNotPartyToATradeIsNotToldWhoIs() throws Exception {
    JsonNode listed = trade(market.stranger(), 3);
    assertThat(listed.get("energyWh").asLong()).isPositive();
    for (String name : List.of("buyer", "seller", "buyOrderId", "sellOrderId")) {
      assertThat(listed.get(name).isNull()).as(name).isTrue();
    }
  }

  @Test
  void aBustIsToldToEverybodyAndWhoseTradeItWasToNobody() throws Exception {
    JsonNode traded = trade(market.stranger(), 2);
    String path = "/v1/trades/" + traded.get("tradeId").asLong() + "/bust";
    String body = "{\"operator\": \"operator\", \"reason\": \"a price was wrong\"}";
    Reply busted = market.as("grid").post(path, body);
    assertThat(busted.status()).as(busted.text()).isEqualTo(200);
    assertThat(busted.json().get("buyer").isNull()).isTrue();
    assertThat(busted.text()).doesNotContain("home-");
    assertThat(market.service.awaitProjected(LoginMarket.PATIENCE)).isTrue();
    Reply told = market.stranger().get("/v1/slots/" + start(2) + "/fallbacks");
    assertThat(told.json().at("/bustedTrades/0/reason").asText()).isEqualTo("a price was wrong");
    assertThat(told.json().at("/bustedTrades/0/seller").isNull()).as("to nobody").isTrue();
    assertThat(told.text()).doesNotContain("home-");
  }

  @Test
  void whoReadsAnOrderIsSeenByWhomItTradedWithToo() throws Exception {
    long bought = market.order("home-02", 3);
    String sale = ApiClient.json(Fixtures.order("home-01", 3, Side.SELL, 1_000)).toString();
    assertThat(market.as("home-01").post(sale).status()).isEqualTo(201);
    Reply order = market.as("agency", "case 30").get("/v1/orders/" + bought);
    assertThat(order.json().get("trades")).as(order.text()).isNotEmpty();
    Reply views = market.as("home-01").get("/v1/accounts/home-01/views");
    assertThat(views.json().get("views").findValuesAsText("purpose")).contains("case 30");
  }

  private JsonNode trade(ApiClient client, int slot) throws Exception {
    market.order("home-01", slot);
    String sale = ApiClient.json(Fixtures.order("home-03", slot, Side.SELL, 1_000)).toString();
    Reply sold = market.as("home-03").post(sale);
    assertThat(sold.status()).as(sold.text()).isEqualTo(201);
    return client.get("/v1/slots/" + start(slot) + "/trades").json().at("/trades/0");
  }

  private static String start(int slot) {
    return Instant.ofEpochMilli(Fixtures.slot(slot).startMillis()).toString();
  }
}
