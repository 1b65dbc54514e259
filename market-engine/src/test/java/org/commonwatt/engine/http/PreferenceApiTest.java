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
import org.commonwatt.engine.settlement.OriginSubmitter;
import org.commonwatt.model.EnergySource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Preferences and declared sources over the API, over a real engine, broker and database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PreferenceApiTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String ORDERS = "/v1/orders";

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
    OriginSubmitter.Injection sun =
        new OriginSubmitter.Injection("home-03", "village", EnergySource.SOLAR);
    assertThat(service.registerSources(List.of(sun), PATIENCE)).isEmpty();
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
  void theFirstAlternativeThatTradesIsTakenAndKeepsTheRest() throws Exception {
    sell("cheap-0", "home-02", 0, 200_000, null);
    sell("sun-0", "home-03", 0, 260_000, "solar");
    JsonNode order = answer("201", green("green-0", 0)).json();
    assertThat(order.get("trades")).hasSize(1);
    assertThat(order.get("trades").get(0).get("priceMicroPerKwh").asLong()).isEqualTo(260_000);
    assertThat(order.get("state").asText()).isEqualTo("OPEN");
    assertThat(order.get("openWh").asLong()).isEqualTo(200);
    assertThat(order.get("priceMicroPerKwh").asLong()).isEqualTo(280_000);

    sell("cheaper-0", "home-02", 0, 100_000, null);
    JsonNode read = api.get(ORDERS + "?participant=home-01&clientOrderId=green-0").json();
    assertThat(read.get("openWh").asLong()).as("no other alternative trades").isEqualTo(200);
    assertThat(read.get("orderId")).isEqualTo(order.get("orderId"));
    assertThat(answer("200", green("green-0", 0)).json().get("orderId"))
        .isEqualTo(order.get("orderId"));
    assertThat(answer("422", green("green-0", 0).put("energyWh", 1)).json().get("code").asText())
        .isEqualTo("CLIENT_ORDER_ID_REUSED");
  }

  @Test
  void whereNothingIsLikedTheNextAlternativeTrades() throws Exception {
    sell("cheap-1", "home-02", 1, 200_000, null);
    JsonNode order = answer("201", green("green-1", 1)).json();
    assertThat(order.get("trades").get(0).get("priceMicroPerKwh").asLong()).isEqualTo(200_000);
    assertThat(order.get("filledWh").asLong()).isEqualTo(300);
    assertThat(order.get("priceMicroPerKwh").asLong()).isEqualTo(250_000);
  }

  @Test
  void aPreferenceThatWaitsTellsItsAlternatives() throws Exception {
    JsonNode order = answer("201", green("green-2", 2)).json();
    assertThat(order.get("priceMicroPerKwh").asLong()).as("the highest").isEqualTo(280_000);
    assertThat(order.get("alternatives")).hasSize(2);
    assertThat(order.get("alternatives").get(0).get("sources").get(0).asText()).isEqualTo("solar");
    assertThat(order.get("alternatives").get(1).get("sources")).isEmpty();
    assertThat(order.get("alternatives").get(1).get("area").isNull()).isTrue();
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    assertThat(api.get("/v1/accounts/home-01/orders").json().toString()).contains("green-2");
  }

  @Test
  void aSourceThatIsNotRegisteredIsRefused() throws Exception {
    ObjectNode sell = order("home-02", "claim", 2).put("side", "sell").put("energyWh", 100);
    sell.put("priceMicroPerKwh", 200_000).put("source", "solar");
    JsonNode problem = answer("422", sell).json();
    assertThat(problem.get("code").asText()).isEqualTo("SOURCE_NOT_REGISTERED");
    assertThat(problem.get("receipt").isObject()).isTrue();
  }

  @Test
  void whatIsMalformedIsRefusedBeforeTheMarketSeesIt() throws Exception {
    ObjectNode both = green("both", 2).put("priceMicroPerKwh", 250_000);
    assertThat(answer("400", both).json().has("receipt")).isFalse();
    ObjectNode none = green("none", 2);
    none.putArray("alternatives");
    answer("400", none);
    ObjectNode many = green("many", 2);
    ArrayNode nine = many.putArray("alternatives");
    for (int i = 0; i < 9; i++) {
      nine.addObject().put("priceMicroPerKwh", 200_000 + 1_000 * i);
    }
    answer("400", many);
    ObjectNode odd = green("odd", 2);
    odd.putArray("alternatives")
        .addObject()
        .put("priceMicroPerKwh", 1)
        .putArray("sources")
        .add("x");
    answer("400", odd);
  }

  private Reply answer(String status, ObjectNode body) throws Exception {
    Reply reply = api.post(ORDERS, body.toString());
    assertThat(reply.status()).as(reply.text()).isEqualTo(Integer.parseInt(status));
    assertThat(document.violations("POST " + ORDERS, reply)).isEmpty();
    return reply;
  }

  private static ObjectNode order(String home, String id, int slot) {
    return Views.object()
        .put("participant", home)
        .put("clientOrderId", id)
        .put("area", home.equals("home-02") ? "hill" : "village")
        .put("slotStart", Views.instant(Fixtures.START + slot * 15 * Fixtures.MINUTE));
  }

  /** Buys 500 Wh of the sun of the village at up to 280,000, else anything at up to 250,000. */
  private static ObjectNode green(String id, int slot) {
    ObjectNode order = order("home-01", id, slot).put("side", "buy").put("energyWh", 500);
    ArrayNode alternatives = order.putArray("alternatives");
    ObjectNode sun = alternatives.addObject().put("priceMicroPerKwh", 280_000);
    sun.put("area", "village").putArray("sources").add("solar");
    alternatives.addObject().put("priceMicroPerKwh", 250_000);
    return order;
  }

  private void sell(String id, String home, int slot, long price, @Nullable String source)
      throws Exception {
    ObjectNode order = order(home, id, slot).put("side", "sell").put("energyWh", 300);
    order.put("priceMicroPerKwh", price);
    if (source != null) {
      order.put("source", source);
    }
    answer("201", order);
  }
}
