package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Baskets and blocks over the API, over a real engine, broker and database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BasketApiTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String BASKET = "/v1/orders/basket";
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
    assertThat(service.activate(Fixtures.continuousRulebook(), PATIENCE)).isEmpty();
    Registration.Pledge enough = new Registration.Pledge(1_000_000_000_000_000L, 0);
    List<Registration> files = new ArrayList<>();
    for (String home : List.of("home-01", "home-02", "home-03")) {
      files.add(new Registration(home, null, enough));
    }
    assertThat(service.register(files, PATIENCE)).isEmpty();
    service.tick(Fixtures.START - 80 * Fixtures.MINUTE, PATIENCE);
    service.tick(Fixtures.START - 10 * Fixtures.MINUTE, PATIENCE);
  }

  @AfterAll
  void stop() {
    api.close();
    service.close();
    infra.close();
  }

  @Test
  void aBasketTradesInFullOrNotAtAll() throws Exception {
    sell("basket-0", 0, 200_000, 500);
    sell("basket-1", 1, 220_000, 500);
    ObjectNode basket = basket("swap");
    leg(basket, 0, "buy", 210_000, 400);
    leg(basket, 1, "buy", 220_000, 501);
    Reply refused = answer("409", BASKET, basket);
    assertThat(refused.json().get("code").asText()).isEqualTo("NOT_FILLED_AT_ONCE");
    assertThat(refused.json().get("detail").asText()).startsWith("leg 2: 500 of 501 Wh");
    assertThat(refused.json().get("legs")).hasSize(1);
    assertThat(refused.json().get("legs").get(0).get("leg").asInt()).isEqualTo(2);
    assertThat(refused.json().get("receipt").isObject()).isTrue();
    assertThat(api.get(byClient("swap.1")).status()).isEqualTo(404);

    ((ObjectNode) basket.get("legs").get(1)).put("energyWh", 500);
    JsonNode done = answer("201", BASKET, basket).json();
    assertThat(done.get("filledWh").asLong()).isEqualTo(900);
    assertThat(done.get("averagePriceMicroPerKwh").asLong()).isEqualTo(211_111);
    assertThat(done.get("orders")).hasSize(2);
    JsonNode second = done.get("orders").get(1);
    assertThat(second.get("clientOrderId").asText()).isEqualTo("swap.2");
    assertThat(second.get("state").asText()).isEqualTo("MATCHED");
    assertThat(second.get("trades")).hasSize(1);

    JsonNode again = answer("200", BASKET, basket).json();
    assertThat(again.get("orders").get(1).get("orderId")).isEqualTo(second.get("orderId"));
    assertThat(again.get("averagePriceMicroPerKwh").asLong()).isEqualTo(211_111);
    ((ObjectNode) basket.get("legs").get(1)).put("energyWh", 1);
    assertThat(answer("422", BASKET, basket).json().get("code").asText())
        .isEqualTo("CLIENT_ORDER_ID_REUSED");
  }

  @Test
  void theCodeIsTheFirstOfAllLegs() throws Exception {
    ObjectNode basket = basket("odd");
    leg(basket, 2, "buy", 210_050, 400);
    leg(basket, 2, "buy", 9_000_000, 400);
    JsonNode problem = answer("422", BASKET, basket).json();
    assertThat(problem.get("code").asText()).isEqualTo("PRICE_OUT_OF_RANGE");
    assertThat(problem.get("legs")).hasSize(2);
    assertThat(problem.get("legs").get(0).get("code").asText()).isEqualTo("PRICE_OFF_TICK");
  }

  @Test
  void aBlockTradesAtItsAveragePrice() throws Exception {
    sell("block-2", 2, 200_000, 300);
    sell("block-3", 3, 400_000, 300);
    ObjectNode block =
        Views.object()
            .put("participant", "home-01")
            .put("clientBasketId", "dishwasher")
            .put("area", "village")
            .put("slotStart", slot(2))
            .put("side", "buy")
            .put("averageMicroPerKwh", 299_999);
    block.putArray("profileWh").add(250).add(250);
    JsonNode refused = answer("409", BLOCK, block).json();
    assertThat(refused.get("legs").get(0).get("leg").isNull()).isTrue();
    assertThat(refused.get("detail").asText()).contains("150000000 nano-currency", "149999500");
    JsonNode done = answer("201", BLOCK, block.put("averageMicroPerKwh", 300_000)).json();
    assertThat(done.get("averagePriceMicroPerKwh").asLong()).isEqualTo(300_000);
    assertThat(done.get("orders").get(0).get("orderType").asText()).isEqualTo("market");
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    JsonNode listed = api.get("/v1/accounts/home-01/orders").json();
    assertThat(listed.toString()).contains("dishwasher.1", "dishwasher.2");
  }

  @Test
  void whatIsMalformedIsRefusedBeforeTheMarketSeesIt() throws Exception {
    ObjectNode none = basket("none");
    none.putArray("legs");
    assertThat(answer("400", BASKET, none).json().has("receipt")).isFalse();
    ObjectNode profile = basket("none");
    profile.remove("legs");
    profile
        .put("area", "village")
        .put("slotStart", slot(2))
        .put("side", "buy")
        .put("averageMicroPerKwh", 1);
    profile.putArray("profileWh").add("1");
    assertThat(answer("400", BLOCK, profile).json().get("detail").asText()).contains("profileWh");
    profile.putArray("profileWh").add(0);
    assertThat(answer("400", BLOCK, profile).json().get("code").asText())
        .isEqualTo("ENERGY_NOT_POSITIVE");
  }

  private Reply answer(String status, String path, ObjectNode body) throws Exception {
    Reply reply = api.post(path, body.toString());
    assertThat(reply.status()).as(reply.text()).isEqualTo(Integer.parseInt(status));
    assertThat(document.violations("POST " + path, reply)).isEmpty();
    return reply;
  }

  private ObjectNode basket(String id) {
    ObjectNode basket = Views.object().put("participant", "home-01").put("clientBasketId", id);
    basket.putArray("legs");
    return basket;
  }

  private void leg(ObjectNode basket, int slot, String side, long price, long energyWh) {
    ((ArrayNode) basket.get("legs"))
        .addObject()
        .put("area", "village")
        .put("slotStart", slot(slot))
        .put("side", side)
        .put("priceMicroPerKwh", price)
        .put("energyWh", energyWh);
  }

  private void sell(String id, int slot, long price, long energyWh) throws Exception {
    ObjectNode order =
        Views.object()
            .put("participant", "home-03")
            .put("clientOrderId", id)
            .put("area", "village")
            .put("slotStart", slot(slot))
            .put("side", "sell")
            .put("priceMicroPerKwh", price)
            .put("energyWh", energyWh);
    assertThat(api.post("/v1/orders", order.toString()).status()).isEqualTo(201);
  }

  private static String slot(int index) {
    return Views.instant(Fixtures.START + index * 15 * Fixtures.MINUTE);
  }

  private static String byClient(String id) {
    return "/v1/orders?participant=home-01&clientOrderId=" + id;
  }
}
