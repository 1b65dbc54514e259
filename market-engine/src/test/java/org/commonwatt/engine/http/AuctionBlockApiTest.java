package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.Duration;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.model.Safeguards;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Blocks that wait for their auction, over the API, over a real engine, broker and database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuctionBlockApiTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String BLOCK = "/v1/orders/block";

  private TestInfra infra;
  private MarketService service;
  private ApiClient api;
  private OpenApi document;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    infra = TestInfra.brokerAndDatabase(dir);
    service = MarketService.start(infra.config(new FakeLedger().ledger()));
    api = new ApiClient(service.httpPort());
    document = new OpenApi(api.get("/openapi.yaml").text());
    assertThat(service.awaitLeading(PATIENCE)).isTrue();
    assertThat(
            service.activate(
                Fixtures.rulebook().withSafeguards(Safeguards.NONE.withAuctionWindow(4)), PATIENCE))
        .isEmpty();
    service.tick(Fixtures.START - 60 * Fixtures.MINUTE, PATIENCE);
  }

  @AfterAll
  void stop() {
    api.close();
    service.close();
    infra.close();
  }

  @Test
  void aBlockWaitsForTheAuctionOfItsSlotsAndIsFilledThere() throws Exception {
    assertThat(api.get("/v1/market").json().get("auctionWindowSlots").asInt()).isEqualTo(4);
    assertThat(window(0).isNull()).as("before the gate").isTrue();
    sell("cheap", 0, 200_000);
    sell("dear", 1, 390_000);
    JsonNode waits = answer("201", block("dish", 300_000, null)).json();
    assertThat(waits.get("filledWh").asLong()).isZero();
    assertThat(waits.get("averagePriceMicroPerKwh").isNull()).isTrue();
    assertThat(waits.get("orders")).hasSize(2);
    assertThat(waits.get("orders").get(1).get("state").asText()).isEqualTo("OPEN");
    assertThat(waits.get("receipt").isObject()).isTrue();
    assertThat(answer("200", block("dish", 300_000, null)).json().get("orders")).hasSize(2);

    answer("201", block("gone", 300_000, Views.object().put("exclusiveGroup", "run")));
    long second = orderId("gone.2");
    Reply cancelled = api.call(HttpMethod.DELETE, "/v1/orders/" + second + "?participant=home-01");
    assertThat(cancelled.json().get("orderId").asLong()).isEqualTo(second);
    assertThat(cancelled.json().get("cancelledWh").asLong()).isEqualTo(250);
    assertThat(order("gone.1").get("state").asText()).isEqualTo("CANCELLED");

    JsonNode delta;
    try (StreamClient stream = new StreamClient(service.httpPort())) {
      stream.subscribe("auctions", null, null);
      service.tick(Fixtures.START - 15 * Fixtures.MINUTE, PATIENCE);
      delta = stream.next(one -> !one.path("windows").isEmpty());
    }
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    assertThat(delta.at("/windows/0")).isEqualTo(window(3));
    assertThat(window(0)).as("told of each of its slots").isEqualTo(window(3));
    assertThat(window(4).isNull()).as("the next window").isTrue();
    assertThat(window(0).get("firstSlotStart").asText()).isEqualTo(start(0));
    assertThat(window(0).get("slots").asInt()).isEqualTo(4);
    assertThat(window(0).get("optimality").asText()).isEqualTo("optimal");
    assertThat(api.get("/v1/slots/" + start(0) + "/auction").json().get("optimality").asText())
        .isEqualTo("optimal");
    assertThat(window(0).get("welfareNano").asText())
        .as("250 Wh at (300,000 - 200,000) and (300,000 - 390,000)")
        .isEqualTo("2500000")
        .isEqualTo(window(0).get("welfareBoundNano").asText());
    assertThat(order("dish.1").get("filledWh").asLong()).isEqualTo(250);
    assertThat(order("dish.2").get("filledWh").asLong()).isEqualTo(250);
    assertThat(
            answer("200", block("dish", 300_000, null))
                .json()
                .get("averagePriceMicroPerKwh")
                .asLong())
        .as("of both slots")
        .isEqualTo(295_000);
  }

  @Test
  void whatIsWrongIsTold() throws Exception {
    JsonNode problem = answer("404", later("child", Views.object().put("parent", "nobody"))).json();
    assertThat(problem.get("code").asText()).isEqualTo("UNKNOWN_ORDER");
    answer("400", later("wrong", Views.object().put("parents", "nobody")));
    ObjectNode ratio = Views.object().put("minRatioPpm", 1_000_001);
    assertThat(api.post(BLOCK, later("wrong", ratio).toString()).json().get("code").asText())
        .isEqualTo("VALUE_OUT_OF_RANGE");
  }

  /** In the window whose gate no test reaches. */
  private static ObjectNode later(String id, ObjectNode terms) {
    return block(id, 300_000, terms).put("slotStart", start(4));
  }

  private Reply answer(String status, ObjectNode body) throws Exception {
    Reply reply = api.post(BLOCK, body.toString());
    assertThat(Integer.toString(reply.status())).as(reply.text()).isEqualTo(status);
    assertThat(document.violations("POST " + BLOCK, reply)).isEmpty();
    return reply;
  }

  private static ObjectNode block(String id, long average, @Nullable ObjectNode terms) {
    ObjectNode block =
        Views.object()
            .put("participant", "home-01")
            .put("clientBasketId", id)
            .put("area", Fixtures.AREA)
            .put("slotStart", start(0))
            .put("side", "buy")
            .put("averageMicroPerKwh", average);
    block.putArray("profileWh").add(250).add(250);
    block.set("auction", terms == null ? Views.object() : terms);
    return block;
  }

  private JsonNode window(int slot) throws Exception {
    Reply reply = api.get("/v1/slots/" + start(slot) + "/auction-window");
    assertThat(document.violations("GET /v1/slots/{start}/auction-window", reply)).isEmpty();
    return reply.json().get("window");
  }

  private void sell(String id, int slot, long price) throws Exception {
    ObjectNode order =
        Views.object()
            .put("participant", "home-03")
            .put("clientOrderId", id)
            .put("area", Fixtures.AREA)
            .put("slotStart", start(slot))
            .put("side", "sell")
            .put("priceMicroPerKwh", price)
            .put("energyWh", 400);
    Reply reply = api.post("/v1/orders", order.toString());
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
  }

  private JsonNode order(String clientId) throws Exception {
    return api.get("/v1/orders?participant=home-01&clientOrderId=" + clientId).json();
  }

  private long orderId(String clientId) throws Exception {
    return order(clientId).get("orderId").asLong();
  }

  private static String start(int slot) {
    return Views.instant(Fixtures.START + slot * 15 * Fixtures.MINUTE);
  }
}
