package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.LifeRefusal;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.engine.qr.QrCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batteries on the ledger, stated and asked of a market with accounts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatteriesApiTest {
  private static final String STATEMENTS = "/v1/batteries/statements";
  private static final String ONE = "/v1/batteries/";
  private static final String BYTES = "application/octet-stream";
  private static final String VIN = "cd".repeat(32);

  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
    market.batteries.moduleOne();
    market.batteries.organisation("cells", Role.MAKER, Role.CARMAKER);
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  @Test
  void aStatementIsTakenOnceFromWhoHasSignedIt() throws Exception {
    LifeAction made = ExampleBatteries.made(AssetKind.CELL, List.of("worn"), null);
    SignedStatement signed = ExampleBatteries.signed("cells-1", 1, made, "cells");
    Reply stranger = market.as("meters").post(STATEMENTS, signed.text());
    assertThat(stranger.code()).isEqualTo("NOT_SIGNER");
    Reply taken = market.as("cells").post(STATEMENTS, signed.text().replace(",", " ,\n"));
    assertThat(taken.status()).as(taken.text()).isEqualTo(200);
    assertThat(taken.json().get("battery").asText()).isEqualTo("cells-1");
    assertThat(taken.json().get("operation").asText()).isEqualTo("REGISTER");
    assertThat(market.as("cells").post(STATEMENTS, signed.text()).code()).isEqualTo("ASSET_EXISTS");
    JsonNode there = ok(market.as("cells"), ONE + "cells-1");
    assertThat(there.get("level").asText()).isEqualTo("owner");
    assertThat(there.get("events").asLong()).isEqualTo(1);
  }

  @Test
  void theContractsRefusalsAreToldInItsWords() throws Exception {
    LifeAction made = ExampleBatteries.made(AssetKind.CELL, List.of(), null);
    String good = ExampleBatteries.signed("cells-2", 1, made, "cells").text();
    assertRefused(good.replace("6000,", "6001,"), 403, "SIGNATURE_WRONG");
    assertRefused(good.replace("6000,", "\"6000\","), 422, "STATEMENT_MALFORMED");
    assertRefused(good.replace("\"CELL\"", "\"BRICK\""), 422, "STATEMENT_MALFORMED");
    assertRefused(good.replace("60000", "0"), 422, "STATEMENT_MALFORMED");
    assertRefused(good.replace("REGISTER", "INVENT"), 400, "MALFORMED");
    assertRefused(
        ExampleBatteries.signed("cells-2", 2, made, "cells").text(), 409, "SEQUENCE_TAKEN");
    assertRefused(
        ExampleBatteries.signed("none", 1, new LifeAction.Discard(), "cells").text(),
        404,
        "ASSET_NOT_FOUND");
    LifeAction coded = ExampleBatteries.made(AssetKind.PACK, List.of(ExampleBatteries.CODE), null);
    assertRefused(ExampleBatteries.signed("cells-2", 1, coded, "cells").text(), 422, "CODE_KIND");
    assertThat(market.as("cells").get(ONE + "cells-2").code()).isEqualTo("UNKNOWN_BATTERY");
  }

  @ParameterizedTest
  @EnumSource
  void everyRefusalOfTheRulesHasAStatus(LifeRefusal refusal) {
    assertThat(BatteryStatements.status(refusal.name())).isBetween(403, 422);
  }

  private void assertRefused(String body, int status, String code) throws Exception {
    Reply reply = market.as("cells").post(STATEMENTS, body);
    assertThat(reply.status() + " " + reply.code()).as(reply.text()).isEqualTo(status + " " + code);
  }

  @Test
  void everybodySeesWhatTheLevelOfTheLawIsAndTheOwnerWhoLooked() throws Exception {
    String path = ONE + LoginMarket.batteryOf("home-01");
    assertThat(market.stranger().get(path).code()).isEqualTo("LOGIN_REQUIRED");
    assertThat(market.as("home-02").get(path).code()).isEqualTo("UNKNOWN_BATTERY");
    assertThat(market.as("cells").get(path).code()).isEqualTo("PURPOSE_REQUIRED");
    assertThat(ok(market.as("home-01"), path).get("level").asText()).isEqualTo("owner");
    JsonNode repair = ok(market.as("cells", "repair"), path);
    assertThat(repair.get("level").asText()).isEqualTo("legitimate-interest");
    assertThat(repair.get("owner").asText()).isEqualTo("home-01");
    String history = path + "/history";
    assertThat(ok(market.as("cells", "repair"), history).at("/events/0/signed").isNull()).isTrue();
    JsonNode signed = ok(market.as("agency", "a fire"), history).at("/events/1/signed");
    assertThat(signed.at("/statement/action/to").asText()).isEqualTo("home-01");
    assertThat(ok(market.as("home-01"), history).at("/events/1/signed")).isEqualTo(signed);
    List<String> looks = new ArrayList<>();
    ok(market.as("home-01"), "/v1/accounts/home-01/views")
        .get("views")
        .forEach(one -> looks.add(one.get("viewer").asText() + " " + one.get("what").asText()));
    assertThat(looks).contains("cells battery", "cells batteryHistory", "agency batteryHistory");
  }

  @Test
  void anOrganisationThatIsNoMemberReadsWhoLookedAtItsBatteries() throws Exception {
    market.batteries.does(
        "cells-3", 1, ExampleBatteries.made(AssetKind.CELL, List.of(), null), "cells");
    ok(market.as("agency", "a claim"), ONE + "cells-3");
    JsonNode views = ok(market.as("cells"), "/v1/accounts/cells/views").get("views");
    assertThat(views.toString()).contains("a claim");
  }

  @Test
  void aDocumentIsKeptUnderItsHashAndToldToWhomItsStatementIs() throws Exception {
    String put = "/v1/evidence/" + ExampleBatteries.HASH;
    String get =
        ONE + LoginMarket.batteryOf("home-01") + "/events/2/evidence/" + ExampleBatteries.HASH;
    assertThat(market.as("home-01").get(get).code()).isEqualTo("UNKNOWN_DOCUMENT");
    assertThat(put(put, "application/json", ExampleBatteries.DOCUMENT).code())
        .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    assertThat(put(put, BYTES, "capacity 90 %").code()).isEqualTo("HASH_DIFFERS");
    assertThat(put(put, BYTES, "").code()).isEqualTo("MALFORMED");
    assertThat(put("/v1/evidence/abc", BYTES, "x").code()).isEqualTo("MALFORMED");
    assertThat(put(put, BYTES, "x".repeat((4 << 20) + 1)).status()).isEqualTo(413);
    for (int time = 0; time < 2; time++) {
      Reply kept = put(put, BYTES, ExampleBatteries.DOCUMENT);
      assertThat(kept.status()).as(kept.text()).isEqualTo(200);
    }
    for (ApiClient client : List.of(market.as("home-01"), market.as("agency", "a fire"))) {
      Reply document = client.get(get);
      assertThat(document.text()).isEqualTo(ExampleBatteries.DOCUMENT);
      assertThat(document.type()).isEqualTo(BYTES);
    }
    assertThat(market.as("cells", "repair").get(get).code()).isEqualTo("UNKNOWN_DOCUMENT");
    assertThat(market.as("home-02").get(get).code()).isEqualTo("UNKNOWN_BATTERY");
    assertThat(market.as("home-01").get(get.replace("events/2", "events/9")).code())
        .isEqualTo("UNKNOWN_DOCUMENT");
    assertThat(market.as("home-01").get(get.replace(ExampleBatteries.HASH, VIN)).code())
        .as("that no event names")
        .isEqualTo("UNKNOWN_DOCUMENT");
  }

  private Reply put(String path, String type, String content) throws Exception {
    return market.as("cells").send(HttpMethod.PUT, path, type, content);
  }

  @Test
  void aBatteryIsFoundByItsCodeHoweverThatIsSpelled() throws Exception {
    String code = ExampleBatteries.CODE.toLowerCase(java.util.Locale.ROOT);
    JsonNode found = ok(market.as("agency", "a label"), "/v1/batteries?code=" + code);
    assertThat(found.get("battery").asText()).isEqualTo("module-1");
    assertThat(found.at("/test/energyWh").asLong()).isEqualTo(4_800);
    assertThat(market.as("agency").get("/v1/batteries?code=A765101015").code())
        .isEqualTo("NOT_A_CODE");
  }

  @Test
  void theTreeGoesDownToPartsAndBackToWhatTheyWereGotFrom() throws Exception {
    LifeAction pack = ExampleBatteries.made(AssetKind.PACK, List.of(), "passport-p");
    ExampleBatteries batteries = market.batteries;
    batteries.does("p", 1, pack, "cells");
    batteries.does("p-m", 1, ExampleBatteries.made(AssetKind.MODULE, List.of(), null), "cells");
    batteries.does("p", 2, new LifeAction.Attach(List.of("p-m")), "cells");
    batteries.does("p", 3, new LifeAction.Install(VIN), "cells");
    batteries.does("p", 4, new LifeAction.Remove(), "cells");
    batteries.does("p", 5, ExampleBatteries.test(5_000), "lab");
    batteries.does("p", 6, new LifeAction.Grade("B"), "lab");
    JsonNode inside = ok(market.as("cells"), ONE + "p/family");
    assertThat(inside.at("/parts/0/battery").asText()).isEqualTo("p-m");
    assertThat(ok(market.as("cells"), ONE + "p-m/family").get("whole").asText()).isEqualTo("p");
    batteries.does("p", 7, new LifeAction.Transfer("again"), "cells", "again");
    batteries.does(
        "p",
        8,
        new LifeAction.Dismantle(
            List.of(new LifeAction.Accounted("p-m", LifeAction.Fate.REUSED)), List.of()),
        "again");
    batteries.does(
        "rack",
        1,
        new LifeAction.Repurpose(
            AssetKind.ESS, List.of(), 6_000, 60_000, List.of("p-m"), "passport-rack", "again"),
        "again");
    ApiClient agency = market.as("agency", "a check");
    JsonNode module = ok(agency, ONE + "p-m/family");
    assertThat(module.get("whole").asText()).isEqualTo("rack");
    assertThat(module.at("/sources/0/battery").asText()).isEqualTo("p");
    List<String> owners = new ArrayList<>();
    ok(agency, ONE + "p-m/custody")
        .get("steps")
        .forEach(
            step -> owners.add(step.get("operation").asText() + " " + step.get("owner").asText()));
    assertThat(owners)
        .containsExactly("REGISTER cells", "ATTACH null", "DISMANTLE null", "REPURPOSE again");
    JsonNode told = ok(market.stranger(), "/v1/passports/passport-rack");
    assertThat(told.get("predecessors").toString()).isEqualTo("[\"passport-p\"]");
    assertThat(told.has("state")).as("that is not public").isFalse();
    JsonNode closed = ok(market.stranger(), "/v1/passports/passport-p");
    assertThat(closed.get("closedAt").isNull()).isFalse();
    assertThat(market.stranger().get("/v1/passports/none").code()).isEqualTo("UNKNOWN_PASSPORT");
  }

  @Test
  void everybodyReadsAPassportOnAPageWhoseCodeLeadsToIt() throws Exception {
    Reply page = market.stranger().get("/passports/passport-1");
    assertThat(page.type()).isEqualTo("text/html; charset=utf-8");
    String address = "http://127.0.0.1:" + market.port() + "/passports/passport-1";
    assertThat(page.text())
        .contains("<td>2021-12-04</td>")
        .contains("<p>" + address)
        .contains("d=\"" + QrCode.of(address).path() + "\"")
        .doesNotContain("MANUFACTURED")
        .doesNotContain("4800");
    assertThat(market.stranger().get("/passports/none").code()).isEqualTo("UNKNOWN_PASSPORT");
  }

  @Test
  void aMakerAndTheRegulatorSeeWhatARecallWouldHit() throws Exception {
    String days = "&from=2021-12-01&to=2021-12-31";
    String query = "/v1/battery-recalls/preview?kind=MODULE&maker=";
    ApiClient agency = market.as("agency", "a series");
    JsonNode hit = ok(agency, query + "maker" + days).get("batteries");
    assertThat(hit).hasSize(1);
    assertThat(hit.at("/0/battery").asText()).isEqualTo("module-1");
    assertThat(hit.at("/0/reason").asText()).isEqualTo("CODE");
    assertThat(ok(agency, query + "maker&from=2022-01-01&to=2022-01-31").get("batteries"))
        .isEmpty();
    assertThat(ok(agency, query + "maker&from=2022-08-01&to=2022-08-01").get("batteries"))
        .as("without a code that says a day")
        .hasSize(2);
    assertThat(market.as("cells", "ours").get(query + "maker" + days).code())
        .isEqualTo("UNKNOWN_MAKER");
    assertThat(market.as("home-01").get(query + "maker" + days).code()).isEqualTo("UNKNOWN_MAKER");
    ok(market.as("cells"), query + "cells" + days);
    assertThat(agency.get(query + "maker&from=2022-01-02&to=2022-01-01").code())
        .isEqualTo("MALFORMED");
  }

  @Test
  void theRegulatorSeesLateReports() throws Exception {
    market.batteries.does(
        "late", 1, ExampleBatteries.made(AssetKind.PACK, List.of(), null), "cells");
    market.batteries.does("late", 2, new LifeAction.Install(VIN), "cells");
    String path = "/v1/battery-duties/overdue";
    assertThat(market.as("cells").get(path).code()).isEqualTo("ROLE_NOT_ALLOWED");
    List<JsonNode> late = new ArrayList<>();
    assertThat(market.as("agency").get(path).code()).isEqualTo("PURPOSE_REQUIRED");
    ok(market.as("agency", "duties"), path)
        .get("reports")
        .forEach(
            one -> {
              if (one.get("battery").asText().equals("late")) {
                late.add(one);
              }
            });
    assertThat(late).hasSize(1);
    assertThat(late.get(0).get("duty").asText()).isEqualTo("cn-2018-factory");
    assertThat(late.get(0).get("dueOn").asText()).isEqualTo("2022-08-22");
  }

  @Test
  void aLedgerThatDoesNotAnswerIsToldAndALostAnswerIsUnknown() throws Exception {
    LifeAction made = ExampleBatteries.made(AssetKind.CELL, List.of(), null);
    String statement = ExampleBatteries.signed("lost", 1, made, "cells").text();
    market.ledger.failBefore(Integer.MAX_VALUE); // others ask, too
    try {
      assertThat(market.as("cells").get(ONE + "module-1").code()).isEqualTo("LEDGER_UNAVAILABLE");
      assertThat(market.as("cells").post(STATEMENTS, statement).code())
          .isEqualTo("LEDGER_UNAVAILABLE");
    } finally {
      market.ledger.failBefore(0);
    }
    market.ledger.failAfter(Integer.MAX_VALUE);
    try {
      assertThat(market.as("cells").post(STATEMENTS, statement).code())
          .isEqualTo("OUTCOME_UNKNOWN");
    } finally {
      market.ledger.failAfter(0);
    }
    assertThat(market.as("cells").post(STATEMENTS, statement).code())
        .as("it was taken")
        .isEqualTo("ASSET_EXISTS");
  }

  private static JsonNode ok(ApiClient client, String path) throws Exception {
    Reply reply = client.get(path);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }
}
