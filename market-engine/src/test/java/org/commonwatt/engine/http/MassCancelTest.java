package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.Duration;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mass cancels and dead man's switches over a real engine, broker and database. */
class MassCancelTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long OPEN = Fixtures.START - 60 * Fixtures.MINUTE;

  private TestInfra infra;
  private MarketService service;
  private ApiClient api;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    infra = TestInfra.brokerAndDatabase(dir);
    startService();
    assertThat(service.activate(Fixtures.rulebook(), PATIENCE)).isEmpty();
    service.tick(OPEN, PATIENCE);
  }

  private void startService() throws Exception {
    service = MarketService.start(infra.config(new FakeLedger().ledger()));
    api = new ApiClient(service.httpPort());
    assertThat(service.awaitLeading(PATIENCE)).isTrue();
  }

  @AfterEach
  void stop() {
    api.close();
    service.close();
    infra.close();
  }

  @Test
  void aSwitchThatIsNotRenewedCancelsAlsoAfterARestartOfTheEngine() throws Exception {
    long order = place("home-01", 3, Side.BUY, 100_000);
    long other = place("home-03", 3, Side.BUY, 100_000);
    JsonNode set = set("home-01", 60);
    assertThat(set.get("cancelsAt").asText()).isEqualTo("2022-08-02T06:01:00Z");
    assertThat(set.get("receipt").get("sequence").asLong()).isPositive();
    service.tick(OPEN + 59_000, PATIENCE);
    assertThat(state(order)).isEqualTo("OPEN");
    assertThat(set("home-01", 30).get("cancelsAt").asText()).isEqualTo("2022-08-02T06:01:29Z");

    api.close();
    service.close();
    startService();
    service.tick(OPEN + 88_000, PATIENCE);
    assertThat(state(order)).isEqualTo("OPEN");
    service.tick(OPEN + 89_000, PATIENCE);
    JsonNode ended = api.get("/v1/orders/" + order).json();
    assertThat(ended.get("state").asText()).isEqualTo("CANCELLED");
    assertThat(ended.get("cancelReason").asText()).isEqualTo("NOT_RENEWED");
    assertThat(state(other)).isEqualTo("OPEN");
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
  }

  @Test
  void aSwitchIsTakenAwayAndRefusedWhereItCannotBe() throws Exception {
    long order = place("home-01", 3, Side.BUY, 100_000);
    set("home-01", 60);
    assertThat(set("home-01", 0).get("cancelsAt").isNull()).isTrue();
    service.tick(OPEN + 10 * Fixtures.MINUTE, PATIENCE);
    assertThat(state(order)).isEqualTo("OPEN");
    assertThat(post("nobody", 60).code()).isEqualTo("UNKNOWN_PARTICIPANT");
    assertThat(post("home-01", 601).code()).isEqualTo("MALFORMED");
    assertThat(post("home-01", -1).code()).isEqualTo("MALFORMED");
  }

  @Test
  void aMassCancelTakesTheOrdersOfASideOrAnAreaOnly() throws Exception {
    long buy = place("home-01", 3, Side.BUY, 100_000);
    long sell = place("home-01", 3, Side.SELL, 300_000);
    long later = place("home-01", 4, Side.SELL, 300_000);
    assertThat(cancel("&area=hill").get("cancelled").asInt()).isZero();
    String slot = "&slotStart=2022-08-02T07:45:00Z";
    JsonNode one = cancel(slot + "&area=village&side=sell");
    assertThat(one.get("orderIds")).hasSize(1);
    assertThat(one.get("orderIds").get(0).asLong()).isEqualTo(sell);
    assertThat(one.get("area").asText()).isEqualTo("village");
    assertThat(one.get("side").asText()).isEqualTo("sell");
    assertThat(state(buy)).isEqualTo("OPEN");
    assertThat(cancel("&side=sell").get("orderIds").get(0).asLong()).isEqualTo(later);
    Reply unknown = api.call(HttpMethod.DELETE, "/v1/orders?participant=home-01&area=nowhere");
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.code()).isEqualTo("UNKNOWN_AREA");
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
  }

  private JsonNode cancel(String query) throws Exception {
    Reply reply = api.call(HttpMethod.DELETE, "/v1/orders?participant=home-01" + query);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private JsonNode set(String home, int seconds) throws Exception {
    Reply reply = post(home, seconds);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private Reply post(String home, int seconds) throws Exception {
    return api.post(
        "/v1/orders/cancel-after",
        "{\"participant\":\"%s\",\"seconds\":%d}".formatted(home, seconds));
  }

  private String state(long order) throws Exception {
    return api.get("/v1/orders/" + order).json().get("state").asText();
  }

  private long place(String home, int slot, Side side, long price) throws Exception {
    Reply reply = api.post(Fixtures.order(home, slot, side, price));
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json().get("orderId").asLong();
  }
}
