package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.identity.Identity;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An account makes keys that can do no more than its own, and takes them back with its orders. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String KEYS = "/v1/keys";

  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  private static String wanted(String label, String expiresAt, String... scopes) {
    var body = MAPPER.createObjectNode().put("label", label);
    var array = body.putArray("scopes");
    Set.of(scopes).forEach(array::add);
    return (expiresAt.isEmpty() ? body : body.put("expiresAt", expiresAt)).toString();
  }

  private JsonNode made(String account, String... scopes) throws Exception {
    Reply reply = market.as(account).post(KEYS, wanted("made", "", scopes));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private Reply revoke(ApiClient by, String keyId) throws Exception {
    return by.call(HttpMethod.DELETE, KEYS + "/" + keyId);
  }

  private ApiClient client(JsonNode made) {
    return market.client(Map.of("Authorization", "Bearer " + made.get("login").asText()));
  }

  @Test
  void aMarketThatRegistersNobodyMakesNoLoginForStrangers() throws Exception {
    Rulebook rules = LoginMarket.rules();
    Rulebook closed =
        rules.withVersion(2).withSafeguards(rules.safeguards().withRegistration(null));
    assertThat(market.service.activate(closed, LoginMarket.PATIENCE)).isEmpty();
    Reply reply = market.stranger().post("/v1/accounts", "{\"participant\":\"stranger\"}");
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.code()).isEqualTo("NOT_IN_RULES");
    assertThat(reply.json().has("receipt")).as("it does not come on the log").isFalse();
    assertThat(market.identity.account("stranger")).isEmpty();
    ApiClient admin = market.as("admin", "a test");
    JsonNode waits = admin.get("/v1/registrations").json();
    assertThat(waits.get("accounts")).isEmpty();
    assertThat(waits.get("more").asBoolean()).isFalse();
    Reply frozen =
        admin.post(
            "/v1/accounts/home-02/state", "{\"officer\":\"registrar\",\"state\":\"FROZEN\"}");
    assertThat(frozen.code()).isEqualTo("NOT_REGISTRAR");
    assertThat(frozen.text()).contains("under rulebook 2 nobody does");
    String point = "{\"area\":\"hill\",\"meter\":\"m\",\"feedInW\":1,\"loadW\":1}";
    assertThat(
            market
                .as("home-02")
                .send(
                    HttpMethod.PUT,
                    "/v1/accounts/home-02/meter-points/p",
                    "application/json",
                    point)
                .code())
        .isEqualTo("NOT_IN_RULES");
    assertThat(
            market.as("home-02").post("/v1/accounts/home-02/deposits", "{\"amountNano\":5}").code())
        .isEqualTo("NOT_IN_RULES");
  }

  @Test
  void aKeyThatWasMadeIsUsedAsFarAsItsScopesGoAndItsSecretIsToldOnce() throws Exception {
    JsonNode made = made("home-01", "read");
    assertThat(client(made).get("/v1/accounts/home-01").status()).isEqualTo(200);
    assertThat(client(made).get(KEYS).code()).isEqualTo("SCOPE_MISSING");
    Reply listed = market.as("home-01").get(KEYS);
    String login = made.get("login").asText();
    assertThat(listed.text())
        .contains(made.get("keyId").asText())
        .doesNotContain(login.substring(login.lastIndexOf('.') + 1));
    assertThat(market.as("home-03").get(KEYS).text()).doesNotContain(made.get("keyId").asText());
  }

  @Test
  void aKeyCanDoNoMoreThanTheOneThatMakesItAndEndsNoLater() throws Exception {
    ApiClient maker = client(made("home-01", "keys", "read"));
    assertThat(maker.post(KEYS, wanted("more", "", "trade")).code()).isEqualTo("SCOPE_MISSING");
    String tomorrow = market.now().plusSeconds(86_400).toString();
    String later = market.now().plusSeconds(86_401).toString();
    Reply brief = market.as("home-01").post(KEYS, wanted("a day", tomorrow, "keys", "read"));
    ApiClient day = client(brief.json());
    assertThat(day.post(KEYS, wanted("longer", later, "read")).code()).isEqualTo("EXPIRY_TOO_LATE");
    assertThat(day.post(KEYS, wanted("as long", "", "read")).json().get("expiresAt").asText())
        .isEqualTo(tomorrow);
    String now = market.now().toString();
    assertThat(day.post(KEYS, wanted("ended", now, "read")).code()).isEqualTo("EXPIRY_PAST");
  }

  @Test
  void aKeyThatIsTakenBackIsNotTakenAndTheOpenOrdersOfItsAccountAreGone() throws Exception {
    JsonNode made = made("home-03", "read", "trade");
    long order = market.order("home-03", 5);
    long others = market.order("home-02", 5);
    Reply revoked = revoke(market.as("home-03"), made.get("keyId").asText());
    assertThat(revoked.status()).as(revoked.text()).isEqualTo(200);
    assertThat(revoked.json().get("revokedAt").isNull()).isFalse();
    assertThat(revoked.json().at("/orders/0/cancelled/orderIds/0").asLong()).isEqualTo(order);
    assertThat(client(made).get("/v1/accounts/home-03").code()).isEqualTo("LOGIN_REVOKED");
    String path = "/v1/orders/";
    assertThat(market.as("home-03").get(path + order).json().get("cancelReason").asText())
        .isEqualTo("MASS_CANCEL");
    assertThat(market.as("home-02").get(path + others).json().get("state").asText())
        .isEqualTo("OPEN");
  }

  @Test
  void anOrderThatWasUnderWayWhenItsKeyWasTakenBackIsNotPlaced() throws Exception {
    JsonNode made = made("home-03", "read", "trade");
    String order = ApiClient.json(Fixtures.order("home-03", 6, Side.BUY, 1_000)).toString();
    for (String path : List.of("/v1/orders", "/v1/orders/batch")) {
      JsonNode key = path.endsWith("batch") ? made("home-03", "read", "trade") : made;
      String body = path.endsWith("batch") ? "{\"operations\":[{\"place\":" + order + "}]}" : order;
      try (RawClient slow = new RawClient(market.port())) {
        slow.send(
            "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                    .formatted(path)
                + "Authorization: Bearer %s\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n"
                    .formatted(key.get("login").asText(), body.length()));
        assertThat(slow.read().status()).as("it is let in").isEqualTo(100);
        assertThat(revoke(market.as("home-03"), key.get("keyId").asText()).status()).isEqualTo(200);
        assertThat(slow.send(body).read().code()).isEqualTo("LOGIN_ENDED");
      }
    }
    assertThat(market.as("home-03").get("/v1/orders/open?participant=home-03").json().get("orders"))
        .isEmpty();
  }

  @Test
  void whatAThiefMadeWithAKeyIsTakenBackWithIt() throws Exception {
    JsonNode stolen = made("home-03", "read", "keys");
    Reply thiefs = client(stolen).post(KEYS, wanted("for later", "", "read"));
    assertThat(client(thiefs.json()).get("/v1/accounts/home-03").status()).isEqualTo(200);
    revoke(market.as("home-03"), stolen.get("keyId").asText());
    assertThat(client(thiefs.json()).get("/v1/accounts/home-03").code()).isEqualTo("LOGIN_REVOKED");
    assertThat(market.as("home-03").get("/v1/accounts/home-03").status()).isEqualTo(200);
  }

  @Test
  void aKeyTakesBackNoneThatMayDoMore() throws Exception {
    JsonNode wide = made("home-03", "read", "trade");
    JsonNode narrow = made("home-03", "keys", "read");
    Reply refused = revoke(client(narrow), wide.get("keyId").asText());
    assertThat(refused.code()).isEqualTo("SCOPE_MISSING");
    assertThat(client(wide).get("/v1/accounts/home-03").status()).isEqualTo(200);
    assertThat(revoke(client(narrow), "no-such-key").code()).isEqualTo("UNKNOWN_KEY");
    assertThat(revoke(client(narrow), narrow.get("keyId").asText()).status()).isEqualTo(200);
  }

  @Test
  void aDatabaseThatIsAwayIsThatOfTheAccounts() throws Exception {
    market.rename("api_key", "hidden_key");
    try {
      Reply reply = market.as("home-02").post(KEYS, wanted("lost", "", "read"));
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.code()).isEqualTo("ACCOUNTS_UNAVAILABLE");
      assertThat(revoke(market.as("home-02"), "home-02.all").code())
          .isEqualTo("ACCOUNTS_UNAVAILABLE");
      assertThat(market.as("home-02").get("/v1/accounts/home-02").status()).isEqualTo(200);
    } finally {
      market.rename("hidden_key", "api_key");
    }
  }

  @Test
  void anothersKeyIsAnsweredAsOneThatIsNotThere() throws Exception {
    String others = made("home-02", "read").get("keyId").asText();
    Reply other = revoke(market.as("home-01"), others);
    Reply absent = revoke(market.as("home-01"), "no-such-key");
    assertThat(other.code()).isEqualTo("UNKNOWN_KEY");
    assertThat(other.text().replace(others, "no-such-key")).isEqualTo(absent.text());
    assertThat(market.as("home-02").get(KEYS).json().at("/keys/0/revokedAt").isNull()).isTrue();
  }

  @Test
  void anAccountHasOnlySoManyKeys() throws Exception {
    ApiClient cells = market.as("cells");
    for (int i = 1; i < Identity.MAX_KEYS; i++) {
      assertThat(cells.post(KEYS, wanted("one of many", "", "read")).status()).isEqualTo(200);
    }
    assertThat(cells.post(KEYS, wanted("too many", "", "read")).code()).isEqualTo("KEYS_FULL");
  }
}
