package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.identity.KeptView;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the stream jobs wrote, asked of a market with accounts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobRoutesTest {
  private static final OpenApi DOCUMENT = OpenApi.packaged();
  private static final String FIRST = "a".repeat(32);
  private static final String SECOND = "b".repeat(32);
  private static final String THIRD = "c".repeat(32);

  private static final String WHY = "a feeder is full";
  private static final String OWN = "/v1/accounts/home-01/net-positions";

  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
    AlertRows rows = new AlertRows(market.database(), Fixtures.MARKET);
    rows.insert(FIRST, "WASH_TRADE", "{home-01,home-02}");
    rows.insert(SECOND, "LAYERING", "{home-01}");
    rows.insert(THIRD, "LAYERING", "{home-03}");
    new AlertRows(market.database(), "another-market")
        .insert("d".repeat(32), "LAYERING", "{home-01}");
    GridRows grid = new GridRows(market.database(), Fixtures.MARKET);
    grid.position("home-01", "village", 0, "300, 250, 200, 240, -50");
    grid.position("home-01", "village", 15, "300, 350, 305, 305, 0");
    grid.position("home-01", "village", 30, "-100, null::bigint, 90, 80, null::bigint");
    grid.position("home-03", "village", 0, "-300, -310, -200, -300, -10");
    grid.position(
        "home-03", "village", 15, "0, null::bigint, null::bigint, null::bigint, null::bigint");
    grid.members("village", 0, 2);
    grid.members("village", 15, 2);
    grid.members("village", 30, 2); // of which one has no row
    grid.position("home-02", "hill", 0, "0, 40, null::bigint, null::bigint, 40");
    grid.flow("village", -2_000, "-2000, 50, 10, 40");
    grid.flow("hill", 40, "null::bigint, null::bigint, null::bigint, null::bigint");
    grid.alert("village", "IMPORT", 8_000);
    grid.alert("village", "RESIDUAL", -7_501);
    grid.balance("village", 0, "1, 2300, 2250, 46, 3");
    grid.balance("village", 1, "2, 2290, 2250, 45, 3");
    grid.balance("hill", 0, "0, 0, 0, 0, 3");
    grid.link(Fixtures.HILL, Fixtures.AREA, 550);
    new GridRows(market.database(), "another-market")
        .position("home-01", "village", 0, "9, 9, 9, 9, 9");
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  private JsonNode ok(String account, String operation, String path) throws Exception {
    return ok(market.as(account), operation, path);
  }

  private static JsonNode ok(ApiClient client, String operation, String path) throws Exception {
    Reply reply = client.get(path);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(DOCUMENT.violations(operation, reply)).isEmpty();
    return reply.json();
  }

  private JsonNode own(String query) throws Exception {
    return ok("home-01", "GET /v1/accounts/{participant}/net-positions", OWN + query);
  }

  private JsonNode grid(String what, String query) throws Exception {
    return ok(market.as("grid", WHY), "GET /v1/grid/" + what, "/v1/grid/" + what + query);
  }

  private List<String> ids(String query) throws Exception {
    return ok("agency", "GET /v1/alerts", "/v1/alerts" + query).findValuesAsText("id");
  }

  @Test
  void theLatestComeFirstPageByPageAndOfThisMarketOnly() throws Exception {
    assertThat(ids("")).containsExactly(THIRD, SECOND, FIRST);
    JsonNode page = ok("agency", "GET /v1/alerts", "/v1/alerts?limit=2");
    assertThat(page.findValuesAsText("id")).containsExactly(THIRD, SECOND);
    String next = page.get("next").asText();
    assertThat(ids("?limit=2&cursor=" + next)).containsExactly(FIRST);
    assertThat(market.as("agency").get("/v1/alerts?pattern=LAYERING&cursor=" + next).status())
        .as("a cursor of another question")
        .isEqualTo(400);
  }

  @Test
  void aPatternAndAParticipantCanBeAskedFor() throws Exception {
    assertThat(ids("?pattern=LAYERING")).containsExactly(THIRD, SECOND);
    assertThat(ids("?participant=home-01")).containsExactly(SECOND, FIRST);
    assertThat(ids("?participant=home-02&pattern=LAYERING")).isEmpty();
    assertThat(market.as("agency").get("/v1/alerts?pattern=FRAUD").code()).isEqualTo("MALFORMED");
  }

  @Test
  void oneTellsItsEvidenceAndTheRulesNumbers() throws Exception {
    JsonNode alert = ok("agency", "GET /v1/alerts/{alertId}", "/v1/alerts/" + FIRST);
    assertThat(alert.get("participants").toString()).isEqualTo("[\"home-01\",\"home-02\"]");
    assertThat(alert.get("area").isNull()).isTrue();
    assertThat(alert.at("/evidence/lastSequence").asLong()).isEqualTo(29);
    assertThat(alert.at("/evidence/orderIds").toString()).isEqualTo("[4,6]");
    assertThat(alert.at("/measures/0/limit").asLong()).isEqualTo(2);
    assertThat(market.as("agency").get("/v1/alerts/" + "0".repeat(32)).code())
        .isEqualTo("UNKNOWN_ALERT");
    assertThat(market.as("agency").get("/v1/alerts/7").code()).isEqualTo("MALFORMED");
  }

  @Test
  void nobodyButTheRegulatorIsToldAndWhomItIsAboutIsNotWarned() throws Exception {
    ids("");
    for (String account : LoginMarket.ACCOUNTS.keySet()) {
      if (!account.equals("agency")) {
        assertThat(market.as(account).get("/v1/alerts").code()).isEqualTo("ROLE_NOT_ALLOWED");
      }
    }
    assertThat(market.identity.views("home-01", Long.MAX_VALUE, 1_000))
        .extracting(kept -> kept.first().look().what())
        .doesNotContain("alerts", "alert");
  }

  @Test
  void anAccountSeesItsPositionsAndHowGoodItsForecastsWere() throws Exception {
    JsonNode answer = own("");
    assertThat(answer.at("/positions").findValuesAsText("contractedWh"))
        .containsExactly("300", "300", "-100");
    assertThat(answer.at("/positions/1/imbalanceToDateWh").asLong()).isZero();
    assertThat(answer.at("/positions/2/meteredWh").isNull()).isTrue();
    assertThat(answer.at("/positions/2/forecastWh").asLong()).isEqualTo(80);
    assertThat(answer.get("forecastError").toString())
        .as("(50 + 45) / 2 and (10 + 45) / 2, rounded down")
        .isEqualTo("{\"slots\":2,\"firstMeanAbsoluteWh\":47,\"meanAbsoluteWh\":27}");
  }

  @Test
  void aRangeAndALimitHoldForPositionsAndAPartIsSaidToBeOne() throws Exception {
    JsonNode answer = own("?from=2022-08-02T07:15:00Z&to=2022-08-02T07:30:00Z");
    assertThat(answer.at("/positions")).hasSize(1);
    assertThat(answer.at("/forecastError/meanAbsoluteWh").asLong()).isEqualTo(45);
    assertThat(answer.get("truncated").asBoolean()).isFalse();
    assertThat(own("?limit=1").get("truncated").asBoolean()).isTrue();
    assertThat(market.as("home-01").get(OWN + "?from=noon").code()).isEqualTo("MALFORMED");
  }

  @Test
  void theAccountFindsOutWhoReadItsPositions() throws Exception {
    assertThat(market.as("grid").get(OWN).code()).isEqualTo("PURPOSE_REQUIRED");
    assertThat(looks("home-01")).doesNotContain("grid netPositions " + WHY);
    assertThat(market.as("grid", WHY).get(OWN).status()).isEqualTo(200);
    assertThat(looks("home-01")).contains("grid netPositions " + WHY);
    assertThat(market.as("home-03", WHY).get(OWN).status()).isEqualTo(404);
    assertThat(market.as("grid", WHY).get("/v1/accounts/nobody/net-positions").status())
        .isEqualTo(404);
  }

  private List<String> looks(String home) throws Exception {
    return market.identity.views(home, Long.MAX_VALUE, 1_000).stream()
        .map(KeptView::first)
        .map(view -> view.viewer() + " " + view.look().what() + " " + view.look().purpose())
        .toList();
  }

  @Test
  void ofAnAreaOfFewMetersNothingIsToldButToWhoSaysWhyAndEachHomeFindsOut() throws Exception {
    for (String what : List.of("positions", "flows", "alerts", "losses")) {
      assertThat(market.as("agency").get("/v1/grid/" + what + "?area=village").code())
          .as(what)
          .isEqualTo("PURPOSE_REQUIRED");
      String why = "audit of " + what;
      assertThat(market.as("agency", why).get("/v1/grid/" + what + "?area=village").status())
          .isEqualTo(200);
      for (String home : List.of("home-01", "home-03")) {
        assertThat(looks(home)).filteredOn(look -> look.endsWith(why)).hasSize(1);
      }
      assertThat(looks("home-02")).as("of the hill").noneMatch(look -> look.endsWith(why));
    }
  }

  @Test
  void moreThan31DaysAreRefusedAndOneEndSaysTheOther() throws Exception {
    for (String path :
        List.of(OWN, "/v1/grid/positions", "/v1/grid/flows", "/v1/grid/links", "/v1/grid/alerts")) {
      String account = path.equals(OWN) ? "home-01" : "grid";
      String range = "?from=2022-07-02T07:15:00Z&to=2022-08-02T07:15:00Z";
      assertThat(market.as(account, WHY).get(path + range).status()).as(path).isEqualTo(200);
      String longer = "?from=2022-07-02T07:14:59.999Z&to=2022-08-02T07:15:00Z";
      assertThat(market.as(account, WHY).get(path + longer).code()).isEqualTo("MALFORMED");
    }
    assertThat(own("?from=2022-07-02T07:15:00Z").at("/positions")).hasSize(1);
    assertThat(own("?to=2022-09-02T07:15:00Z").at("/positions")).hasSize(2);
  }

  @Test
  void anAreaIsTheSumOfItsAccountsAndWhatOneLacksTheAreaLacks() throws Exception {
    JsonNode answer = grid("positions", "?area=village");
    JsonNode first = answer.at("/positions/0");
    assertThat(first.get("accounts").asInt()).isEqualTo(2);
    assertThat(first.get("contractedWh").asLong()).isZero();
    assertThat(first.get("meteredWh").asLong()).isEqualTo(-60);
    assertThat(first.get("forecastWh").asLong()).isEqualTo(-60);
    assertThat(first.get("imbalanceToDateWh").asLong()).isEqualTo(-60);
    assertThat(answer.at("/positions/1/meteredWh").isNull()).isTrue();
    assertThat(answer.at("/positions/1/contractedWh").asLong()).isEqualTo(300);
    assertThat(answer.at("/positions/2/accounts").asInt()).isOne();
    assertThat(answer.at("/positions/2/contractedWh").isNull())
        .as("the other was erased: no sum of the rest")
        .isTrue();
    assertThat(answer.at("/positions/2/forecastWh").isNull()).isTrue();
    assertThat(grid("positions", "?area=hill").at("/positions/0/meteredWh").isNull())
        .as("who is there is not known of a slot that was never open")
        .isTrue();
    assertThat(answer.get("forecastErrors").toString())
        .as("0 - -60 at first, nothing at last")
        .isEqualTo(
            "[{\"area\":\"village\",\"slots\":1,\"firstMeanAbsoluteWh\":60,\"meanAbsoluteWh\":0}]");
    assertThat(grid("positions", "").at("/positions").findValuesAsText("area"))
        .containsExactly("hill", "village", "village", "village");
    assertThat(market.as("grid").get("/v1/grid/positions?area=no%20such").code())
        .isEqualTo("MALFORMED");
  }

  @Test
  void flowsStandBesideTheirLimitsAndLossesOnlyWhereThereIsABoundaryMeter() throws Exception {
    JsonNode flows = grid("flows", "").get("flows");
    assertThat(flows.at("/0/area").asText()).isEqualTo("hill");
    assertThat(flows.at("/0/losses").isNull()).isTrue();
    assertThat(flows.at("/1/flowW").asLong()).isEqualTo(-8_000);
    assertThat(flows.at("/1/maxImportW").asLong()).isEqualTo(7_500);
    assertThat(flows.at("/1/maxExportW").isNull()).isTrue();
    assertThat(flows.at("/1/losses").toString())
        .isEqualTo(
            "{\"boundaryNetWh\":-2000,\"lossesWh\":50,\"residualWh\":10,\"residualLimitWh\":40}");
  }

  @Test
  void lossesAreThoseOfTheLastRunAndOneThatIsNotMeasuredIsNotNone() throws Exception {
    JsonNode losses = grid("losses", "").get("losses");
    assertThat(losses.findValuesAsText("area")).containsExactly("hill", "village");
    assertThat(losses.at("/0/measured").asBoolean()).isFalse();
    assertThat(losses.at("/0/lossesWh").isNull()).isTrue();
    assertThat(losses.at("/0/beyondLimit").asBoolean()).isFalse();
    assertThat(losses.at("/1/run").asInt()).isOne();
    assertThat(losses.at("/1/lossesWh").asLong()).isEqualTo(40);
    assertThat(losses.at("/1/technicalWh").asLong()).isEqualTo(45);
    assertThat(losses.at("/1/residualWh").asLong()).isEqualTo(-5);
    assertThat(losses.at("/1/beyondLimit").asBoolean()).as("3 Wh either way").isTrue();
    assertThat(grid("losses", "?area=hill").get("losses")).hasSize(1);
  }

  @Test
  void alertsNameTheLimitAndItsUnit() throws Exception {
    JsonNode alerts = grid("alerts", "?area=village").get("alerts");
    assertThat(alerts.findValuesAsText("kind")).containsExactly("IMPORT", "RESIDUAL");
    assertThat(alerts.findValuesAsText("unit")).containsExactly("W", "Wh");
    assertThat(alerts.findValuesAsText("found")).containsExactly("8000", "-7501");
    assertThat(grid("alerts", "?area=hill").get("alerts")).isEmpty();
  }

  @Test
  void whatIsTradedOverALinkStandsBesideTheLimitOfItsSlot() throws Exception {
    JsonNode links = grid("links", "?from=2022-08-05T00:00:00Z").get("links");
    assertThat(links).hasSize(1);
    assertThat(links.at("/0/flowWh").asLong()).as("auction and continuous").isEqualTo(560);
    assertThat(links.at("/0/flowW").asLong()).isEqualTo(2_240);
    assertThat(links.at("/0/maxFlowWh").asLong()).as("lowered").isEqualTo(550);
    assertThat(links.at("/0/exceeds").asBoolean()).isTrue();
    JsonNode before = grid("links", "?to=2022-08-05T00:00:00Z").get("links");
    assertThat(before).isNotEmpty();
    assertThat(before.at("/0/maxFlowWh").asLong()).as("the rulebook's").isEqualTo(600);
    assertThat(before.at("/0/exceeds").asBoolean()).isFalse();
  }

  @Test
  void onlyWhoRunsOrWatchesTheGridSeesTheAreas() throws Exception {
    for (String what : List.of("positions", "flows", "links", "alerts")) {
      for (String account : LoginMarket.ACCOUNTS.keySet()) {
        Reply reply = market.as(account, WHY).get("/v1/grid/" + what);
        if (account.equals("grid") || account.equals("agency")) {
          assertThat(reply.status()).isEqualTo(200);
        } else {
          assertThat(reply.code()).isEqualTo("ROLE_NOT_ALLOWED");
        }
      }
    }
  }
}
