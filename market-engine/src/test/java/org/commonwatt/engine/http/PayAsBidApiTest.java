package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Areas;
import org.commonwatt.model.AuctionIncome;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An auction that is paid as bid, over the API, over a real engine, broker and database. */
class PayAsBidApiTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String SLOT = "2022-08-02T07:00:00Z";

  @Test
  void whatABuyerBidsBeyondItsSellerIsToldAndBilled(@TempDir Path dir) throws Exception {
    try (TestInfra infra = TestInfra.brokerAndDatabase(dir);
        MarketService service = MarketService.start(infra.config(new FakeLedger().ledger()));
        ApiClient api = new ApiClient(service.httpPort())) {
      assertThat(service.awaitLeading(PATIENCE)).isTrue();
      assertThat(service.activate(rulebook(), PATIENCE)).isEmpty();
      service.tick(Fixtures.START - 60 * Fixtures.MINUTE, PATIENCE);
      OpenApi document = new OpenApi(api.get("/openapi.yaml").text());

      JsonNode rules = ok(document, "GET /v1/market", api.get("/v1/market"));
      assertThat(rules.get("auctionPricing").asText()).isEqualTo("pay-as-bid");
      assertThat(rules.get("auctionIncome").get("use").asText()).isEqualTo("tariffs");
      assertThat(rules.get("auctionIncome").get("account").asText()).isEqualTo("fund");
      JsonNode nothing = ok(document, "GET /v1/bills/{participant}", api.get("/v1/bills/fund"));
      assertThat(nothing.get("lines")).isEmpty();

      place(api, "home-01", "buy", 300_000, 1_000);
      place(api, "home-03", "sell", 100_000, 800);
      service.tick(Fixtures.START - 15 * Fixtures.MINUTE, PATIENCE);
      assertThat(service.awaitProjected(PATIENCE)).isTrue();
      JsonNode trades =
          ok(document, "GET /v1/slots/{start}/trades", api.get("/v1/slots/" + SLOT + "/trades"));
      JsonNode trade = trades.get("trades").get(0);
      assertThat(trade.get("priceMicroPerKwh").asLong()).isEqualTo(100_000);
      assertThat(trade.get("surplusMicroPerKwh").asLong()).isEqualTo(200_000);
      JsonNode bought = order(api, "home-01");
      assertThat(bought.get("filledWh").asLong()).isEqualTo(800);
      assertThat(bought.get("averagePriceMicroPerKwh").asLong()).isEqualTo(300_000);
      assertThat(order(api, "home-03").get("averagePriceMicroPerKwh").asLong()).isEqualTo(100_000);

      service.tick(Fixtures.START + 15 * Fixtures.MINUTE, PATIENCE);
      for (String home : Fixtures.HOMES) {
        infra.publish(
            Topics.POSITIONS,
            PositionCodec.encode(Fixtures.MARKET, Fixtures.position(home, 0, 0, 0)));
      }
      assertThat(service.awaitPositions(Fixtures.slot(0), PATIENCE)).isTrue();
      assertThat(service.awaitProjected(PATIENCE)).isTrue();
      assertThat(line(document, api, "home-01", "BID_SURPLUS")).isEqualTo("fund -160000000");
      assertThat(line(document, api, "fund", "MARKET_SURPLUS")).isEqualTo("home-01 160000000");
    }
  }

  /** The other side and the amount of the only line of a kind. */
  private static String line(OpenApi document, ApiClient api, String who, String kind)
      throws Exception {
    JsonNode bill = ok(document, "GET /v1/bills/{participant}", api.get("/v1/bills/" + who));
    String found = "";
    for (JsonNode line : bill.get("lines")) {
      if (line.get("kind").asText().equals(kind)) {
        assertThat(found).as("one line").isEmpty();
        found = line.get("counterparty").asText() + " " + line.get("amountNano").asText();
      }
    }
    return found;
  }

  /** The usual rules without their link. */
  private static Rulebook rulebook() {
    Rulebook usual = Fixtures.rulebook();
    Areas areas = usual.areas();
    return new Rulebook(
            usual.version(),
            usual.documentHash(),
            usual.market(),
            new Areas(areas.ids(), List.of(), areas.gridOperator()),
            usual.currency(),
            usual.timing(),
            usual.minPriceMicroPerKwh(),
            usual.maxPriceMicroPerKwh(),
            usual.maxOrderWh(),
            usual.supplier(),
            usual.tariff(),
            usual.members(),
            usual.saltSeed())
        .withSafeguards(
            Safeguards.NONE
                .withPayAsBid(true)
                .withAuctionIncome(new AuctionIncome(AuctionIncome.Use.TARIFFS, "fund")));
  }

  private static void place(ApiClient api, String home, String side, long price, long energyWh)
      throws Exception {
    ObjectNode order =
        Views.object()
            .put("participant", home)
            .put("clientOrderId", home)
            .put("area", Fixtures.AREA)
            .put("slotStart", SLOT)
            .put("side", side)
            .put("priceMicroPerKwh", price)
            .put("energyWh", energyWh);
    Reply reply = api.post("/v1/orders", order.toString());
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
  }

  private static JsonNode order(ApiClient api, String home) throws Exception {
    return api.get("/v1/orders?participant=" + home + "&clientOrderId=" + home).json();
  }

  private static JsonNode ok(OpenApi document, String operation, Reply reply) throws Exception {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(document.violations(operation, reply)).isEmpty();
    return reply.json();
  }
}
