package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.identity.RequestSigner;
import org.commonwatt.identity.Scope;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who sends too much is refused, on a clock that stands still, and others are not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RateLimitedApiTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String OWN = "/v1/accounts/home-02";

  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    RateRules.Rate key = new RateRules.Rate(1_000, 1);
    RateRules rules =
        new RateRules(
            key, new RateRules.Rate(1_500, 1), new RateRules.Rate(20, 1), new RateRules.Rate(2, 1));
    market = new LoginMarket(dir, rules);
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  private static ObjectNode batch(String home, int operations) {
    ObjectNode body = MAPPER.createObjectNode().put("receipts", "one");
    ArrayNode array = body.putArray("operations");
    for (int i = 0; i < operations; i++) {
      array.addObject().putObject("cancel").put("participant", home).put("orderId", 999_999 + i);
    }
    return body;
  }

  @Test
  void aBatchCountsByItsOperations() throws Exception {
    ApiClient home = market.as("home-01");
    String half = batch("home-01", 500).toString();
    assertThat(home.post("/v1/orders/batch", half).status()).isEqualTo(200);
    assertThat(home.post("/v1/orders/batch", half).status()).isEqualTo(200);
    assertThat(home.post("/v1/orders/batch", half).code()).isEqualTo("RATE_LIMITED");
    assertThat(home.get("/v1/accounts/home-01").status()).isEqualTo(429);
    assertThat(home.header(HttpMethod.GET, "/v1/accounts/home-01", "Retry-After")).isEqualTo("1");
    assertThat(market.as("home-02").get(OWN).status()).as("another key").isEqualTo(200);
  }

  @Test
  void aSocketCountsByItsOperationsToo() throws Exception {
    Map<String, String> login = Map.of("Authorization", LoginMarket.bearer("home-03.all"));
    try (StreamClient socket = new StreamClient(market.port(), true, login)) {
      ObjectNode request = MAPPER.createObjectNode().put("op", "batch");
      request.set("body", batch("home-03", 999));
      assertThat(socket.answer(socket.send(request)).get("status").asInt()).isEqualTo(200);
      ObjectNode place = MAPPER.createObjectNode().put("op", "place");
      place.set("body", ApiClient.json(Fixtures.order("home-03", 4, Side.BUY, 1_000)));
      assertThat(socket.answer(socket.send(place)).get("status").asInt()).isEqualTo(201);
      place.set("body", ApiClient.json(Fixtures.order("home-03", 5, Side.BUY, 1_000)));
      assertThat(socket.answer(socket.send(place)).at("/problem/code").asText())
          .isEqualTo("RATE_LIMITED");
    }
  }

  @Test
  void allKeysOfAnAccountTogetherAreCountedToo() throws Exception {
    market.identity.ensure(LoginMarket.account("agency"), "agency.second", Set.of(Scope.KEYS));
    ApiClient first = market.as("agency");
    ApiClient second = market.by("agency.second");
    for (int i = 0; i < 1_000; i++) {
      assertThat(first.get("/v1/keys").status()).isEqualTo(200);
    }
    for (int i = 0; i < 500; i++) {
      assertThat(second.get("/v1/keys").status()).isEqualTo(200);
    }
    assertThat(second.get("/v1/keys").code()).isEqualTo("RATE_LIMITED");
  }

  @Test
  void everyMessageOfASocketIsCountedAlsoWhatCannotBeRead() throws Exception {
    Map<String, String> login = Map.of("Authorization", LoginMarket.bearer("meters.all"));
    try (StreamClient socket = new StreamClient(market.port(), true, login)) {
      ObjectNode ping = MAPPER.createObjectNode().put("op", "ping");
      int pongs = 0;
      JsonNode answer = socket.answer(socket.send(ping));
      while (answer.get("type").asText().equals("pong")) {
        assertThat(++pongs).isLessThan(1_001);
        answer = socket.answer(socket.send(ping));
      }
      assertThat(answer.at("/problem/code").asText()).isEqualTo("RATE_LIMITED");
    }
  }

  @Test
  void whoHasNoLoginIsCountedByAddressButForTheHealthOfTheService() throws Exception {
    ApiClient stranger = market.stranger();
    for (int i = 0; stranger.get("/v1/time").status() == 200; i++) {
      assertThat(i).isLessThan(20);
    }
    assertThat(stranger.get("/v1/time").code()).isEqualTo("RATE_LIMITED");
    assertThat(stranger.header(HttpMethod.GET, "/v1/time", RequestSigner.PREFIX_HEADER))
        .as("so that a signer can begin all the same")
        .isEqualTo(market.identity.authenticator().noncePrefix());
    assertThat(stranger.get(OWN).code()).isEqualTo("RATE_LIMITED");
    assertThat(market.client(Map.of("Authorization", "Bearer guess")).get(OWN).code())
        .isEqualTo("RATE_LIMITED");
    for (int i = 0; i < 50; i++) {
      assertThat(stranger.get("/healthz").status()).isEqualTo(200);
    }
    assertThatThrownBy(() -> new StreamClient(market.port()).close())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
    assertThat(market.as("home-02").get(OWN).status()).isEqualTo(200);
  }

  @Test
  void ofCodesOfLoginsAnAddressSendsFewOnly() throws Exception {
    market.passes(Duration.ofSeconds(60)); // the address has all again, whatever others sent
    String code =
        "{\"code\": \"junk\", \"verifier\": \"v\", \"redirectUri\": \"x\", \"nonce\": \"n\"}";
    ApiClient stranger = market.stranger();
    assertThat(stranger.post("/v1/login/token", code).code()).isEqualTo("NO_PROVIDER");
    assertThat(stranger.post("/v1/login/token", code).code()).isEqualTo("NO_PROVIDER");
    assertThat(stranger.post("/v1/login/token", code).code()).isEqualTo("RATE_LIMITED");
    assertThat(stranger.get("/v1/login").status()).as("of all else it has some").isEqualTo(200);
  }

  @Test
  void timeGivesBack() throws Exception {
    ApiClient cells = market.as("cells");
    for (int i = 0; cells.get("/v1/batches").status() == 200; i++) {
      assertThat(i).isLessThan(1_000);
    }
    market.passes(Duration.ofSeconds(2));
    assertThat(cells.get("/v1/batches").status()).isEqualTo(200);
  }
}
