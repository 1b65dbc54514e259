package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.Role;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.model.Safeguards;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A station of two racks with two tested modules each, whose record on the ledger bounds what the
 * market takes, over a real engine, broker and database.
 */
class ProvedStorageUnitsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String OWN = "/v1/accounts/home-01/storage-units/station";

  private final FakeLedger ledger = new FakeLedger();
  private final ExampleBatteries batteries = new ExampleBatteries(ledger.ledger());

  @Test
  void aRecallShrinksWhatIsOfferedAndIsolationGivesTheRestBack(@TempDir Path dir) throws Exception {
    build();
    try (TestInfra infra = TestInfra.brokerAndDatabase(dir);
        MarketService service = MarketService.start(infra.config(ledger.ledger()));
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
      recall(api, service);
      isolate(api);
    }
  }

  /** Four modules of 6,000 Wh that are tested at 5,000: 90 % of them are 18,000 Wh. */
  private void build() {
    batteries.organisation("meters", Role.METER);
    for (int rack = 1; rack <= 2; rack++) {
      List<String> modules = List.of("m-" + rack + "-1", "m-" + rack + "-2");
      for (String module : modules) {
        does(module, ExampleBatteries.made(AssetKind.MODULE, List.of(), null), "maker");
        does(module, ExampleBatteries.test(5_000), "lab");
      }
      does("rack-" + rack, storage(12_000, null), "maker");
      does("rack-" + rack, new LifeAction.Attach(modules), "maker");
    }
    does("station", storage(24_000, "pass-station"), "maker");
    does("station", new LifeAction.Attach(List.of("rack-1", "rack-2")), "maker");
    does("station", new LifeAction.Transfer("power"), "maker", "power");
    does("station", new LifeAction.Commission(), "power", "lab");
  }

  private static LifeAction storage(long ratedWh, @Nullable String passport) {
    return new LifeAction.Register(AssetKind.ESS, List.of(), ratedWh, 10 * ratedWh, passport);
  }

  private void does(String asset, LifeAction action, String... orgs) {
    long sequence =
        new BatteryLedger(ledger.ledger()).asset(asset).map(one -> one.sequence() + 1).orElse(1L);
    batteries.does(asset, sequence, action, orgs);
  }

  private void register(ApiClient api) throws Exception {
    Reply registered =
        api.post(
            "/v1/storage-units",
            "{\"officer\":\"meters\",\"unit\":\"station\",\"owner\":\"home-01\",\"area\":\"village\","
                + "\"chargeW\":80000,\"dischargeW\":80000,\"usableWh\":24000,\"reserveWh\":0,"
                + "\"chargePpm\":1000000,\"dischargePpm\":1000000,\"horizonSlots\":96,"
                + "\"provenance\":\"passport:pass-station\"}");
    assertThat(registered.status()).as(registered.text()).isEqualTo(200);
    Reply state =
        api.post(
            "/v1/storage-units/station/state",
            "{\"officer\":\"meters\",\"slotStart\":\"%s\",\"storedWh\":0}".formatted(start(0)));
    assertThat(state.status()).as(state.text()).isEqualTo(200);
    awaitProof(api, 18_000);
    JsonNode proof = proof(api);
    assertThat(proof.get("held").asBoolean()).isFalse();
    assertThat(proof.get("bases").get(0).asText()).isEqualTo("ACCREDITED");
    assertThat(proof.get("left")).isEmpty();
    assertThat(api.get("/v1/storage-units").json().at("/units/0/provedBy/0").asText())
        .isEqualTo("ACCREDITED");
    assertThat(room(api, "too-much", 18_001).json().get("detail").asText()).contains("TOO_FULL");
    assertThat(room(api, "all", 18_000).status()).isEqualTo(201);
  }

  private void recall(ApiClient api, MarketService service) throws Exception {
    does("m-1-1", new LifeAction.Raise("recall-1", Hold.Cause.RECALL), "maker");
    awaitProof(api, 0);
    assertThat(proof(api).get("held").asBoolean()).isTrue();
    assertThat(proof(api).at("/left/0/reason").asText()).isEqualTo("UNIT_HELD");
    assertThat(api.get(OWN).json().get("commitments")).isEmpty();
    assertThat(room(api, "again", 1).code()).isEqualTo("STORAGE_NOT_FEASIBLE");
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    JsonNode notices = api.get("/v1/accounts/home-01/notices").json().get("notices");
    assertThat(notices)
        .anySatisfy(
            notice -> {
              assertThat(notice.get("kind").asText()).isEqualTo("COMMITMENT_LOST");
              assertThat(notice.get("about").asText()).isEqualTo("station/all");
              assertThat(notice.get("detail").asText()).isEqualTo("STORAGE_HELD");
            })
        .anySatisfy(
            notice -> {
              assertThat(notice.get("kind").asText()).isEqualTo("USABLE_ENERGY");
              assertThat(notice.get("about").asText()).isEqualTo("station");
              assertThat(notice.get("detail").asText()).isEqualTo("UNIT_HELD");
              assertThat(notice.get("energyWh").asLong()).isZero();
            });
  }

  private void isolate(ApiClient api) throws Exception {
    does("rack-1", new LifeAction.Isolate(), "power");
    awaitProof(api, 9_000);
    assertThat(proof(api).get("left")).hasSize(2);
    assertThat(room(api, "rest", 9_000).status()).isEqualTo(201);
    assertThat(room(api, "more", 1).code()).isEqualTo("STORAGE_NOT_FEASIBLE");

    does("m-2-1", new LifeAction.Raise("fire", Hold.Cause.INCIDENT), "power");
    awaitProof(api, 0);
    does("rack-2", new LifeAction.Isolate(), "power");
    awaitReason(api, "ISOLATED");
  }

  private static void awaitProof(ApiClient api, long usableWh) throws Exception {
    await(api, proof -> proof.path("usableWh").asLong(-1) == usableWh);
  }

  private static void awaitReason(ApiClient api, String reason) throws Exception {
    await(api, proof -> proof.at("/left/0/reason").asText().equals(reason));
  }

  private static void await(ApiClient api, Predicate<JsonNode> there) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!there.test(proof(api))) {
      assertThat(System.nanoTime()).as("proof is still %s", proof(api)).isLessThan(end);
      Thread.sleep(50);
    }
  }

  private static JsonNode proof(ApiClient api) throws Exception {
    return api.get(OWN).json().get("proof");
  }

  private static Reply room(ApiClient api, String id, long energyWh) throws Exception {
    return api.post(
        OWN + "/commitments",
        ("{\"id\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"kind\":\"charge-service\","
                + "\"energyWh\":%d,\"chargeSlotWh\":20000}")
            .formatted(id, start(1), start(3), energyWh));
  }

  private static String start(int slot) {
    return Instant.ofEpochMilli(Fixtures.slot(slot).startMillis()).toString();
  }
}
