package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.DeadBand;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An imbalance price from its import to a revised bill, over a real engine, broker and database.
 */
class ImbalancePricesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long SETTLED = Fixtures.START + 15 * Fixtures.MINUTE;
  private static final String PATH = "/v1/slots/2022-08-02T07:00:00Z/imbalance-prices";
  private static final String IMPORT = "POST /v1/slots/{start}/imbalance-prices";
  private static final String LIST = "GET /v1/slots/{start}/imbalance-prices";

  @Test
  void aPriceIsImportedListedAndPostedByTheNextRun(@TempDir Path dir) throws Exception {
    try (TestInfra infra = TestInfra.brokerAndDatabase(dir);
        MarketService service = MarketService.start(infra.config(new FakeLedger().ledger()));
        ApiClient api = new ApiClient(service.httpPort())) {
      assertThat(service.awaitLeading(PATIENCE)).isTrue();
      assertThat(service.activate(Fixtures.rulebook().withSafeguards(safeguards()), PATIENCE))
          .isEmpty();
      assertThat(api.get("/v1/bills/balancer").status()).as("before it has a line").isEqualTo(200);
      service.tick(SETTLED, PATIENCE);
      for (String home : Fixtures.HOMES) {
        infra.publish(
            Topics.POSITIONS,
            PositionCodec.encode(Fixtures.MARKET, Fixtures.position(home, 0, 700, 0)));
      }
      assertThat(service.awaitPositions(Fixtures.slot(0), PATIENCE)).isTrue();
      assertThat(service.awaitProjected(PATIENCE)).isTrue();
      OpenApi document = new OpenApi(api.get("/openapi.yaml").text());
      assertThat(lines(api)).containsExactly("0 IMBALANCE_SHORT -252000000"); // 700 × 0.36
      JsonNode other = ok(document, "GET /v1/bills/{participant}", api.get("/v1/bills/balancer"));
      assertThat(other.get("lines").get(0).get("counterparty").asText()).isEqualTo("home-01");

      JsonNode rules = ok(document, "GET /v1/market", api.get("/v1/market")).get("imbalance");
      assertThat(rules.get("mode").asText()).isEqualTo("dead-band");
      assertThat(rules.get("importer").asText()).isEqualTo("desk");
      assertThat(ok(document, LIST, api.get(PATH)).get("prices")).isEmpty();

      assertThat(api.post(PATH, body("home-01", 1, 200_000)).code()).isEqualTo("NOT_IMPORTER");
      assertThat(api.post(PATH, body("desk", 0, 200_000)).code()).isEqualTo("MALFORMED");
      assertThat(api.post(PATH, body("desk", 1, 900_001)).code()).isEqualTo("VALUE_OUT_OF_RANGE");
      assertThat(api.post(PATH, "{\"importer\":\"desk\"}").status()).isEqualTo(400);
      String unasked = body("desk", 1, 100_000).replaceFirst("\\{", "{\"signature\": \"%s\", ");
      assertThat(api.post(PATH, unasked.formatted("0A".repeat(64))).code()).isEqualTo("MALFORMED");
      Reply signed = api.post(PATH, unasked.formatted("0a".repeat(64)));
      assertThat(signed.code()).isEqualTo("PRICE_SIGNATURE_WRONG");
      assertThat(signed.status()).isEqualTo(403);
      JsonNode imported = ok(document, IMPORT, api.post(PATH, body("desk", 1, 100_000)));
      assertThat(imported.get("receipt").get("sequence").asLong()).isPositive();
      Reply again = api.post(PATH, body("desk", 1, 100_000));
      assertThat(again.status()).isEqualTo(409);
      assertThat(again.code()).isEqualTo("PRICE_NOT_NEWER");
      ok(document, IMPORT, api.post(PATH, body("desk", 3, 200_000)));

      service.tick(SETTLED + 61 * Fixtures.MINUTE, PATIENCE);
      assertThat(service.awaitProjected(PATIENCE)).isTrue();
      JsonNode prices = ok(document, LIST, api.get(PATH)).get("prices");
      assertThat(prices).hasSize(1);
      assertThat(prices.get(0).get("version").asInt()).isEqualTo(3);
      assertThat(lines(api))
          .containsExactlyInAnyOrder(
              "0 IMBALANCE_SHORT -252000000",
              "1 IMBALANCE_SHORT_REVERSED 252000000",
              "1 IMBALANCE_SHORT -168000000"); // 700 × 0.24
      ok(document, "GET /v1/bills/{participant}", api.get("/v1/bills/home-01"));
      service.tick(SETTLED + 121 * Fixtures.MINUTE, PATIENCE);
      assertThat(api.post(PATH, body("desk", 4, 1)).code()).isEqualTo("SLOT_SETTLED");
    }
  }

  /** Without a trade there is no band: all of a deviation pays r and 20 % more. */
  private static Safeguards safeguards() {
    return Safeguards.NONE
        .withSettlement(new SettlementRules(List.of(1), 2))
        .withImbalance(
            new ImbalanceRules(
                List.of("home-01"),
                "balancer",
                1,
                null,
                new DeadBand(30_000, 200_000),
                new Prices("desk", false, 0, 900_000, new Fallback(false, 300_000, 300_000))));
  }

  private static JsonNode ok(OpenApi document, String operation, Reply reply) throws Exception {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(document.violations(operation, reply)).isEmpty();
    return reply.json();
  }

  private static List<String> lines(ApiClient api) throws Exception {
    List<String> lines = new ArrayList<>();
    for (JsonNode line : api.get("/v1/bills/home-01").json().get("lines")) {
      lines.add(
          line.get("run").asInt()
              + " "
              + line.get("kind").asText()
              + " "
              + line.get("amountNano").asText());
    }
    return lines;
  }

  private static String body(String importer, int version, long price) {
    return """
        {"importer": "%s", "area": "%s", "version": %d, "shortMicroPerKwh": %d,
         "longMicroPerKwh": %d}
        """
        .formatted(importer, Fixtures.AREA, version, price, price);
  }
}
