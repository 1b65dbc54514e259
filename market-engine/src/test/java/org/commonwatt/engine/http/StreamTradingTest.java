package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Orders over the socket, beside the same over HTTP; {@link StreamClient} judges every message. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamTradingTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TestInfra infra;
  private MarketService service;
  private ApiClient api;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    infra = TestInfra.brokerAndDatabase(dir);
    service = MarketService.start(infra.config(new FakeLedger().ledger()));
    api = new ApiClient(service.httpPort());
    assertThat(service.awaitLeading(PATIENCE)).isTrue();
    assertThat(service.activate(Fixtures.continuousRulebook(), PATIENCE)).isEmpty();
    Registration.Pledge enough = new Registration.Pledge(1_000_000_000_000_000L, 0);
    List<Registration> pledges =
        Fixtures.HOMES.stream().map(home -> new Registration(home, null, enough)).toList();
    assertThat(service.register(pledges, PATIENCE)).isEmpty();
    service.tick(Fixtures.START - 40 * Fixtures.MINUTE, PATIENCE); // slots 0 to 2 trade
  }

  @AfterAll
  void stop() {
    api.close();
    service.close();
    infra.close();
  }

  @Test
  void anOrderHasTheAnswerOfTheRouteAndTheSameIdIsTakenOnceOverBoth() throws Exception {
    try (StreamClient client = client()) {
      ObjectNode order = order("both", "home-01", 0, Side.BUY, 150_000);
      JsonNode placed = result(client, "place", order);
      assertThat(placed.get("status").asInt()).isEqualTo(201);
      Reply overHttp = api.post(order.toString());
      assertThat(overHttp.status()).isEqualTo(200);
      assertThat(plain(overHttp.json())).isEqualTo(plain(placed.get("body")));
      JsonNode again = result(client, "place", order);
      assertThat(again.get("status").asInt()).isEqualTo(200);
      assertThat(plain(again.get("body"))).isEqualTo(plain(placed.get("body")));

      ObjectNode other = order.deepCopy().put("energyWh", 999);
      JsonNode refused = ask(client, "place", other);
      Reply refusedOverHttp = api.post(other.toString());
      assertThat(refused.get("type").asText()).isEqualTo("error");
      assertThat(refused.at("/problem/code").asText()).isEqualTo("CLIENT_ORDER_ID_REUSED");
      assertThat(plain(refused.get("problem"))).isEqualTo(plain(refusedOverHttp.json()));
      assertThat(refused.at("/problem/receipt/signature").asText()).isNotEmpty();

      long id = placed.at("/body/orderId").asLong();
      ObjectNode own = MAPPER.createObjectNode().put("participant", "home-01").put("orderId", id);
      ObjectNode amendment = own.deepCopy().put("priceMicroPerKwh", 151_000).put("openWh", 700);
      JsonNode amended = result(client, "amend", amendment);
      assertThat(amended.at("/body/openWh").asLong()).isEqualTo(700);
      JsonNode cancelled = result(client, "cancel", own);
      assertThat(cancelled.at("/body/cancelledWh").asLong()).isEqualTo(700);
      JsonNode late = ask(client, "cancel", own);
      Reply lateOverHttp = api.call(HttpMethod.DELETE, "/v1/orders/" + id + "?participant=home-01");
      assertThat(plain(late.get("problem"))).isEqualTo(plain(lateOverHttp.json()));
      assertThat(api.get("/v1/orders/" + id).json().get("state").asText()).isEqualTo("CANCELLED");
    }
  }

  @Test
  void massCancelsSwitchesAndBatchesAreAnsweredAsOverHttp() throws Exception {
    try (StreamClient client = client()) {
      ObjectNode batch = MAPPER.createObjectNode();
      ArrayNode operations = batch.putArray("operations");
      for (int i = 0; i < 500; i++) {
        operations
            .addObject()
            .set("place", order("batch-" + i, "home-03", 1, Side.BUY, 100_000 + 100 * i));
      }
      operations
          .addObject()
          .set(
              "cancel",
              MAPPER.createObjectNode().put("participant", "home-03").put("orderId", 999_999));
      JsonNode first = result(client, "batch", batch);
      Reply again = api.post("/v1/orders/batch", batch.toString());
      assertThat(first.at("/body/results")).hasSize(501);
      assertThat(statuses(first.at("/body/results"))).endsWith(201, 404);
      assertThat(again.json().get("results").findValuesAsText("orderId"))
          .isEqualTo(first.at("/body/results").findValuesAsText("orderId"));

      ObjectNode of3 = MAPPER.createObjectNode().put("participant", "home-03");
      JsonNode set = result(client, "cancel-after", of3.deepCopy().put("seconds", 600));
      assertThat(set.at("/body/cancelsAt").asText()).isEqualTo("2022-08-02T06:30:00Z");
      result(client, "cancel-after", of3.deepCopy().put("seconds", 0));
      ObjectNode buys = of3.deepCopy().put("side", "buy").put("area", Fixtures.AREA);
      JsonNode all = result(client, "cancel-all", buys);
      assertThat(all.at("/body/cancelled").asInt()).isEqualTo(500);
      JsonNode none = result(client, "cancel-all", buys);
      assertThat(none.at("/body/cancelled").asInt()).isZero();
    }
  }

  @Test
  void aBodyThatTheRouteRefusesIsRefusedByTheSocketInTheSameWords() throws Exception {
    ObjectNode good = order("mutant", "home-01", 4, Side.BUY, 150_000);
    int refused = 0;
    try (StreamClient client = client()) {
      for (JsonNode body : Mutants.of(good)) {
        Reply overHttp = api.post(body.toString());
        if (overHttp.status() >= 300) {
          ObjectNode request = MAPPER.createObjectNode().put("op", "place").put("id", "m");
          request.set("body", body);
          client.send(request.toString());
          JsonNode error = client.answer("m");
          assertThat(error.get("type").asText()).as(body.toString()).isEqualTo("error");
          ObjectNode problem = plain(error.get("problem"));
          String detail = problem.remove("detail").asText();
          ObjectNode expected = plain(overHttp.json());
          String expectedDetail = expected.remove("detail").asText();
          assertThat(problem).isEqualTo(expected);
          assertThat(detail).isEqualTo(expectedDetail);
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(40);
  }

  @Test
  void whoSendsFarMoreThanIsTakenAtATimeGetsAnAnswerToEach() throws Exception {
    int count = 5 * StreamLimits.DEFAULT.underWay();
    try (StreamClient client = client()) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ObjectNode request = MAPPER.createObjectNode().put("op", "place");
        request.set("body", order("pipe-" + i, "home-01", 2, Side.BUY, 120_000));
        ids.add(client.send(request));
      }
      long last = 0;
      for (String id : ids) {
        JsonNode answer = client.answer(id);
        assertThat(answer.get("status").asInt()).isEqualTo(201);
        long sequence = answer.at("/body/receipt/sequence").asLong();
        assertThat(sequence).as("order on the log").isGreaterThan(last);
        last = sequence;
      }
    }
  }

  @Test
  void aShortMessageDoesNotOvertakeALongOneWhileEarlierOnesAreAnswered() throws Exception {
    try (StreamClient client = client()) {
      for (int round = 0; round < 3; round++) {
        int orders = 0;
        for (; orders < 16; orders++) {
          ObjectNode one = MAPPER.createObjectNode().put("op", "place");
          client.send(one.set("body", sell("overtake-" + round + "-" + orders)));
        }
        ObjectNode batch = MAPPER.createObjectNode().put("op", "batch");
        ArrayNode operations = batch.putObject("body").putArray("operations");
        for (; orders < 416; orders++) {
          operations.addObject().set("place", sell("overtake-" + round + "-" + orders));
        }
        ObjectNode all = MAPPER.createObjectNode().put("op", "cancel-all");
        all.putObject("body").put("participant", "home-02");
        String ofBatch = client.send(batch);
        JsonNode cancelled = client.answer(client.send(all));
        assertThat(cancelled.at("/body/cancelled").asInt()).as("round %s", round).isEqualTo(orders);
        client.answer(ofBatch);
      }
    }
  }

  @Test
  void aParticipantHearsOfItsOrdersAndItsAccount() throws Exception {
    try (StreamClient client = client()) {
      ObjectNode me = MAPPER.createObjectNode().put("participant", "home-01");
      result(client, "place", order("rests", "home-01", 0, Side.SELL, 400_000));
      client.subscribe("orders", me, null);
      JsonNode snapshot = client.nextOf("orders");
      assertThat(snapshot.get("orders").findValuesAsText("clientOrderId")).contains("rests");
      client.subscribe("account", me, null);
      JsonNode account = client.nextOf("account");

      JsonNode trade =
          result(
              client, "place", order("takes", "home-03", 0, Side.BUY, 400_000).put("energyWh", 40));
      JsonNode told = client.nextOf("orders");
      assertThat(told.get("previousSequence")).isEqualTo(snapshot.get("sequence"));
      JsonNode event = told.at("/events/0");
      assertThat(event.get("event").asText()).isEqualTo("traded");
      assertThat(event.get("side").asText()).isEqualTo("sell");
      assertThat(event.get("openWh").asLong()).isEqualTo(960);
      assertThat(event.get("tradeId")).isEqualTo(trade.at("/body/trades/0/tradeId"));
      result(client, "place", order("unheard", "home-03", 0, Side.BUY, 100_000));
      result(client, "cancel-all", me.deepCopy());
      JsonNode next = client.nextOf("orders");
      assertThat(next.get("previousSequence")).isEqualTo(told.get("sequence"));
      assertThat(next.toString()).contains("MASS_CANCEL").doesNotContain("unheard");

      JsonNode stands = api.get("/v1/accounts/home-01").json();
      JsonNode heard = account;
      while (!heard.get("account").equals(stands)) {
        JsonNode later = client.nextOf("account");
        assertThat(later.get("previousSequence")).isEqualTo(heard.get("sequence"));
        heard = later;
      }
      JsonNode stranger =
          subscription(client, MAPPER.createObjectNode().put("participant", "nobody"));
      assertThat(stranger.at("/problem/code").asText()).isEqualTo("UNKNOWN_PARTICIPANT");
    }
  }

  private static JsonNode subscription(StreamClient client, ObjectNode params) throws Exception {
    ObjectNode request = MAPPER.createObjectNode().put("op", "subscribe").put("channel", "orders");
    request.set("params", params);
    return client.answer(client.send(request));
  }

  private static JsonNode ask(StreamClient client, String op, ObjectNode body) throws Exception {
    ObjectNode request = MAPPER.createObjectNode().put("op", op);
    request.set("body", body);
    return client.answer(client.send(request));
  }

  private static JsonNode result(StreamClient client, String op, ObjectNode body) throws Exception {
    JsonNode answer = ask(client, op, body);
    assertThat(answer.get("type").asText()).as(answer.toString()).isEqualTo("result");
    return answer;
  }

  private static List<Integer> statuses(JsonNode results) {
    List<Integer> found = new ArrayList<>();
    results.forEach(result -> found.add(result.get("status").asInt()));
    return found;
  }

  private static ObjectNode plain(JsonNode body) {
    return ((ObjectNode) body.deepCopy()).without("receipt");
  }

  private StreamClient client() throws Exception {
    return new StreamClient(service.httpPort());
  }

  private static ObjectNode sell(String id) {
    return order(id, "home-02", 2, Side.SELL, 399_000);
  }

  private static ObjectNode order(String id, String home, int slot, Side side, long price) {
    return ApiClient.json(Fixtures.order(home, slot, side, price)).put("clientOrderId", id);
  }
}
