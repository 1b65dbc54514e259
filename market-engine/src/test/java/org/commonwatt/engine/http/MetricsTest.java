package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers that an engine tells. */
class MetricsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Test
  void anEngineTellsWhatItTookAndRefusedAndHowItIs(@TempDir Path dir) throws Exception {
    try (TestInfra infra = TestInfra.brokerAndDatabase(dir);
        MarketService service = MarketService.start(infra.config(new FakeLedger().ledger()))) {
      assertThat(service.awaitLeading(PATIENCE)).isTrue();
      assertThat(service.activate(Fixtures.rulebook(), PATIENCE)).isEmpty();
      service.tick(Fixtures.START - 80 * Fixtures.MINUTE, PATIENCE);
      try (ApiClient api = new ApiClient(service.httpPort())) {
        assertThat(api.post(Fixtures.order("home-01", 2, Side.BUY, 300_000)).status())
            .isEqualTo(201);
        assertThat(api.post(Fixtures.order("nobody", 2, Side.BUY, 300_000)).code())
            .isEqualTo("UNKNOWN_PARTICIPANT");
      }
      assertThat(service.awaitProjected(PATIENCE)).isTrue();
      long events = service.status().sequence();

      assertThat(service.metrics().lines())
          .contains(
              "commonwatt_engine_state{state=\"LEADING\"} 1.0",
              "commonwatt_engine_state{state=\"STANDBY\"} 0.0",
              "commonwatt_engine_commands_total{kind=\"PlaceOrder\"} 2.0",
              "commonwatt_engine_events_total{kind=\"OrderAccepted\"} 1.0",
              "commonwatt_engine_events_total{kind=\"OrderRejected\"} 1.0",
              "commonwatt_engine_orders_refused_total{code=\"UNKNOWN_PARTICIPANT\"} 1.0",
              "commonwatt_engine_commands_waiting 0.0",
              "commonwatt_engine_events_last " + (double) events,
              "commonwatt_engine_events_projected " + (double) events,
              "commonwatt_settlement_batches_unconfirmed 0.0",
              "commonwatt_settlement_overdue_seconds 0.0")
          .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
          .noneMatch(line -> line.contains("home-01"));
      assertThat(service.metrics()).contains(documented());
    }
  }

  /** Every name on the page of numbers, but of collections, of which there may be none yet. */
  private static List<String> documented() throws Exception {
    String page = Files.readString(Path.of("../docs/operations/metrics.md"));
    List<String> names =
        Pattern.compile("`((?:commonwatt|vertx|jvm_memory|process)_[a-z_]+)`")
            .matcher(page)
            .results()
            .map(result -> result.group(1))
            .toList();
    assertThat(names).hasSizeGreaterThan(15);
    return names;
  }

  @Test
  void requestsAreCountedByRouteAndNoSenderMakesUpALabel(@TempDir Path dir) throws Exception {
    try (TestInfra infra = TestInfra.brokerAndDatabase(dir);
        MarketService service = MarketService.start(infra.config(new FakeLedger().ledger()))) {
      assertThat(service.awaitLeading(PATIENCE)).isTrue();
      HttpClient http = HttpClient.newHttpClient();
      for (int i = 0; i < 20; i++) {
        send(http, service, "GET", "/v1/orders/" + (1_000 + i));
        send(http, service, "GET", "/made-up-" + i);
        send(http, service, "MADEUP" + i, "/healthz");
      }

      List<String> lines = service.metrics().lines().toList();

      assertThat(lines)
          .anyMatch(line -> line.startsWith("vertx_http_server_response_time_seconds_count{"))
          .noneMatch(line -> line.contains("made-up") || line.contains("MADEUP"))
          .noneMatch(line -> line.contains("1001"));
      assertThat(
              lines.stream()
                  .filter(line -> line.startsWith("vertx_http_server_response_time_seconds_count{"))
                  .toList())
          .anyMatch(line -> line.contains("/v1/orders/:") && line.endsWith(" 20"))
          .anyMatch(line -> line.contains("method=\"OTHER\"") && line.endsWith(" 20"))
          .hasSizeLessThan(10);
    }
  }

  private static void send(HttpClient http, MarketService service, String method, String path)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.httpPort() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(PATIENCE)
            .build();
    http.send(request, BodyHandlers.discarding());
  }
}
