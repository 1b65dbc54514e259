package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.StorageAuctionRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An auction of storage services over the API: the example of docs/shared-storage.md. */
class StorageAuctionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void offersAndBidsAreClearedAtTheGateAndWhoHasWonIsTold(@TempDir Path dir) throws Exception {
    try (TestInfra infra = TestInfra.brokerAndDatabase(dir);
        MarketService service = MarketService.start(infra.config(new FakeLedger().ledger()));
        ApiClient api = new ApiClient(service.httpPort())) {
      assertThat(service.awaitLeading(PATIENCE)).isTrue();
      Safeguards rules =
          Safeguards.NONE
              .withRegistration(Fixtures.registration())
              .withStorageAuction(new StorageAuctionRules(4, 1_440, 30, 100, 100, List.of()));
      assertThat(service.activate(Fixtures.continuousRulebook().withSafeguards(rules), PATIENCE))
          .isEmpty();
      service.tick(Fixtures.START, PATIENCE);
      StorageUnitsTest.unit(api, "meters", 2_000);
      StorageUnitsTest.state(api, 0, 1_000);
      enter(api);
      service.tick(Fixtures.START + 30 * Fixtures.MINUTE, PATIENCE);
      assertThat(service.awaitProjected(PATIENCE)).isTrue();
      told(api);
    }
  }

  private static void enter(ApiClient api) throws Exception {
    String slots =
        "{\"priceMicroPerKwh\":120000,\"mostWh\":1000},".repeat(3)
            + "{\"priceMicroPerKwh\":120000,\"mostWh\":1000}";
    Reply offered =
        post(api, "home-01", "offers", "{\"unit\":\"station\",\"slots\":[" + slots + "]}");
    assertThat(offered.status()).as(offered.text()).isEqualTo(201);
    String sun =
        "{\"bid\":\"sun\",\"area\":\"village\",\"limitMicroPerKwh\":250000,"
            + "\"surplusWh\":[900,900,0,0],\"energyWh\":1500}";
    assertThat(post(api, "home-01", "bids", sun).code()).isEqualTo("OWN_STORAGE_UNIT");
    assertThat(post(api, "home-02", "bids", sun).code())
        .as("its meters are on the hill")
        .isEqualTo("UNKNOWN_AREA");
    assertThat(post(api, "home-03", "bids", sun).status()).isEqualTo(201);
    assertThat(post(api, "home-03", "bids", sun).code()).isEqualTo("STORAGE_BID_EXISTS");
    assertThat(post(api, "home-03", "withdrawal", "{\"bid\":\"sun\"}").status()).isEqualTo(200);
    assertThat(post(api, "home-03", "withdrawal", "{\"bid\":\"sun\"}").code())
        .isEqualTo("UNKNOWN_STORAGE_BID");
    assertThat(post(api, "home-03", "bids", sun).status()).isEqualTo(201);
    String roof =
        ("{\"bid\":\"roof\",\"area\":\"village\",\"limitMicroPerKwh\":260000,"
                + "\"surplusWh\":[600,0,0,0],\"release\":{\"from\":\"%s\",\"energyWh\":[384]}}")
            .formatted(StorageUnitsTest.start(9));
    assertThat(post(api, "home-03", "bids", roof).status()).isEqualTo(201);
    JsonNode own = api.get("/v1/accounts/home-03/storage-auctions").json();
    assertThat(own.get("bids"))
        .extracting(one -> one.get("bid").asText())
        .containsExactly("roof", "sun");
    assertThat(own.at("/bids/0/release/energyWh/0").asLong()).isEqualTo(384);
    JsonNode before = api.get("/v1/storage-auctions/" + StorageUnitsTest.start(4)).json();
    assertThat(before.get("auction").isNull()).as("before its gate").isTrue();
  }

  private static void told(ApiClient api) throws Exception {
    JsonNode auction =
        api.get("/v1/storage-auctions/" + StorageUnitsTest.start(4)).json().get("auction");
    assertThat(auction.get("held").asBoolean()).isTrue();
    assertThat(auction.get("optimality").asText()).isEqualTo("optimal");
    assertThat(auction.get("welfareNano").asText()).isEqualTo("168500000");
    JsonNode slot = auction.at("/areas/0/slots/0");
    assertThat(slot.get("priceMicroPerKwh").asLong()).isEqualTo(250_000);
    assertThat(slot.get("chargedWh").asLong()).isEqualTo(1_000);
    String start = StorageUnitsTest.start(4);
    assertThat(api.get("/v1/accounts/home-03/notices").json().get("notices"))
        .extracting(notice -> notice.get("kind").asText() + " " + notice.get("about").asText())
        .contains(
            "STORAGE_WON station/" + start + "@roof", "STORAGE_WON station/" + start + "@sun");
    assertThat(api.get("/v1/accounts/home-03/storage-services").json().get("services"))
        .extracting(one -> one.at("/commitment/id").asText())
        .containsExactly(start + "@roof", start + "@sun");
  }

  private static Reply post(ApiClient api, String who, String what, String body) throws Exception {
    return api.post(
        "/v1/accounts/" + who + "/storage-auctions/" + StorageUnitsTest.start(4) + "/" + what,
        body);
  }
}
