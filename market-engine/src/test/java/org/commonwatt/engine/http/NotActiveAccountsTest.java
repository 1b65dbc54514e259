package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An account that waits for its confirmation, or is frozen, is a stranger with a key. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotActiveAccountsTest {
  private static final int AT_ONCE = 20;

  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    RateRules.Rate key = new RateRules.Rate(1_000, 1);
    market =
        new LoginMarket(
            dir, new RateRules(key, key, new RateRules.Rate(AT_ONCE, 1), new RateRules.Rate(3, 1)));
  }

  @BeforeEach
  void theAddressHasAllAgain() {
    market.passes(Duration.ofMinutes(1));
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  private Reply ask(String participant) throws Exception {
    return market.stranger().post("/v1/accounts", "{\"participant\":\"" + participant + "\"}");
  }

  private String loginOf(String participant) throws Exception {
    Reply reply = ask(participant);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return "Bearer " + reply.json().at("/key/login").asText();
  }

  private ApiClient client(String login) {
    return market.client(Map.of("Authorization", login));
  }

  private void state(String participant, String state) throws Exception {
    Reply reply =
        market
            .as("admin")
            .post(
                "/v1/accounts/" + participant + "/state",
                "{\"officer\":\"registrar\",\"state\":\"" + state + "\"}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  @Test
  void fromOneAddressFewAccountsAreAskedForAtOnce() throws Exception {
    for (String first : new String[] {"one", "two", "three"}) {
      assertThat(ask(first).status()).isEqualTo(201);
    }
    Reply fourth = ask("four");
    assertThat(fourth.status()).isEqualTo(429);
    assertThat(fourth.code()).isEqualTo("RATE_LIMITED");
    market.passes(Duration.ofSeconds(1));
    assertThat(ask("four").status()).isEqualTo(201);
  }

  @Test
  void itMakesNoOtherKeyAndIsLetOutByTheRegistrar() throws Exception {
    ApiClient own = client(loginOf("keyless"));
    String wanted = "{\"label\":\"another\",\"scopes\":[\"read\"]}";
    assertThat(own.post("/v1/keys", wanted).code()).isEqualTo("ACCOUNT_NOT_ACTIVE");
    assertThat(own.get("/v1/keys").json().get("keys")).hasSize(1);
    state("keyless", "ACTIVE");
    assertThat(own.post("/v1/keys", wanted).status()).isEqualTo(200);
    state("keyless", "FROZEN");
    assertThat(own.post("/v1/keys", wanted).code()).isEqualTo("ACCOUNT_NOT_ACTIVE");
    String key = own.get("/v1/keys").json().at("/keys/0/keyId").asText();
    assertThat(own.call(HttpMethod.DELETE, "/v1/keys/" + key).status())
        .as("it takes keys back all the same")
        .isEqualTo(200);
  }

  @Test
  void aHomeOfTheCommunityFileIsFrozenAlike() throws Exception {
    state("home-03", "FROZEN");
    String wanted = "{\"label\":\"another\",\"scopes\":[\"read\"]}";
    assertThat(market.as("home-03").post("/v1/keys", wanted).code())
        .isEqualTo("ACCOUNT_NOT_ACTIVE");
    state("home-03", "ACTIVE");
    assertThat(market.as("home-03").post("/v1/keys", wanted).status()).isEqualTo(200);
  }

  @Test
  void whatItSendsCountsForItsAddressUntilItIsActive() throws Exception {
    String login = loginOf("chatty");
    ApiClient own = client(login);
    int taken = 0;
    while (own.get("/v1/accounts/chatty").status() == 200) {
      assertThat(++taken).isLessThan(AT_ONCE);
    }
    assertThat(own.get("/v1/accounts/chatty").code()).isEqualTo("RATE_LIMITED");
    assertThat(market.stranger().get("/v1/time").code()).isEqualTo("RATE_LIMITED");
    state("chatty", "ACTIVE");
    for (int i = 0; i < 2 * AT_ONCE; i++) {
      assertThat(own.get("/v1/accounts/chatty").status()).isEqualTo(200);
    }
    market.passes(Duration.ofSeconds(3)); // opening a socket counts for the address, too
    try (StreamClient socket =
        new StreamClient(market.port(), true, Map.of("Authorization", login))) {
      assertThat(pong(socket)).isEqualTo("pong");
      state("chatty", "FROZEN");
      for (int i = 0; own.get("/v1/accounts/chatty").status() == 200; i++) {
        assertThat(i).isLessThan(3);
      }
      assertThat(pong(socket)).as("so do messages of its sockets").isEqualTo("error");
    }
  }

  private static String pong(StreamClient socket) throws Exception {
    return socket
        .answer(socket.send(new ObjectMapper().createObjectNode().put("op", "ping")))
        .get("type")
        .asText();
  }
}
