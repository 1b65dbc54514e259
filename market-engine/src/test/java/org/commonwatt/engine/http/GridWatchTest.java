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

/** What who runs the grid looks out for, asked of a market with accounts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GridWatchTest {
  private static final OpenApi DOCUMENT = OpenApi.packaged();
  private static final String WHY = "a feeder is full";

  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
    GridScene.fill(market);
    new GridRows(market.database(), "another-market").halt("hill");
    GridRows rows = new GridRows(market.database(), Fixtures.MARKET);
    rows.finding("feeder-1", "STUCK", "ten intervals of 5 Wh");
    rows.silent("home-03", 30); // told again, of a later slot
    rows.recorded("home-03", 15, "ESTIMATED");
    rows.silent("home-02", 15);
    rows.recorded("home-02", 30, "ACTUAL");
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  private JsonNode ask(String what, String query) throws Exception {
    Reply reply = market.as("grid", WHY).get("/v1/grid/" + what + query);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(DOCUMENT.violations("GET /v1/grid/" + what, reply)).isEmpty();
    return reply.json();
  }

  @Test
  void haltsOfAllAreasAreToldOfThisMarketOnly() throws Exception {
    assertThat(ask("halts", "").get("halts"))
        .singleElement()
        .satisfies(
            halt -> {
              assertThat(halt.get("area").asText()).isEqualTo("hill");
              assertThat(halt.get("priceMicroPerKwh").asLong()).isEqualTo(900_000);
              assertThat(halt.get("until").asText()).isEqualTo("2022-08-02T07:01:00Z");
            });
    assertThat(ask("halts", "?from=2022-08-02T07:15:00Z").get("halts")).isEmpty();
  }

  @Test
  void aLimitThatNoTradeLostByIsToldWithNothingCurtailed() throws Exception {
    assertThat(ask("limit-changes", "").get("limitChanges"))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.get("slotStart").asText()).isEqualTo("2022-08-02T07:45:00Z");
              assertThat(change.get("maxFlowWh").asLong()).isEqualTo(500);
              assertThat(change.get("reason").asText()).isEqualTo("A cable is warm.");
              assertThat(change.get("curtailedTrades").asInt()).isZero();
              assertThat(change.get("curtailedWh").asLong()).isZero();
            });
    assertThat(ask("limit-changes", "?to=2022-08-02T07:45:00Z").get("limitChanges")).isEmpty();
  }

  @Test
  void aHomeIsSilentUntilSomethingIsMeasuredAndAnEstimateIsNot() throws Exception {
    assertThat(ask("meters", "").get("silent"))
        .singleElement()
        .satisfies(
            silent -> {
              assertThat(silent.get("participant").asText()).isEqualTo("home-03");
              assertThat(silent.get("slotStart").asText()).isEqualTo("2022-08-02T06:15:00Z");
            });
  }

  @Test
  void aFindingNamesWhoseMeterItIsAndNobodyOfABoundary() throws Exception {
    JsonNode suspect = ask("meters", "").get("suspect");
    assertThat(suspect.findValuesAsText("meter")).containsExactly("feeder-1", "home-02-meter");
    assertThat(suspect.at("/0/participants")).isEmpty();
    assertThat(suspect.at("/1/participants/0").asText()).isEqualTo("home-02");
    assertThat(suspect.at("/1/check").asText()).isEqualTo("SPIKE");
    assertThat(ask("meters", "?from=2022-08-02T06:31:00Z").get("suspect")).isEmpty();
    JsonNode part = ask("meters", "?limit=1");
    assertThat(part.get("suspect")).hasSize(1);
    assertThat(part.get("truncated").asBoolean()).isTrue();
  }

  @Test
  void whoLooksAtMetersSaysWhatForAndTheHomesSeeIt() throws Exception {
    assertThat(market.as("grid").get("/v1/grid/meters").code()).isEqualTo("PURPOSE_REQUIRED");
    String why = "a crew is near";
    assertThat(market.as("agency", why).get("/v1/grid/meters").status()).isEqualTo(200);
    for (String home : List.of("home-02", "home-03")) {
      assertThat(market.identity.views(home, Long.MAX_VALUE, 1_000).stream().map(KeptView::first))
          .as(home)
          .anySatisfy(
              view -> {
                assertThat(view.viewer()).isEqualTo("agency");
                assertThat(view.look().what()).isEqualTo("gridMeters");
                assertThat(view.look().purpose()).isEqualTo(why);
              });
    }
  }

  @Test
  void aRangeIsAtMost31DaysAndMustBeInstants() throws Exception {
    for (String what : List.of("halts", "limit-changes", "meters")) {
      String path = "/v1/grid/" + what;
      for (String query :
          List.of("?from=noon", "?from=2022-07-02T07:14:59Z&to=2022-08-02T07:15:00Z", "?area=x")) {
        assertThat(market.as("grid", WHY).get(path + query).code()).isEqualTo("MALFORMED");
      }
      assertThat(market.as("home-01", WHY).get(path).code()).isEqualTo("ROLE_NOT_ALLOWED");
    }
  }
}
