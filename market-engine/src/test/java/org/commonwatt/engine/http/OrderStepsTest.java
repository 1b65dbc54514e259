package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.model.Command;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps of orders give each book that there was: orders are placed, amended and cancelled at
 * random, and after each the service is asked for its book.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrderStepsTest {
  private static final OpenApi DOCUMENT = OpenApi.packaged();
  private static final int CONTINUOUS = 4;
  private static final int OPEN = 7;
  private static final int COMMANDS = 40;
  private static final String HOME = "home-0";

  private LoginMarket market;
  private final Random random = new Random(13);

  /** Levels as they were told: by slot and by the engine's sequence. */
  private final Map<Integer, Map<Long, Map<String, Long>>> seen = new LinkedHashMap<>();

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
    for (int slot : new int[] {CONTINUOUS, OPEN}) {
      trade(slot);
    }
    market.service.tick(Fixtures.START + 40 * Fixtures.MINUTE, LoginMarket.PATIENCE);
    look(OPEN); // its auction was held
    assertThat(market.service.awaitProjected(LoginMarket.PATIENCE)).isTrue();
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  private void trade(int slot) throws Exception {
    List<JsonNode> placed = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      int what = random.nextInt(4);
      if (what < 2 || placed.isEmpty()) {
        placed.add(place(slot, i));
      } else {
        JsonNode order = placed.get(random.nextInt(placed.size()));
        String owner = order.get("participant").asText();
        String path = "/v1/orders/" + order.get("orderId").asLong();
        if (what == 2) { // refused, as an amendment is, when it is not open any more
          market.as(owner).call(HttpMethod.DELETE, path + "?participant=" + owner);
        } else {
          market
              .as(owner)
              .send(
                  HttpMethod.PATCH,
                  path,
                  "application/json",
                  "{\"participant\":\"%s\",\"priceMicroPerKwh\":%d,\"openWh\":%d}"
                      .formatted(owner, price(), energy()));
        }
      }
      look(slot);
    }
  }

  private JsonNode place(int slot, int number) throws Exception {
    String home = HOME + (1 + random.nextInt(3));
    Reply reply =
        market
            .as(home)
            .post(
                new Command.PlaceOrder(
                    home,
                    slot + "-" + number,
                    Fixtures.areaOf(home),
                    Fixtures.slot(slot).startMillis(),
                    random.nextBoolean() ? Side.BUY : Side.SELL,
                    price(),
                    energy()));
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json();
  }

  private long price() {
    return 100_000 + 20_000L * random.nextInt(6);
  }

  private long energy() {
    return 50L * (1 + random.nextInt(6));
  }

  private void look(int slot) throws Exception {
    JsonNode book = market.as("agency").get(path(slot, "/book")).json();
    Map<String, Long> levels = new TreeMap<>();
    for (JsonNode area : book.get("areas")) {
      for (String side : List.of("buys", "sells")) {
        for (JsonNode level : area.get(side)) {
          levels.put(
              level(area, side.substring(0, side.length() - 1), level),
              level.get("energyWh").asLong());
        }
      }
    }
    seen.computeIfAbsent(slot, key -> new LinkedHashMap<>())
        .put(book.get("sequence").asLong(), levels);
  }

  private static String level(JsonNode of, String side, JsonNode priced) {
    return of.get("area").asText() + " " + side + " " + priced.get("priceMicroPerKwh").asLong();
  }

  private static String path(int slot, String rest) {
    return "/v1/slots/" + Views.instant(Fixtures.slot(slot).startMillis()) + rest;
  }

  /** All steps of a slot, page by page. */
  private List<JsonNode> steps(int slot) throws Exception {
    List<JsonNode> steps = new ArrayList<>();
    String cursor = "";
    do {
      Reply reply = market.as("agency").get(path(slot, "/order-steps?limit=7" + cursor));
      assertThat(reply.status()).as(reply.text()).isEqualTo(200);
      assertThat(DOCUMENT.violations("GET /v1/slots/{start}/order-steps", reply)).isEmpty();
      reply.json().get("steps").forEach(steps::add);
      JsonNode next = reply.json().get("next");
      cursor = next.isNull() ? "" : "&cursor=" + next.asText();
    } while (!cursor.isEmpty());
    return steps;
  }

  @Test
  void theBookOfEachSequenceIsThatWhichTheServiceTold() throws Exception {
    for (Map.Entry<Integer, Map<Long, Map<String, Long>>> slot : seen.entrySet()) {
      List<JsonNode> steps = steps(slot.getKey());
      assertThat(steps).hasSizeGreaterThan(COMMANDS / 2);
      assertThat(slot.getValue()).hasSizeGreaterThan(COMMANDS / 2);
      slot.getValue()
          .forEach((sequence, levels) -> assertThat(at(steps, sequence)).isEqualTo(levels));
    }
  }

  private static Map<String, Long> at(List<JsonNode> steps, long sequence) {
    Map<Long, JsonNode> last = new TreeMap<>();
    steps.stream()
        .filter(step -> step.get("sequence").asLong() <= sequence)
        .forEach(step -> last.put(step.get("orderId").asLong(), step));
    Map<String, Long> levels = new TreeMap<>();
    for (JsonNode step : last.values()) {
      long open = step.get("openWh").asLong();
      if (open > 0) {
        levels.merge(level(step, step.get("side").asText(), step), open, Long::sum);
      }
    }
    return levels;
  }

  @Test
  void everyStepHasItsInstantAndSaysWhatHappened() throws Exception {
    List<JsonNode> steps = steps(CONTINUOUS);
    assertThat(steps)
        .extracting(step -> step.get("at").asText())
        .containsOnly("2022-08-02T06:50:00Z");
    assertThat(steps)
        .extracting(step -> step.get("what").asText())
        .contains("PLACED", "AMENDED", "FILLED", "TOOK", "BY_OWNER");
    assertThat(steps)
        .filteredOn(step -> !step.get("tradedWh").isNull())
        .allMatch(step -> step.get("tradeId").asLong() > 0 && step.get("tradedWh").asLong() > 0)
        .allMatch(step -> step.get("what").asText().matches("FILLED|TOOK"));
    assertThat(steps(OPEN))
        .filteredOn(step -> step.get("what").asText().equals("FILLED"))
        .isNotEmpty()
        .allMatch(step -> step.get("at").asText().equals("2022-08-02T07:40:00Z"));
  }

  @Test
  void nobodyButTheRegulatorIsTold() throws Exception {
    for (String other : List.of("home-01", "grid", "admin")) {
      assertThat(market.as(other).get(path(CONTINUOUS, "/order-steps")).status())
          .as(other)
          .isEqualTo(403);
    }
    assertThat(market.as("agency").get(path(CONTINUOUS, "/order-steps?cursor=AAAA")).status())
        .isEqualTo(400);
  }
}
