package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The list of a participant's orders over a real engine, broker and database: slot 0 is taken to
 * the ledger and, at the end, so far into the past that the engine forgets it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OrderListTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String LIST = "/v1/accounts/home-01/orders";
  private static final long HOUR = 60 * Fixtures.MINUTE;

  private TestInfra infra;
  private MarketService service;
  private ApiClient api;
  private long recorded;
  private long expired;
  private long cancelled;
  private long open;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    infra = TestInfra.brokerAndDatabase(dir);
    service = MarketService.start(infra.config(new FakeLedger().ledger()));
    api = new ApiClient(service.httpPort());
    assertThat(service.awaitLeading(PATIENCE)).isTrue();
    assertThat(service.activate(Fixtures.rulebook(), PATIENCE)).isEmpty();
    service.tick(Fixtures.START - HOUR, PATIENCE);
    recorded = place("home-01", "matches", 0, Side.BUY, 300_000);
    place("home-02", "sells", 0, Side.SELL, 100_000);
    expired = place("home-01", "expires", 0, Side.BUY, 50_000);
    cancelled = place("home-01", "goes", 3, Side.BUY, 100_000);
    api.call(HttpMethod.DELETE, "/v1/orders/" + cancelled + "?participant=home-01");
    open = place("home-01", "stays", 4, Side.BUY, 100_000);
    service.tick(Fixtures.START - 15 * Fixtures.MINUTE, PATIENCE);
    service.tick(Fixtures.START + 15 * Fixtures.MINUTE, PATIENCE);
    for (String home : Fixtures.HOMES) {
      infra.publish(
          Topics.POSITIONS,
          PositionCodec.encode(Fixtures.MARKET, Fixtures.position(home, 0, 600, 0)));
    }
    assertThat(service.awaitRecorded(1, PATIENCE)).isTrue();
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
  }

  @AfterAll
  void stop() {
    api.close();
    service.close();
    infra.close();
  }

  @Test
  @Order(1)
  void ordersAreListedLatestFirstWithTheirStatesAndNobodyElses() throws Exception {
    JsonNode answer = list("");
    assertThat(ids(answer)).containsExactly(open, cancelled, expired, recorded);
    assertThat(answer.findValuesAsText("state"))
        .containsExactly("OPEN", "CANCELLED", "EXPIRED", "RECORDED");
    assertThat(answer.findValuesAsText("participant")).containsOnly("home-01");
    assertThat(answer.get("next").isNull()).isTrue();
    assertThat(answer.get("asOfSequence").asLong()).isPositive();
    assertThat(answer.at("/orders/3/filledWh").asLong()).isEqualTo(600);
  }

  @Test
  @Order(2)
  void anOrderIsListedAtOnceWhileItIsOpen() throws Exception {
    for (int i = 0; i < 5; i++) {
      long id = place("home-03", "fresh-" + i, 4, Side.BUY, 90_000);
      JsonNode first = api.get("/v1/accounts/home-03/orders?limit=1").json();
      assertThat(ids(first)).containsExactly(id);
    }
  }

  @Test
  @Order(3)
  void aListIsCutBySlotAndState() throws Exception {
    String start = java.time.Instant.ofEpochMilli(Fixtures.START).toString();
    assertThat(ids(list("?slotStart=" + start))).containsExactly(expired, recorded);
    assertThat(ids(list("?state=OPEN"))).containsExactly(open);
    assertThat(ids(list("?state=CANCELLED"))).containsExactly(cancelled);
    assertThat(ids(list("?state=EXPIRED"))).containsExactly(expired);
    assertThat(ids(list("?state=RECORDED"))).containsExactly(recorded);
    assertThat(ids(list("?state=MATCHED"))).isEmpty();
    assertThat(ids(list("?state=OPEN&slotStart=" + start))).isEmpty();
  }

  @Test
  @Order(4)
  void pagesTellEveryOrderOnceAlsoWhenOthersComeInBetween() throws Exception {
    List<Long> expected = ids(list(""));
    List<Long> paged = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page <= expected.size() && cursor != null; page++) {
      JsonNode answer = list("?limit=1" + cursor);
      paged.addAll(ids(answer));
      place("home-01", "between-" + page, 4, Side.BUY, 80_000);
      JsonNode next = answer.get("next");
      cursor = next.isNull() ? null : "&cursor=" + next.asText();
    }
    assertThat(paged).isEqualTo(expected);
  }

  @Test
  @Order(5)
  void aCursorOfAnotherListAndABadQuestionAreRefused() throws Exception {
    String next = list("?limit=1").get("next").asText();
    assertThat(refused(400, LIST + "?state=OPEN&cursor=" + next)).isEqualTo("MALFORMED");
    assertThat(refused(400, "/v1/accounts/home-03/orders?cursor=" + next)).isEqualTo("MALFORMED");
    char last = next.charAt(3) == 'A' ? 'B' : 'A';
    String changed = next.substring(0, 3) + last + next.substring(4);
    assertThat(refused(400, LIST + "?cursor=" + changed)).isEqualTo("MALFORMED");
    assertThat(refused(400, LIST + "?cursor=1")).isEqualTo("MALFORMED");
    assertThat(refused(400, LIST + "?state=open")).isEqualTo("MALFORMED");
    assertThat(refused(400, LIST + "?limit=1001")).isEqualTo("MALFORMED");
    assertThat(refused(404, "/v1/accounts/stranger/orders")).isEqualTo("UNKNOWN_PARTICIPANT");
    assertThat(refused(422, LIST + "?slotStart=2022-08-02T07:01:00Z")).isEqualTo("SLOT_MISALIGNED");
  }

  @Test
  @Order(6)
  void whatTheEngineHasForgottenIsListedFromTheReadModels() throws Exception {
    service.tick(Fixtures.START + 73 * HOUR, PATIENCE);
    assertThat(service.<Boolean>query(view -> view.market().order(recorded).isEmpty())).isTrue();
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    JsonNode answer = list("?state=RECORDED");
    assertThat(ids(answer)).containsExactly(recorded);
    assertThat(ids(list("?limit=1000"))).contains(recorded, expired, cancelled, open);
  }

  private JsonNode list(String query) throws Exception {
    Reply reply = api.get(LIST + query);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private String refused(int status, String path) throws Exception {
    Reply reply = api.get(path);
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    return reply.code();
  }

  private long place(String home, String id, int slot, Side side, long price) throws Exception {
    var order = ApiClient.json(Fixtures.order(home, slot, side, price));
    Reply reply = api.post(order.put("clientOrderId", id).toString());
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json().get("orderId").asLong();
  }

  private static List<Long> ids(JsonNode answer) {
    List<Long> ids = new ArrayList<>();
    answer.get("orders").forEach(order -> ids.add(order.get("orderId").asLong()));
    return ids;
  }
}
