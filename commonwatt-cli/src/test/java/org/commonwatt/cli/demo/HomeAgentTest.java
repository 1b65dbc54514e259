package org.commonwatt.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What homes ask of an API that answers as it is told. */
class HomeAgentTest {
  private static final Instant NOON = Instant.parse("2022-08-02T19:00:00Z");
  private static final DeliverySlot FIRST = new DeliverySlot(NOON.toEpochMilli(), 15);
  private static final List<DeliverySlot> BOTH = List.of(FIRST, FIRST.plus(1));

  @TempDir private Path folder;
  private final ObjectMapper json = new ObjectMapper();
  private final List<String> requests = new ArrayList<>();
  private final Map<String, String> answers = new HashMap<>(); // by path, without the query
  private HttpServer server;
  private int blockStatus = 201;
  private long recordedNetWh = -350;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String method = exchange.getRequestMethod();
          requests.add(
              method
                  + " "
                  + path
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          byte[] answer = answers.getOrDefault(method + " " + path, "{}").getBytes(UTF_8);
          int status = path.endsWith("block") ? blockStatus : 200;
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    answers.put("GET /v1/positions", "{\"exportWh\":0,\"importWh\":400}");
    answers.put(
        "GET /v1/orders",
        "{\"orderId\":7,\"side\":\"buy\",\"filledWh\":0,\"openWh\":100,\"priceMicroPerKwh\":140000}");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aDishwasherIsLeftOutOfTheBidAndBoughtAsABlockOnceADay() throws Exception {
    HomeAgent home = agent("home-02", null);
    assertThat(home.bid(FIRST)).isTrue();
    assertThat(sent("POST /v1/orders ").get("energyWh").asLong()).isEqualTo(100);
    home.runDishwasher(List.of(FIRST));
    assertThat(requests).noneMatch(request -> request.contains("/block"));
    home.runDishwasher(BOTH);
    JsonNode block = sent("POST /v1/orders/block ");
    assertThat(block.get("participant").asText()).isEqualTo("home-02");
    assertThat(block.get("side").asText()).isEqualTo("buy");
    assertThat(block.get("slotStart").asText()).isEqualTo("2022-08-02T19:00:00Z");
    // The open bid of 100 Wh is still to be bought, so less is left for the first slot.
    assertThat(block.get("profileWh").get(0).asLong()).isBetween(180L, 300L);
    assertThat(block.get("profileWh").get(1).asLong()).isBetween(280L, 300L);
    requests.clear();
    home.runDishwasher(BOTH);
    assertThat(requests).isEmpty();
    home.rebalance(FIRST, 0);
    assertThat(requests).as("the leg is one of its orders").hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aRunThatTheGateGaveIsNotBoughtAgain() throws Exception {
    HomeAgent home = agent("home-02", null);
    home.bidForDishwasher(List.of(FIRST));
    assertThat(requests).as("a gate of one slot").isEmpty();
    home.bidForDishwasher(BOTH);
    JsonNode block = sent("POST /v1/orders/block ");
    assertThat(block.get("auction").isEmpty()).as("all or nothing, by itself").isTrue();
    assertThat(block.get("clientBasketId").asText()).isEqualTo("dishwasher-gate-1659466800");
    assertThat(block.get("profileWh").toString()).isEqualTo("[300,300]");
    answers.computeIfPresent(
        "GET /v1/orders", (path, order) -> order.replace("Wh\":0", "Wh\":300"));
    requests.clear();
    home.runDishwasher(BOTH);
    assertThat(requests).as("it looks what became of it").hasSize(1);
    home.bidForDishwasher(BOTH);
    assertThat(requests).as("once a day").hasSize(1);
  }

  @Test
  void aRunThatTheGateDidNotGiveIsBoughtOfWhatTrades() throws Exception {
    HomeAgent home = agent("home-02", null);
    home.bidForDishwasher(BOTH);
    requests.clear();
    home.runDishwasher(BOTH);
    assertThat(sent("POST /v1/orders/block ").has("auction")).isFalse();
    HomeAgent late = agent("home-05", null);
    requests.clear();
    late.bidForDishwasher(BOTH);
    assertThat(requests).as("a home that does not wait for gates").isEmpty();
    late.runDishwasher(BOTH);
    assertThat(sent("POST /v1/orders/block ").has("auction")).isFalse();
  }

  @Test
  void aBlockThatIsNotFilledIsTriedAgain() throws Exception {
    HomeAgent home = agent("home-02", null);
    blockStatus = 409;
    answers.put("POST /v1/orders/block", "{\"code\":\"NOT_FILLED_AT_ONCE\"}");
    home.runDishwasher(BOTH);
    home.runDishwasher(BOTH);
    assertThat(requests.stream().filter(request -> request.contains("/block"))).hasSize(2);
  }

  @Test
  void aHomeWithAPreferenceBuysByItAfterTheAuctionOnly() throws Exception {
    HomeAgent home = agent("home-03", EnergySource.SOLAR);
    assertThat(home.bid(FIRST)).isFalse();
    home.rebalance(FIRST, 0);
    JsonNode order = sent("POST /v1/orders ");
    assertThat(order.has("priceMicroPerKwh")).isFalse();
    assertThat(order.has("source")).isFalse();
    JsonNode alternatives = order.get("alternatives");
    assertThat(alternatives).hasSize(2);
    assertThat(alternatives.get(0).toString()).contains("\"sources\":[\"solar\"]", "foothill");
    assertThat(alternatives.get(1).size()).isEqualTo(1);
    assertThat(alternatives.get(1).get("priceMicroPerKwh").asLong())
        .isEqualTo(alternatives.get(0).get("priceMicroPerKwh").asLong() - 20_000);
    recordedNetWh = -60; // of the 300 Wh that are open less is needed
    answers.computeIfPresent("GET /v1/orders", (path, open) -> open.replace("100", "300"));
    requests.clear();
    home.rebalance(FIRST, 1);
    assertThat(requests.get(1)).startsWith("DELETE /v1/orders/7");
    assertThat(sent("POST /v1/orders ").get("energyWh").asLong()).isBetween(50L, 70L);
  }

  @Test
  void aSellDeclaresItsSource() throws Exception {
    answers.put("GET /v1/positions", "{\"exportWh\":400,\"importWh\":0}");
    assertThat(agent("home-03", EnergySource.SOLAR).bid(FIRST)).isTrue();
    assertThat(sent("POST /v1/orders ").get("source").asText()).isEqualTo("solar");
    requests.clear();
    assertThat(agent("home-01", null).bid(FIRST)).isTrue();
    assertThat(sent("POST /v1/orders ").has("source")).isFalse();
  }

  private JsonNode sent(String beginning) throws IOException {
    String request =
        requests.stream().filter(one -> one.startsWith(beginning)).findFirst().orElseThrow();
    return json.readTree(request.substring(beginning.length()));
  }

  private HomeAgent agent(String name, @Nullable EnergySource source) throws IOException {
    Rulebook rulebook = DemoPlanTest.rulebook(folder, true);
    String area = name.equals("home-03") ? "foothill" : "sierra-crest";
    return new HomeAgent(
        new Rulebook.Member(name, area, List.of("meter")),
        rulebook,
        new HomeAgent.Outlook(
            new BidStrategy(1), new Forecast(1, (home, slot) -> recordedNetWh), source),
        new MarketClient(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            Duration.ofSeconds(5),
            Optional.empty()));
  }
}
