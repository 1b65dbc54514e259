package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
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

/** What a socket may be used for, by the login of the request that opened it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamLoginTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  private StreamClient socket(String authorization) throws Exception {
    return new StreamClient(market.port(), true, Map.of("Authorization", authorization));
  }

  private StreamClient socketOf(String account) throws Exception {
    return socket(LoginMarket.bearer(account + ".all"));
  }

  private static ObjectNode follow(String channel, String participant) {
    ObjectNode request = MAPPER.createObjectNode().put("op", "subscribe").put("channel", channel);
    request.putObject("params").put("participant", participant);
    return request;
  }

  private static ObjectNode place(String home, int slot) {
    ObjectNode request = MAPPER.createObjectNode().put("op", "place");
    return request.set("body", ApiClient.json(Fixtures.order(home, slot, Side.BUY, 1_000)));
  }

  private static String code(StreamClient socket, ObjectNode request) throws Exception {
    return socket.answer(socket.send(request)).at("/problem/code").asText();
  }

  @Test
  void withoutALoginASocketFollowsThePublicChannelsOnly() throws Exception {
    try (StreamClient socket = new StreamClient(market.port())) {
      assertThat(socket.subscribe("slots", null, null).get("type").asText())
          .isEqualTo("subscribed");
      assertThat(code(socket, follow("orders", "home-01"))).isEqualTo("LOGIN_REQUIRED");
      assertThat(code(socket, follow("account", "nobody"))).isEqualTo("LOGIN_REQUIRED");
      assertThat(code(socket, follow("notices", "home-01"))).isEqualTo("LOGIN_REQUIRED");
      assertThat(code(socket, place("home-01", 4))).isEqualTo("LOGIN_REQUIRED");
    }
  }

  @Test
  void anotherParticipantIsAnsweredAsOneThatIsNotThere() throws Exception {
    try (StreamClient socket = socketOf("home-01")) {
      assertThat(socket.subscribe("account", params("home-01"), null).get("type").asText())
          .isEqualTo("subscribed");
      for (String channel : Set.of("account", "orders", "notices")) {
        JsonNode other = socket.answer(socket.send(follow(channel, "home-02")));
        JsonNode absent = socket.answer(socket.send(follow(channel, "nobody")));
        assertThat(other.at("/problem/code").asText()).isEqualTo("UNKNOWN_PARTICIPANT");
        assertThat(other.get("problem").toString().replace("home-02", "nobody"))
            .isEqualTo(absent.get("problem").toString());
      }
      assertThat(code(socket, place("home-02", 4))).isEqualTo("UNKNOWN_PARTICIPANT");
      JsonNode own = socket.answer(socket.send(place("home-01", 4)));
      assertThat(own.get("status").asInt()).as(own.toString()).isEqualTo(201);
    }
  }

  @Test
  void onesNoticesComeAsTheyAreListedAndWhoComesBackGetsWhatItMissed() throws Exception {
    long dispute = market.dispute("home-02");
    try (StreamClient stays = socketOf("home-02")) {
      stays.subscribe("notices", params("home-02"), null);
      JsonNode begun = stays.nextOf("notices");
      assertThat(begun.get("notices")).isEmpty();
      String decision =
          "{\"decider\":\"operator\",\"participant\":\"home-02\",\"reason\":\"It was read well.\"}";
      ApiClient.Reply decided =
          market.as("admin").post("/v1/disputes/" + dispute + "/decision", decision);
      assertThat(decided.status()).as(decided.text()).isEqualTo(200);
      JsonNode delta = stays.nextOf("notices");
      assertThat(delta.get("previousSequence")).isEqualTo(begun.get("sequence"));
      assertThat(delta.at("/notices/0/about").asText()).isEqualTo(Long.toString(dispute));
      assertThat(delta.get("notices"))
          .isEqualTo(
              market.as("home-02").get("/v1/accounts/home-02/notices").json().get("notices"));
      try (StreamClient back = socketOf("home-02")) {
        long from = begun.get("sequence").asLong();
        assertThat(back.subscribe("notices", params("home-02"), from).get("resumed").asBoolean())
            .isTrue();
        assertThat(back.nextOf("notices")).isEqualTo(delta);
        back.subscribe("notices", params("home-02"), null);
        assertThat(back.nextOf("notices").get("notices")).isEqualTo(delta.get("notices"));
      }
    }
  }

  @Test
  void aBatchIsJudgedOperationByOperation() throws Exception {
    try (StreamClient socket = socketOf("home-01")) {
      ObjectNode request = MAPPER.createObjectNode().put("op", "batch");
      var operations = request.putObject("body").putArray("operations");
      operations.addObject().set("place", place("home-02", 5).get("body"));
      operations.addObject().set("place", place("home-01", 5).get("body"));
      JsonNode results = socket.answer(socket.send(request)).at("/body/results");
      assertThat(results.findValuesAsText("status").subList(0, 1)).containsExactly("404");
      assertThat(results.at("/1/status").asInt()).as(results.toString()).isEqualTo(201);
    }
  }

  @Test
  void aSupervisorFollowsNobodysChannelAndTradesForNobody() throws Exception {
    try (StreamClient socket = socketOf("agency")) {
      assertThat(code(socket, follow("account", "home-01"))).isEqualTo("UNKNOWN_PARTICIPANT");
      assertThat(code(socket, place("home-01", 6))).isEqualTo("ROLE_NOT_ALLOWED");
    }
  }

  @Test
  void aKeyThatOnlyReadsPlacesNothing() throws Exception {
    market.identity.ensure(LoginMarket.account("home-01"), "home-01.reads", Set.of(Scope.READ));
    try (StreamClient socket = socket(LoginMarket.bearer("home-01.reads"))) {
      assertThat(code(socket, place("home-01", 6))).isEqualTo("SCOPE_MISSING");
    }
  }

  @Test
  void aSocketIsOpenedByASignedRequestOnce() throws Exception {
    RequestSigner signer = new RequestSigner(LoginMarket.MASTER.token("home-01.all"), market::now);
    signer.learn(market.identity.authenticator().noncePrefix());
    String header = signer.authorization("GET", "/v1/stream", new byte[0]);
    try (StreamClient socket = socket(header)) {
      assertThat(socket.subscribe("account", params("home-01"), null).get("type").asText())
          .isEqualTo("subscribed");
    }
    assertRefused(header);
    assertRefused("Bearer nobody");
  }

  private void assertRefused(String header) {
    assertThatThrownBy(() -> socket(header))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(401));
  }

  @Test
  void aSocketEndsWhenItsKeyIsRevoked() throws Exception {
    market.identity.ensure(
        LoginMarket.account("home-03"), "home-03.short", Set.of(Scope.READ, Scope.TRADE));
    try (StreamClient socket = socket(LoginMarket.bearer("home-03.short"))) {
      socket.subscribe("account", params("home-03"), null);
      market.identity.revoke("home-03", "home-03.short");
      assertThat(socket.next("bye").at("/problem/code").asText()).isEqualTo("LOGIN_ENDED");
      assertThat(socket.awaitClose()).startsWith("1008 LOGIN_ENDED");
    }
  }

  private static ObjectNode params(String participant) {
    return StreamClient.params().put("participant", participant);
  }
}
