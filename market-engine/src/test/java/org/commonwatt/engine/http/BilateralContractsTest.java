package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.BilateralPrice;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SignedBilateral;
import org.commonwatt.testkit.ledger.BilateralParties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bilateral contract from its keys to the bills, over a real engine, broker and database. */
class BilateralContractsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String KEY = "PUT /v1/accounts/{participant}/signing-key";
  private static final String RECORD = "POST /v1/accounts/{participant}/bilateral-contracts";
  private static final String LIST = "GET /v1/accounts/{participant}/bilateral-contracts";
  private static final String BUYER = "/v1/accounts/home-01";
  private static final String SELLER = "/v1/accounts/home-03";

  private final BilateralParties parties = new BilateralParties();
  private final BilateralPrice price = new BilateralPrice(314_159, Hash.of(new byte[] {3}));

  @Test
  void whatTwoHaveSignedCountsAndIsNoTradeOfTheBook(@TempDir Path dir) throws Exception {
    try (TestInfra infra = TestInfra.brokerAndDatabase(dir);
        MarketService service = MarketService.start(infra.config(new FakeLedger().ledger()));
        ApiClient api = new ApiClient(service.httpPort())) {
      assertThat(service.awaitLeading(PATIENCE)).isTrue();
      assertThat(
              service.activate(
                  Fixtures.continuousRulebook().withSafeguards(Safeguards.NONE), PATIENCE))
          .isEmpty();
      service.tick(Fixtures.START - 60 * Fixtures.MINUTE, PATIENCE);
      OpenApi document = new OpenApi(api.get("/openapi.yaml").text());

      SignedBilateral contract = parties.sign(terms("b-1", Fixtures.START));
      assertThat(record(api, BUYER, contract).code()).isEqualTo("UNKNOWN_SIGNING_KEY");
      assertThat(put(api, BUYER, "00").code()).isEqualTo("MALFORMED");
      assertThat(put(api, "/v1/accounts/stranger", parties.buyerKey()).code())
          .isEqualTo("UNKNOWN_PARTICIPANT");
      JsonNode key = ok(document, KEY, put(api, BUYER, parties.buyerKey()), 200);
      assertThat(key.get("key").asText()).isEqualTo(parties.buyerKey());
      put(api, SELLER, parties.sellerKey());

      assertThat(record(api, "/v1/accounts/home-02", contract).code())
          .isEqualTo("UNKNOWN_PARTICIPANT");
      SignedBilateral altered =
          new SignedBilateral(
              terms("b-2", Fixtures.START), contract.buyerSignature(), contract.sellerSignature());
      Reply unsigned = record(api, BUYER, altered);
      assertThat(unsigned.status()).isEqualTo(422);
      assertThat(unsigned.code()).isEqualTo("CONTRACT_NOT_SIGNED");
      JsonNode told = ok(document, RECORD, record(api, SELLER, contract), 201);
      assertThat(told.get("trades")).hasSize(1);
      assertThat(told.get("trades").get(0).get("energyWh").asLong()).isEqualTo(700);
      assertThat(told.get("receipt").get("sequence").asLong()).isPositive();
      assertThat(record(api, BUYER, contract).status()).isEqualTo(409);
      SignedBilateral second = parties.sign(terms("b-2", Fixtures.START));
      assertThat(record(api, BUYER, second).status()).isEqualTo(201);

      String slot = "/v1/slots/" + Instant.ofEpochMilli(Fixtures.START);
      assertThat(api.get(slot + "/trades").text()).contains("\"trades\":[]");
      assertThat(api.get(slot).text()).contains("\"continuousWh\":0");

      service.tick(Fixtures.START + 15 * Fixtures.MINUTE, PATIENCE);
      for (String home : Fixtures.HOMES) {
        long imported = home.equals("home-01") ? 1_400 : 0;
        long exported = home.equals("home-03") ? 1_400 : 0;
        infra.publish(
            Topics.POSITIONS,
            PositionCodec.encode(Fixtures.MARKET, Fixtures.position(home, 0, imported, exported)));
      }
      assertThat(service.awaitPositions(Fixtures.slot(0), PATIENCE)).isTrue();
      assertThat(service.awaitProjected(PATIENCE)).isTrue();
      String bill = api.get("/v1/bills/home-01").text();
      assertThat(bill).contains("TRADE_BUY").doesNotContain("RESIDUAL").doesNotContain("314159");
      listed(document, api, contract, second);
    }
  }

  /** Both parties find their contracts, page by page, and nobody else does. */
  private static void listed(
      OpenApi document, ApiClient api, SignedBilateral first, SignedBilateral second)
      throws Exception {
    for (String party : List.of(BUYER, SELLER)) {
      JsonNode page = ok(document, LIST, list(api, party, "?limit=1"), 200);
      assertThat(page.get("contracts")).hasSize(1);
      assertThat(text(page.get("contracts").get(0))).isEqualTo(second.text());
      String next = page.get("next").asText();
      JsonNode last = ok(document, LIST, list(api, party, "?limit=1&cursor=" + next), 200);
      assertThat(text(last.get("contracts").get(0))).isEqualTo(first.text());
      assertThat(last.get("next").isNull()).isTrue();
      JsonNode all = ok(document, LIST, list(api, party, ""), 200);
      assertThat(all.get("contracts")).hasSize(2);
      assertThat(all.get("contracts").get(0).get("sequence").asLong())
          .isGreaterThan(all.get("contracts").get(1).get("sequence").asLong());
      assertThat(all.toString()).doesNotContain("314159");
      assertThat(list(api, "/v1/accounts/home-02", "?cursor=" + next).status())
          .as("another's cursor")
          .isEqualTo(400);
    }
    JsonNode others = ok(document, LIST, list(api, "/v1/accounts/home-02", ""), 200);
    assertThat(others.get("contracts")).isEmpty();
    assertThat(list(api, "/v1/accounts/stranger", "").status()).isEqualTo(404);
    assertThat(list(api, BUYER, "?limit=1001").status()).isEqualTo(400);
    assertThat(list(api, BUYER, "?cursor=x").status()).isEqualTo(400);
  }

  /** A listed contract as the two have signed it: the market is left out there. */
  private static String text(JsonNode listed) {
    return "{\"terms\":{\"market\":\""
        + Fixtures.MARKET
        + "\","
        + listed.get("terms").toString().substring(1)
        + ",\"buyerSignature\":"
        + listed.get("buyerSignature")
        + ",\"sellerSignature\":"
        + listed.get("sellerSignature")
        + "}";
  }

  private static Reply list(ApiClient api, String account, String query) throws Exception {
    return api.get(account + "/bilateral-contracts" + query);
  }

  private BilateralTerms terms(String contractId, long fromMillis) {
    return new BilateralTerms(
        Fixtures.MARKET,
        contractId,
        "home-01",
        "home-03",
        Fixtures.AREA,
        fromMillis,
        fromMillis + 15 * Fixtures.MINUTE,
        15,
        700,
        price.hash());
  }

  private static JsonNode ok(OpenApi document, String operation, Reply reply, int status)
      throws Exception {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(document.violations(operation, reply)).isEmpty();
    return reply.json();
  }

  private static Reply put(ApiClient api, String account, String key) throws Exception {
    return api.send(
        HttpMethod.PUT, account + "/signing-key", "application/json", "{\"key\":\"" + key + "\"}");
  }

  private static Reply record(ApiClient api, String account, SignedBilateral contract)
      throws Exception {
    String body = contract.text().replace("\"market\":\"" + Fixtures.MARKET + "\",", "");
    return api.post(account + "/bilateral-contracts", body);
  }
}
