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
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.StorageRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A dispatch call over a real engine, broker and database: the worked example of
 * docs/shared-storage.md.
 */
class StorageCallsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Test
  void unitsAreCalledOneAfterTheOther(@TempDir Path dir) throws Exception {
    try (TestInfra infra = TestInfra.brokerAndDatabase(dir);
        MarketService service = MarketService.start(infra.config(new FakeLedger().ledger()));
        ApiClient api = new ApiClient(service.httpPort())) {
      assertThat(service.awaitLeading(PATIENCE)).isTrue();
      Fallbacks fallbacks = new Fallbacks("operator", MissedGate.LATE_AUCTION, 3_600, 0, 10, 10);
      assertThat(
              service.activate(
                  Fixtures.continuousRulebook()
                      .withSafeguards(
                          new Safeguards(null, fallbacks)
                              .withRegistration(Fixtures.registration())
                              .withSettlement(
                                  new SettlementRules(List.of(1), 2)
                                      .withStorage(new StorageRules(500_000)))),
                  PATIENCE))
          .isEmpty();
      service.tick(Fixtures.START, PATIENCE);
      StorageUnitsTest.unit(api, "meters", 2_000);
      StorageUnitsTest.state(api, 0, 1_000);
      second(api);
      preview(api);
      call(api, service);
      cancel(api);
      service.awaitProjected(PATIENCE);
      assertThat(kinds(api, "home-01")).endsWith("CALL_CANCELLED noon/station");
      deliver(api, service);
      callAgain(api);
      delivered(api, service);
    }
  }

  /** A unit of home-03 with 2 kW and room for all of it, free of charge. */
  private static void second(ApiClient api) throws Exception {
    Reply unit =
        api.post(
            "/v1/storage-units",
            "{\"officer\":\"meters\",\"unit\":\"barn\",\"owner\":\"home-03\",\"area\":\"village\","
                + "\"chargeW\":2000,\"dischargeW\":2000,\"usableWh\":100000,\"chargePpm\":800000,"
                + "\"dischargePpm\":800000,\"horizonSlots\":96}");
    assertThat(unit.status()).as(unit.text()).isEqualTo(200);
    Reply state =
        api.post(
            "/v1/storage-units/barn/state",
            "{\"officer\":\"meters\",\"slotStart\":\"%s\",\"storedWh\":0}"
                .formatted(StorageUnitsTest.start(0)));
    assertThat(state.status()).as(state.text()).isEqualTo(200);
    Reply price =
        api.post("/v1/accounts/home-03/storage-units/barn/call-price", "{\"priceMicroPerKwh\":0}");
    assertThat(price.status()).as(price.text()).isEqualTo(200);
  }

  private static void preview(ApiClient api) throws Exception {
    JsonNode preview =
        api.get(
                "/v1/grid/storage-calls/preview?area=village&from=%s&to=%s&injectionSlotWh=-1200&priceMicroPerKwh=324700"
                    .formatted(StorageUnitsTest.start(2), StorageUnitsTest.start(4)))
            .json();
    assertThat(preview.get("units"))
        .extracting(one -> one.get("unit").asText() + " " + one.get("injectionSlotWh").asLong())
        .containsExactly("barn -500", "station -625");
    assertThat(preview.get("leftSlotWh").asLong()).isEqualTo(-75);
    assertThat(preview.get("costNano").asText()).as("1.25 kWh at 0.3247").isEqualTo("405875000");
    assertThat(api.get("/v1/grid/storage-calls").json().get("calls")).isEmpty();
  }

  private static void call(ApiClient api, MarketService service) throws Exception {
    assertThat(call(api, "home-01", "noon").code()).isEqualTo("NOT_OPERATOR");
    Reply called = call(api, "operator", "noon");
    assertThat(called.status()).as(called.text()).isEqualTo(201);
    assertThat(call(api, "operator", "noon").code()).isEqualTo("CALL_EXISTS");
    assertThat(answer(api, "home-01", "station", "true").code()).isEqualTo("UNKNOWN_CALL");
    Reply refused = answer(api, "home-03", "barn", "false,\"reason\":\"maintenance\"");
    assertThat(refused.json().get("answer").asText()).isEqualTo("refused");
    assertThat(answer(api, "home-03", "barn", "true").code()).isEqualTo("NOT_CALLED");
    Reply accepted = answer(api, "home-01", "station", "true");
    assertThat(accepted.json().get("answer").asText()).isEqualTo("accepted");

    JsonNode told = api.get("/v1/grid/storage-calls").json().get("calls").get(0);
    assertThat(told.get("state").asText()).isEqualTo("exhausted");
    assertThat(told.get("units"))
        .extracting(one -> one.get("answer").asText() + " " + one.get("reason").asText())
        .containsExactly("refused maintenance", "accepted ");
    assertThat(
            api.get("/v1/accounts/home-01/storage-calls").json().get("calls").get(0).get("units"))
        .as("nobody is told of another's unit")
        .hasSize(1);
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    assertThat(kinds(api, "home-03")).containsExactly("UNIT_CALLED noon/barn");
    assertThat(setPoint(api)).as("625 Wh in a quarter-hour").isEqualTo(-2_500);
  }

  private static void cancel(ApiClient api) throws Exception {
    Reply gone =
        api.post(
            "/v1/grid/storage-calls/noon/cancellation",
            "{\"operator\":\"operator\",\"reason\":\"clouds\"}");
    assertThat(gone.status()).as(gone.text()).isEqualTo(200);
    assertThat(gone.json().get("state").asText()).isEqualTo("cancelled");
    assertThat(setPoint(api)).isZero();
  }

  private static void deliver(ApiClient api, MarketService service) throws Exception {
    assertThat(deliver(api, "meters").code()).isEqualTo("READING_FUTURE");
    service.tick(Fixtures.START + 900_000, PATIENCE);
    assertThat(deliver(api, "home-01").code()).isEqualTo("NOT_REGISTRAR");
    Reply taken = deliver(api, "meters");
    assertThat(taken.status()).as(taken.text()).isEqualTo(200);
    assertThat(taken.json().get("delivery").get("injectionWh").asLong()).isEqualTo(-40);
    assertThat(deliver(api, "meters").code()).isEqualTo("POSITION_NOT_NEWER");
    assertThat(
            api.get("/v1/market").json().get("settlement").get("storage").get("penaltyPpm").asInt())
        .isEqualTo(500_000);
  }

  /** The barn accepts 500 Wh and loses them; the station is called for what is lost. */
  private static void callAgain(ApiClient api) throws Exception {
    assertThat(call(api, "operator", "evening").status()).isEqualTo(201);
    assertThat(answer(api, "home-03", "evening", "barn", "true").status()).isEqualTo(200);
    assertThat(answer(api, "home-01", "evening", "station", "false,\"reason\":\"no\"").status())
        .isEqualTo(200);
    assertThat(call(api, "operator", "night").status()).isEqualTo(201);
    assertThat(answer(api, "home-01", "night", "station", "true").status()).isEqualTo(200);
    Reply outage =
        api.post(
            "/v1/accounts/home-01/storage-units/station/outages",
            "{\"from\":\"%s\",\"to\":\"%s\",\"availablePpm\":0}"
                .formatted(StorageUnitsTest.start(3), StorageUnitsTest.start(4)));
    assertThat(outage.status()).as(outage.text()).isEqualTo(200);
    JsonNode told = api.get("/v1/grid/storage-calls/night").json();
    assertThat(told.get("state").asText()).as("nobody else is left").isEqualTo("exhausted");
    assertThat(told.get("units").get(0).get("lostAt").asText())
        .isEqualTo(StorageUnitsTest.start(1));
  }

  /** What the barn charges is told with the answer to the report of it. */
  private static void delivered(ApiClient api, MarketService service) throws Exception {
    service.tick(Fixtures.START + 3 * 900_000, PATIENCE);
    String own = "/v1/accounts/home-03/storage-calls/evening";
    assertThat(api.get(own).json().get("units").get(0).get("slots"))
        .extracting(slot -> slot.get("deliveredWh").isNull())
        .containsExactly(true, true);
    for (int version = 1; version <= 2; version++) {
      Reply taken =
          api.post(
              "/v1/storage-units/barn/deliveries",
              "{\"officer\":\"meters\",\"slotStart\":\"%s\",\"version\":%d,\"injectionWh\":%d}"
                  .formatted(StorageUnitsTest.start(2), version, -400 - version * 25));
      assertThat(taken.status()).as(taken.text()).isEqualTo(200);
      JsonNode slot = api.get(own).json().get("units").get(0).get("slots").get(0);
      assertThat(slot.get("version").asInt()).isEqualTo(version);
      assertThat(slot.get("acceptedW").asLong()).isEqualTo(-2_000);
      assertThat(slot.get("deliveredWh").asLong()).isEqualTo(-400 - version * 25);
      assertThat(slot.get("deliveredW").asLong()).isEqualTo(-1_600 - version * 100);
      assertThat(slot.get("missedWh").asLong()).isEqualTo(100 - version * 25);
    }
    JsonNode lost =
        api.get("/v1/grid/storage-calls/night?from=" + StorageUnitsTest.start(3))
            .json()
            .get("units")
            .get(0)
            .get("slots");
    assertThat(lost).hasSize(1);
    assertThat(lost.get(0).get("lost").asBoolean()).isTrue();
    assertThat(lost.get(0).get("missedWh").asLong()).as("without a report").isEqualTo(625);
    assertThat(api.get("/v1/grid/storage-calls/none").code()).isEqualTo("UNKNOWN_CALL");
    assertThat(api.get("/v1/accounts/home-02/storage-calls/night").code())
        .as("a call of others' units")
        .isEqualTo("UNKNOWN_CALL");
  }

  private static List<String> kinds(ApiClient api, String participant) throws Exception {
    List<String> kinds = new ArrayList<>();
    api.get("/v1/accounts/" + participant + "/notices")
        .json()
        .get("notices")
        .forEach(
            notice -> kinds.add(notice.get("kind").asText() + " " + notice.get("about").asText()));
    return kinds;
  }

  private static Reply deliver(ApiClient api, String officer) throws Exception {
    return api.post(
        "/v1/storage-units/station/deliveries",
        "{\"officer\":\"%s\",\"slotStart\":\"%s\",\"version\":1,\"injectionWh\":-40}"
            .formatted(officer, StorageUnitsTest.start(0)));
  }

  private static long setPoint(ApiClient api) throws Exception {
    return api.get("/v1/accounts/home-01/storage-units/station/schedule")
        .json()
        .get("slots")
        .get(2)
        .get("setPointW")
        .asLong();
  }

  private static Reply call(ApiClient api, String operator, String id) throws Exception {
    return api.post(
        "/v1/grid/storage-calls",
        ("{\"operator\":\"%s\",\"call\":\"%s\",\"area\":\"village\",\"from\":\"%s\",\"to\":\"%s\","
                + "\"injectionSlotWh\":-1200,\"priceMicroPerKwh\":324700,\"answerMinutes\":10,\"reason\":"
                + "\"too much sun\"}")
            .formatted(operator, id, StorageUnitsTest.start(2), StorageUnitsTest.start(4)));
  }

  private static Reply answer(ApiClient api, String owner, String unit, String accept)
      throws Exception {
    return answer(api, owner, "noon", unit, accept);
  }

  private static Reply answer(ApiClient api, String owner, String call, String unit, String accept)
      throws Exception {
    return api.post(
        "/v1/accounts/" + owner + "/storage-calls/" + call + "/answer",
        "{\"unit\":\"%s\",\"accept\":%s}".formatted(unit, accept));
  }
}
