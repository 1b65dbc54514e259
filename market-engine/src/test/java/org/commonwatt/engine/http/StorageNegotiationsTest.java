package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.testkit.ledger.PartyKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that is negotiated, and a standing offer, over a real engine, broker and database: the
 * worked example of docs/shared-storage.md.
 */
class StorageNegotiationsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String SELLER = "home-01";
  private static final String CUSTOMER = "home-02";
  private static final Map<String, PartyKey> KEYS =
      Map.of(SELLER, new PartyKey(1), CUSTOMER, new PartyKey(2));

  @Test
  void aServiceIsNegotiatedSignedAndCommitted(@TempDir Path dir) throws Exception {
    try (TestInfra infra = TestInfra.brokerAndDatabase(dir);
        MarketService service = MarketService.start(infra.config(new FakeLedger().ledger()));
        ApiClient api = new ApiClient(service.httpPort())) {
      assertThat(service.awaitLeading(PATIENCE)).isTrue();
      assertThat(
              service.activate(
                  Fixtures.continuousRulebook()
                      .withSafeguards(Safeguards.NONE.withRegistration(Fixtures.registration())),
                  PATIENCE))
          .isEmpty();
      service.tick(Fixtures.START, PATIENCE);
      StorageUnitsTest.unit(api, "meters", 2_000);
      StorageUnitsTest.state(api, 0, 1_000);
      haggle(api);
      standing(api);
      assertThat(service.awaitProjected(PATIENCE)).isTrue();
      notices(api);
    }
  }

  private static void haggle(ApiClient api) throws Exception {
    String cheap = terms("noon", CUSTOMER, 100_000, 1_000);
    assertThat(propose(api, CUSTOMER, "noon-1", cheap).code()).isEqualTo("UNKNOWN_SIGNING_KEY");
    for (Map.Entry<String, PartyKey> party : KEYS.entrySet()) {
      Reply key =
          api.send(
              HttpMethod.PUT,
              "/v1/accounts/" + party.getKey() + "/signing-key",
              "application/json",
              "{\"key\":\"" + party.getValue().publicKey() + "\"}");
      assertThat(key.status()).as(key.text()).isEqualTo(200);
    }
    Reply first = propose(api, CUSTOMER, "noon-1", cheap);
    assertThat(first.status()).as(first.text()).isEqualTo(201);
    assertThat(propose(api, CUSTOMER, "noon-1", cheap).code()).isEqualTo("NEGOTIATION_EXISTS");

    String dear = terms("noon", CUSTOMER, 120_000, 1_000);
    Reply second =
        api.post(
            path(SELLER, "/noon-1/counter-proposal"),
            "{\"round\":1,\"answered\":\"%s\",%s"
                .formatted(hash(first), signed(SELLER, "noon-1", dear)));
    assertThat(second.status()).as(second.text()).isEqualTo(201);
    assertThat(second.json().get("round").asInt()).isEqualTo(2);
    assertThat(accept(api, CUSTOMER, 1, first).code()).isEqualTo("PROPOSAL_CHANGED");
    assertThat(accept(api, SELLER, 2, second).code()).isEqualTo("NOT_YOUR_TURN");

    Reply taken = accept(api, CUSTOMER, 2, second);
    assertThat(taken.status()).as(taken.text()).isEqualTo(201);
    assertThat(taken.json().get("commitment").get("owner").asText()).isEqualTo(CUSTOMER);
    assertThat(accept(api, CUSTOMER, 2, second).code()).isEqualTo("NEGOTIATION_ENDED");
    assertThat(negotiation(api, SELLER, 0).get("state").asText()).isEqualTo("accepted");
  }

  private static void standing(ApiClient api) throws Exception {
    Reply offer = propose(api, SELLER, "offer-1", terms("late", "", 150_000, 300));
    assertThat(offer.status()).as(offer.text()).isEqualTo(201);
    Reply much = propose(api, CUSTOMER, "offer-2", terms("more", "", 150_000, 300));
    assertThat(much.code()).as("only its owner offers a unit").isEqualTo("VALUE_OUT_OF_RANGE");
    JsonNode offers = api.get("/v1/storage-offers").json().get("offers");
    assertThat(offers)
        .singleElement()
        .satisfies(one -> assertThat(one.get("customer").isNull()).isTrue());
    Reply full = accept(api, CUSTOMER, 1, offer);
    assertThat(full.code()).isEqualTo("STORAGE_NOT_FEASIBLE");
    assertThat(full.text()).contains("TOO_FULL").contains("together with noon");

    Reply less = propose(api, SELLER, "offer-3", terms("less", "", 150_000, 200));
    assertThat(accept(api, CUSTOMER, 1, less).status()).isEqualTo(201);
    assertThat(api.get("/v1/storage-offers").json().get("offers"))
        .extracting(one -> one.get("negotiation").asText())
        .containsExactly("offer-1");
    Reply back =
        api.post(
            path(SELLER, "/offer-1/end"), "{\"round\":1,\"answered\":\"" + hash(offer) + "\"}");
    assertThat(back.status()).as(back.text()).isEqualTo(200);
    assertThat(accept(api, CUSTOMER, 1, offer).code()).isEqualTo("NEGOTIATION_ENDED");
    JsonNode unit = api.get("/v1/accounts/home-01/storage-units/station").json();
    assertThat(unit.get("commitments"))
        .extracting(one -> one.get("id").asText())
        .containsExactly("noon", "less");
    JsonNode own = api.get("/v1/accounts/" + CUSTOMER + "/storage-services").json();
    assertThat(own.get("services"))
        .extracting(
            one -> one.get("unit").asText() + " " + one.get("commitment").get("id").asText())
        .containsExactly("station noon", "station less");
    assertThat(own.get("lots")).isEmpty();
    assertThat(api.get("/v1/accounts/" + SELLER + "/storage-services").json().get("services"))
        .isEmpty();
  }

  private static void notices(ApiClient api) throws Exception {
    assertThat(api.get("/v1/accounts/" + SELLER + "/notices").json().get("notices"))
        .extracting(notice -> notice.get("kind").asText() + " " + notice.get("about").asText())
        .contains("SERVICE_PROPOSED noon-1", "SERVICE_AGREED noon-1", "SERVICE_AGREED offer-3");
    assertThat(api.get("/v1/accounts/" + CUSTOMER + "/notices").json().get("notices"))
        .extracting(notice -> notice.get("kind").asText() + " " + notice.get("about").asText())
        .containsExactly("SERVICE_PROPOSED noon-1");
  }

  private static Reply propose(ApiClient api, String by, String id, String terms) throws Exception {
    return api.post(
        path(by, ""), "{\"negotiation\":\"%s\",%s".formatted(id, signed(by, id, terms)));
  }

  private static Reply accept(ApiClient api, String by, int round, Reply proposed)
      throws Exception {
    String text = proposed.json().get("text").asText();
    return api.post(
        path(by, "/" + proposed.json().get("negotiation").asText() + "/acceptance"),
        "{\"round\":%d,\"answered\":\"%s\",\"signature\":\"%s\"}"
            .formatted(round, hash(proposed), key(by).sign(ServiceTerms.signedBytes(text))));
  }

  /** A charge service in slot 1, in the words of the API. */
  private static String terms(String id, String customer, long price, long energyWh) {
    return ("{\"unit\":\"station\",\"seller\":\"home-01\",%s\"priceMicroPerKwh\":%d,\"commitment\":"
            + "{\"id\":\"%s\",\"kind\":\"charge-service\",\"from\":\"%s\",\"to\":\"%s\",\"energyWh\":%d,"
            + "\"chargeSlotWh\":%d}}")
        .formatted(
            customer.isEmpty() ? "" : "\"customer\":\"" + customer + "\",",
            price,
            id,
            StorageUnitsTest.start(1),
            StorageUnitsTest.start(3),
            energyWh,
            energyWh / 2);
  }

  /** The rest of a proposal, with the signature under the text that the market will make of it. */
  private static String signed(String by, String id, String terms) throws Exception {
    String text = text(id, terms);
    return "\"terms\":%s,\"expires\":\"%s\",\"signature\":\"%s\"}"
        .formatted(terms, StorageUnitsTest.start(1), key(by).sign(ServiceTerms.signedBytes(text)));
  }

  /** As docs/formats/storage-service.md spells it. */
  private static String text(String id, String terms) throws Exception {
    JsonNode node = new ObjectMapper().readTree(terms);
    JsonNode one = node.get("commitment");
    return ("{\"market\":\"%s\",\"negotiation\":\"%s\",\"unit\":\"station\",\"seller\":\"home-01\","
            + "\"priceMicroPerKwh\":%d,\"commitment\":{\"id\":\"%s\",\"owner\":\"%s\",\"kind\":\"CHARGE_SERVICE\","
            + "\"fromMillis\":%d,\"toMillis\":%d,\"energyWh\":%d,\"chargeSlotWh\":%d,\"dischargeSlotWh\":0,"
            + "\"startWh\":0,\"injectionWh\":[]}}")
        .formatted(
            Fixtures.MARKET,
            id,
            node.get("priceMicroPerKwh").asLong(),
            one.get("id").asText(),
            node.path("customer").asText(),
            Fixtures.slot(1).startMillis(),
            Fixtures.slot(3).startMillis(),
            one.get("energyWh").asLong(),
            one.get("chargeSlotWh").asLong());
  }

  private static String hash(Reply proposed) {
    return proposed.json().get("hash").asText();
  }

  private static JsonNode negotiation(ApiClient api, String of, int at) throws Exception {
    return api.get(path(of, "")).json().get("negotiations").get(at);
  }

  private static PartyKey key(String party) {
    return Objects.requireNonNull(KEYS.get(party), party);
  }

  private static String path(String participant, String rest) {
    return "/v1/accounts/" + participant + "/storage-negotiations" + rest;
  }
}
