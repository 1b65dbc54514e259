package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.model.Safeguards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A storage unit from its registration to an outage, over a real engine, broker and database. */
class StorageUnitsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String OWN = "/v1/accounts/home-01/storage-units/station";

  @Test
  void aUnitIsRegisteredCommittedAndCommittedAnew(@TempDir Path dir) throws Exception {
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
      register(api);
      commit(api);
      setPoint(api, service);
      lease(api, service);
      fail(api, service);
    }
  }

  private static void register(ApiClient api) throws Exception {
    assertThat(api.get(OWN).code()).isEqualTo("UNKNOWN_STORAGE_UNIT");
    assertThat(unit(api, "home-01", 2_000).code()).isEqualTo("NOT_REGISTRAR");
    Reply registered = unit(api, "meters", 2_000);
    assertThat(registered.status()).as(registered.text()).isEqualTo(200);
    assertThat(api.get("/v1/storage-units").json().get("units"))
        .singleElement()
        .satisfies(one -> assertThat(one.get("usableWh").asLong()).isEqualTo(2_000));
    Reply early = commit(api, "early", 1, "\"kind\":\"firm-schedule\",\"injectionWh\":[-1]");
    assertThat(early.code()).isEqualTo("STORAGE_NOT_FEASIBLE");
    assertThat(early.text()).contains("OUTSIDE_HORIZON");
    assertThat(schedule(api).get("stale").asBoolean()).isTrue();
    assertThat(schedule(api).get("slots")).isEmpty();
  }

  private static void commit(ApiClient api) throws Exception {
    Reply state = state(api, 0, 1_000);
    assertThat(state.status()).as(state.text()).isEqualTo(200);
    assertThat(state(api, 0, 1_000).code()).isEqualTo("STATE_NOT_NEWER");
    Reply plan = commit(api, "plan", 1, "\"kind\":\"firm-schedule\",\"injectionWh\":[-500]");
    assertThat(plan.status()).as(plan.text()).isEqualTo(201);
    Reply service =
        commit(
            api, "service", 2, "\"kind\":\"charge-service\",\"energyWh\":400,\"chargeSlotWh\":400");
    assertThat(service.status()).as(service.text()).isEqualTo(201);
    Reply much =
        commit(api, "much", 3, "\"kind\":\"charge-service\",\"energyWh\":500,\"chargeSlotWh\":500");
    assertThat(much.code()).isEqualTo("STORAGE_NOT_FEASIBLE");
    assertThat(much.json().get("detail").asText())
        .contains("TOO_FULL")
        .contains("together with plan, service");
    assertThat(commit(api, "plan", 3, "\"kind\":\"firm-schedule\",\"injectionWh\":[0]").code())
        .isEqualTo("COMMITMENT_EXISTS");

    JsonNode slot = schedule(api).get("slots").get(1);
    assertThat(slot.get("setPointW").asLong()).isEqualTo(-2_000);
    assertThat(slot.get("mostStoredWh").asLong()).isEqualTo(1_400);
    JsonNode all = api.get(OWN).json();
    assertThat(all.get("state").get("storedWh").asLong()).isEqualTo(1_000);
    assertThat(all.get("commitments")).hasSize(2);
  }

  /** The example of a control that reads the set-point of now: it finds what it looks for. */
  private static void setPoint(ApiClient api, MarketService service) throws Exception {
    String page = Files.readString(Path.of("../docs/shared-storage.md"));
    String path = found(page, "resource: https://market.example(\\S+)");
    String place = found(page, "value_template: \"\\{\\{ value_json\\.(\\S+) }}\"");
    String pointer = "/" + place.replace("[", "/").replace("]", "").replace(".", "/");
    JsonNode now = api.get(path).json();
    assertThat(now.at(pointer).isIntegralNumber()).isTrue();
    assertThat(now.at(pointer).asLong()).as("nothing in the slot of now").isZero();
    assertThat(now.get("stale").asBoolean()).isFalse();
    service.tick(Fixtures.START + 15 * 60_000, PATIENCE);
    assertThat(api.get(path).json().at(pointer).asLong()).isEqualTo(-2_000);
  }

  private static String found(String page, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(page);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  /** Its owner leases a share of it and plans what that does: a part of the unit's set-points. */
  private static void lease(ApiClient api, MarketService service) throws Exception {
    Reply taken =
        commit(
            api,
            "share",
            4,
            "\"kind\":\"lease\",\"energyWh\":80,\"chargeSlotWh\":100,\"dischargeSlotWh\":100");
    assertThat(taken.status()).as(taken.text()).isEqualTo(201);
    String lease = "/v1/accounts/home-01/storage-leases/station/share";
    Reply much = plan(api, lease, "101");
    assertThat(much.code()).isEqualTo("LEASE_POWER");
    assertThat(much.status()).isEqualTo(409);
    assertThat(plan(api, lease, "-101").code()).isEqualTo("LEASE_POWER");
    assertThat(plan(api, lease, "1").code()).isEqualTo("LEASE_TOO_EMPTY");
    Reply planned = plan(api, lease, "-100");
    assertThat(planned.status()).as(planned.text()).isEqualTo(200);
    JsonNode shown = api.get(lease).json();
    assertThat(shown.get("chargeW").asLong()).isEqualTo(400);
    assertThat(shown.get("storedWh").asLong()).isZero();
    JsonNode slot = shown.get("slots").get(0);
    assertThat(slot.get("setPointW").asLong()).isEqualTo(-400);
    assertThat(slot.get("storedWh").asLong()).isEqualTo(80);
    JsonNode unit = schedule(api).get("slots").get(3);
    assertThat(unit.get("setPointW").asLong()).isEqualTo(-400);
    assertThat(unit.get("leasedInjectionWh").asLong()).isEqualTo(-100);
    assertThat(api.get("/v1/accounts/home-01/storage-leases").json().get("leases")).hasSize(1);
    assertThat(api.get("/v1/accounts/home-01/storage-leases/station/none").code())
        .isEqualTo("UNKNOWN_COMMITMENT");
    Reply gone = api.call(HttpMethod.POST, OWN + "/commitments/share/withdrawal");
    assertThat(gone.status()).as(gone.text()).isEqualTo(200);
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    assertThat(api.get("/v1/accounts/home-01/notices").json().get("notices"))
        .anySatisfy(
            notice -> {
              assertThat(notice.get("kind").asText()).isEqualTo("LEASE_PLAN_CUT");
              assertThat(notice.get("about").asText()).isEqualTo("station/share");
              assertThat(notice.get("detail").asText()).isEqualTo("UNKNOWN_COMMITMENT");
            });
    assertThat(schedule(api).get("slots").get(3).get("setPointW").asLong()).isZero();
  }

  private static Reply plan(ApiClient api, String lease, String energies) throws Exception {
    return api.post(
        lease + "/plan", "{\"from\":\"%s\",\"injectionWh\":[%s]}".formatted(start(4), energies));
  }

  private static void fail(ApiClient api, MarketService service) throws Exception {
    Reply outage =
        api.post(
            OWN + "/outages",
            "{\"from\":\"%s\",\"to\":\"%s\",\"availablePpm\":0}".formatted(start(2), start(3)));
    assertThat(outage.status()).as(outage.text()).isEqualTo(200);
    assertThat(outage.json().get("lost"))
        .singleElement()
        .satisfies(
            lost -> {
              assertThat(lost.get("commitment").asText()).isEqualTo("service");
              assertThat(lost.get("limit").asText()).isEqualTo("CHARGE_POWER");
            });
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    JsonNode notices = api.get("/v1/accounts/home-01/notices").json().get("notices");
    assertThat(notices)
        .anySatisfy(
            notice -> {
              assertThat(notice.get("kind").asText()).isEqualTo("COMMITMENT_LOST");
              assertThat(notice.get("about").asText()).isEqualTo("station/service");
              assertThat(notice.get("detail").asText()).isEqualTo("CHARGE_POWER");
            });
    Reply gone = api.call(HttpMethod.POST, OWN + "/commitments/plan/withdrawal");
    assertThat(gone.status()).as(gone.text()).isEqualTo(200);
    assertThat(api.call(HttpMethod.POST, OWN + "/commitments/plan/withdrawal").code())
        .isEqualTo("UNKNOWN_COMMITMENT");
  }

  static Reply unit(ApiClient api, String officer, long usableWh) throws Exception {
    return api.post(
        "/v1/storage-units",
        ("{\"officer\":\"%s\",\"unit\":\"station\",\"owner\":\"home-01\",\"area\":\"village\","
                + "\"chargeW\":4000,\"dischargeW\":4000,\"usableWh\":%d,\"reserveWh\":200,\"chargePpm\":800000,"
                + "\"dischargePpm\":800000,\"horizonSlots\":96,\"provenance\":\"pack-7\"}")
            .formatted(officer, usableWh));
  }

  static Reply state(ApiClient api, int slot, long storedWh) throws Exception {
    return api.post(
        "/v1/storage-units/station/state",
        "{\"officer\":\"meters\",\"slotStart\":\"%s\",\"storedWh\":%d}"
            .formatted(start(slot), storedWh));
  }

  private static Reply commit(ApiClient api, String id, int slot, String rest) throws Exception {
    return api.post(
        OWN + "/commitments",
        "{\"id\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",%s}"
            .formatted(id, start(slot), start(slot + 1), rest));
  }

  private static JsonNode schedule(ApiClient api) throws Exception {
    return api.get(OWN + "/schedule").json();
  }

  static String start(int slot) {
    return Instant.ofEpochMilli(Fixtures.slot(slot).startMillis()).toString();
  }
}
