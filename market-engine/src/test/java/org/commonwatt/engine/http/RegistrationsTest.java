package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A stranger becomes a member over the API, and a home goes to its next owner. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RegistrationsTest {
  private static final String ACCOUNTS = "/v1/accounts";
  private static final String POINTS = "/v1/meter-points/";

  private static final String ON_COMMIT =
      "create constraint trigger on_commit after insert on identity.account deferrable initially"
          + " deferred for each row execute function identity.%s()";

  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  private JsonNode asked(String participant) throws Exception {
    Reply reply = market.stranger().post(ACCOUNTS, "{\"participant\":\"" + participant + "\"}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json();
  }

  private ApiClient client(JsonNode account) {
    return market.client(Map.of("Authorization", "Bearer " + account.at("/key/login").asText()));
  }

  /** An account that the registrar has confirmed. */
  private ApiClient active(String participant) throws Exception {
    ApiClient client = client(asked(participant));
    assertThat(state(participant, "ACTIVE").status()).isEqualTo(200);
    return client;
  }

  private Reply state(String participant, String state) throws Exception {
    return market
        .as("admin")
        .post(
            ACCOUNTS + "/" + participant + "/state",
            "{\"officer\":\"registrar\",\"state\":\"" + state + "\"}");
  }

  private Reply point(ApiClient by, String participant, String point) throws Exception {
    return point(by, participant, point, Fixtures.AREA);
  }

  private Reply point(ApiClient by, String participant, String point, String area)
      throws Exception {
    return by.send(
        HttpMethod.PUT,
        ACCOUNTS + "/" + participant + "/meter-points/" + point,
        "application/json",
        "{\"area\":\"%s\",\"meter\":\"m-%s\",\"feedInW\":8000,\"loadW\":4000}"
            .formatted(area, point));
  }

  private static Reply webhook(ApiClient by, String participant) throws Exception {
    return by.send(
        HttpMethod.PUT,
        ACCOUNTS + "/" + participant + "/webhook",
        "application/json",
        "{\"url\":\"http://127.0.0.1:9/\"}");
  }

  private Reply confirm(String participant, String point, boolean accepted) throws Exception {
    return market
        .as("meters")
        .post(
            POINTS + point + "/decision",
            "{\"officer\":\"meters\",\"participant\":\"%s\",\"accepted\":%s}"
                .formatted(participant, accepted));
  }

  private Reply handOver(String by, String officer, String point, String to) throws Exception {
    return market
        .as(by)
        .post(
            POINTS + point + "/hand-over",
            "{\"officer\":\"%s\",\"participant\":\"%s\",\"from\":\"%s\"}"
                .formatted(officer, to, Instant.ofEpochMilli(Fixtures.slot(4).startMillis())));
  }

  private Reply deposit(ApiClient by, String participant, long nano) throws Exception {
    return by.post(ACCOUNTS + "/" + participant + "/deposits", "{\"amountNano\":" + nano + "}");
  }

  private Reply decideDeposit(String participant, long nano, boolean accepted) throws Exception {
    return market
        .as("admin")
        .post(
            "/v1/deposits/decision",
            "{\"officer\":\"bank\",\"participant\":\"%s\",\"amountNano\":%d,\"accepted\":%s}"
                .formatted(participant, nano, accepted));
  }

  private static Reply order(ApiClient by, String participant, int energyWh) throws Exception {
    return by.post(
        "/v1/orders",
        ("{\"participant\":\"%s\",\"clientOrderId\":\"o-%d\",\"area\":\"village\",\"slotStart\":"
                + "\"%s\",\"side\":\"buy\",\"priceMicroPerKwh\":200000,\"energyWh\":%d}")
            .formatted(
                participant,
                energyWh,
                Instant.ofEpochMilli(Fixtures.slot(2).startMillis()),
                energyWh));
  }

  @Test
  void aStrangerComesFromNoAccountToAnOrder() throws Exception {
    JsonNode account = asked("newcomer");
    assertThat(account.get("state").asText()).isEqualTo("REQUESTED");
    assertThat(account.get("role").asText()).isEqualTo("prosumer");
    ApiClient own = client(account);
    assertThat(own.get("/v1/whoami").json().get("account").asText()).isEqualTo("newcomer");
    assertThat(own.get(ACCOUNTS + "/newcomer").json().get("state").asText()).isEqualTo("REQUESTED");
    assertThat(point(own, "newcomer", "p-1").code()).isEqualTo("ACCOUNT_NOT_ACTIVE");
    assertThat(webhook(own, "newcomer").code()).isEqualTo("ACCOUNT_NOT_ACTIVE");

    assertThat(state("newcomer", "ACTIVE").json().get("state").asText()).isEqualTo("ACTIVE");
    assertThat(webhook(own, "newcomer").status()).isEqualTo(200);
    assertThat(order(own, "newcomer", 500).code()).isEqualTo("UNKNOWN_PARTICIPANT");
    JsonNode point = point(own, "newcomer", "p-1").json();
    assertThat(point.get("state").asText()).isEqualTo("REQUESTED");
    assertThat(point.get("from").asText()).as("the slot of now").isEqualTo("2022-08-02T06:45:00Z");
    JsonNode waits = market.as("meters", "my work").get("/v1/registrations").json();
    assertThat(waits.toString()).contains("\"p-1\"", "\"newcomer\"");
    assertThat(market.as("bank", "my work").get("/v1/registrations").json().get("meterPoints"))
        .as("the bank does not decide them, and so sees nobody")
        .isEmpty();
    assertThat(confirm("newcomer", "p-1", true).json().get("state").asText()).isEqualTo("ASSIGNED");
    assertThat(order(own, "newcomer", 501).code()).isEqualTo("COLLATERAL_TOO_LOW");

    assertThat(deposit(own, "newcomer", 1_000_000_000).status()).isEqualTo(201);
    assertThat(own.get(ACCOUNTS + "/newcomer").json().get("depositNano").asText())
        .isEqualTo("1000000000");
    assertThat(decideDeposit("newcomer", 1_000_000_000, true).json().get("state").asText())
        .isEqualTo("ACCEPTED");
    JsonNode now = own.get(ACCOUNTS + "/newcomer").json();
    assertThat(now.get("availableNano").asText()).isEqualTo("1000000000");
    assertThat(now.at("/capability/loadW").asLong()).isEqualTo(4_000);
    assertThat(order(own, "newcomer", 502).status()).isEqualTo(201);
    assertThat(order(own, "newcomer", 503).code()).as("1,000 Wh a slot").isEqualTo("LOAD_EXCEEDED");
    assertThat(own.get("/v1/bills/newcomer").json().get("lines")).isEmpty();
    assertThat(own.get("/v1/orders/open?participant=newcomer").json().get("orders")).hasSize(1);
  }

  @Test
  void anIdBelongsToWhoAskedFirst() throws Exception {
    asked("first");
    for (String taken : new String[] {"first", "home-01", "supplier", "registrar", "agency"}) {
      Reply reply = market.stranger().post(ACCOUNTS, "{\"participant\":\"" + taken + "\"}");
      assertThat(reply.status()).as(reply.text()).isEqualTo(409);
      assertThat(reply.code()).isEqualTo("ACCOUNT_EXISTS");
    }
  }

  @Test
  void whoseLoginCouldNotBeKeptAsksAgainAndGetsIt() throws Exception {
    market.rename("acts_for", "away");
    Reply first = market.stranger().post(ACCOUNTS, "{\"participant\":\"unlucky\"}");
    market.rename("away", "acts_for");
    assertThat(first.code()).as(first.text()).isEqualTo("ACCOUNTS_UNAVAILABLE");
    JsonNode account = asked("unlucky");
    assertThat(account.get("state").asText()).isEqualTo("REQUESTED");
    assertThat(client(account).get(ACCOUNTS + "/unlucky").status()).isEqualTo(200);
    Reply third = market.stranger().post(ACCOUNTS, "{\"participant\":\"unlucky\"}");
    assertThat(third.code()).isEqualTo("ACCOUNT_EXISTS");
  }

  @Test
  void whatTheMarketWouldRefuseDoesNotComeOnTheLog() throws Exception {
    asked("on-the-log");
    long before = sequence();
    for (String taken : List.of("on-the-log", "home-01", "supplier", "agency")) {
      Reply reply = market.stranger().post(ACCOUNTS, "{\"participant\":\"" + taken + "\"}");
      assertThat(reply.code()).isEqualTo("ACCOUNT_EXISTS");
    }
    assertThat(sequence()).isEqualTo(before);
  }

  private long sequence() throws Exception {
    return market
        .as("admin", "a test")
        .get("/v1/registrations")
        .json()
        .get("asOfSequence")
        .asLong();
  }

  @Test
  void whetherALoginWasKeptIsSaidAsFarAsItIsKnown() throws Exception {
    market.execute(
        "create function identity.fails() returns trigger language plpgsql as"
            + " 'begin raise exception ''away''; end'");
    market.execute(ON_COMMIT.formatted("fails"));
    Reply nobodyKnows = market.stranger().post(ACCOUNTS, "{\"participant\":\"unsure\"}");
    market.execute("drop trigger on_commit on identity.account");
    assertThat(nobodyKnows.status()).isEqualTo(503);
    assertThat(nobodyKnows.code()).as(nobodyKnows.text()).isEqualTo("OUTCOME_UNKNOWN");
    market.execute(
        "create function identity.hides() returns trigger language plpgsql as"
            + " 'begin alter table identity.acts_for rename to away; return null; end'");
    market.execute(ON_COMMIT.formatted("hides"));
    Reply kept = market.stranger().post(ACCOUNTS, "{\"participant\":\"unsure\"}");
    market.rename("away", "acts_for");
    market.execute("drop trigger on_commit on identity.account");
    assertThat(kept.status()).as("kept, though it cannot be read: " + kept.text()).isEqualTo(201);
    assertThat(kept.json().at("/key/login").asText()).isNotEmpty();
  }

  @Test
  void anOfficerRefusesFreezesAndUnfreezes() throws Exception {
    ApiClient own = active("tested");
    assertThat(state("tested", "REFUSED").code()).isEqualTo("ACCOUNT_EXISTS");
    assertThat(state("tested", "FROZEN").json().get("state").asText()).isEqualTo("FROZEN");
    assertThat(deposit(own, "tested", 5).code()).isEqualTo("ACCOUNT_NOT_ACTIVE");
    assertThat(state("tested", "ACTIVE").json().get("state").asText()).isEqualTo("ACTIVE");
    assertThat(deposit(own, "tested", 5).status()).isEqualTo(201);
    assertThat(deposit(own, "tested", 6).code()).isEqualTo("DEPOSIT_PENDING");
    assertThat(decideDeposit("tested", 6, true).code()).isEqualTo("NO_DEPOSIT");
    assertThat(decideDeposit("tested", 5, false).json().get("state").asText()).isEqualTo("REFUSED");
    asked("waits");
    assertThat(state("waits", "REFUSED").json().get("state").asText()).isEqualTo("REFUSED");
    assertThat(state("nobody", "ACTIVE").code()).isEqualTo("UNKNOWN_PARTICIPANT");
  }

  @Test
  void whatWaitsIsListedPageByPage() throws Exception {
    ApiClient paged = active("page-active");
    assertThat(point(paged, "page-active", "page-point").status()).isEqualTo(200);
    assertThat(deposit(paged, "page-active", 5).status()).isEqualTo(201);
    for (String participant : List.of("page-b", "page-a", "page-c")) {
      asked(participant);
    }
    String path = "/v1/registrations?limit=1";
    ApiClient officer = market.as("admin", "pages");
    List<String> told = new ArrayList<>();
    JsonNode page = officer.get(path).json();
    while (true) {
      for (String list : List.of("accounts", "meterPoints", "deposits")) {
        page.get(list).forEach(row -> told.add(list + " " + row.get("participant").asText()));
      }
      if (!page.get("more").asBoolean()) {
        break;
      }
      page = officer.get(path + "&cursor=" + page.get("next").asText()).json();
    }
    assertThat(told)
        .doesNotHaveDuplicates()
        .containsSubsequence(
            "accounts page-a",
            "accounts page-b",
            "accounts page-c",
            "meterPoints page-active",
            "deposits page-active");
    String end = page.get("next").asText();
    JsonNode none = officer.get(path + "&cursor=" + end).json();
    assertThat(none.get("deposits")).isEmpty();
    assertThat(none.get("next").asText()).isEqualTo(end);
    String other = Cursor.write("registrations", 7);
    assertThat(officer.get(path + "&cursor=" + other.replace('A', 'B')).status()).isEqualTo(400);
    JsonNode first = market.as("bank", "pages").get(path).json();
    assertThat(first.get("accounts")).isEmpty();
    assertThat(first.get("deposits")).hasSize(1);
    assertThat(decideDeposit("page-active", 5, false).status()).isEqualTo(200);
  }

  @Test
  void onlyTheOfficerThatTheRulebookNamesDecides() throws Exception {
    active("asks");
    Reply wrong =
        market
            .as("admin")
            .post(ACCOUNTS + "/asks/state", "{\"officer\":\"bank\",\"state\":\"FROZEN\"}");
    assertThat(wrong.code()).isEqualTo("NOT_REGISTRAR");
    assertThat(handOver("grid", "meters", "home-03-meter", "asks").code())
        .as("a login that does not act for the officer")
        .isEqualTo("NOT_REGISTRAR");
    assertThat(confirm("asks", "p-none", true).code()).isEqualTo("UNKNOWN_METER_POINT");
  }

  @Test
  void aMeterPointHasOneOwnerAndIsRefusedOrAmended() throws Exception {
    ApiClient own = active("builder");
    assertThat(point(own, "builder", "home-01-meter").code()).isEqualTo("METER_POINT_EXISTS");
    assertThat(point(own, "builder", "p-2").status()).isEqualTo(200);
    assertThat(own.get(ACCOUNTS + "/builder/meter-points").json().get("requested")).hasSize(1);
    assertThat(confirm("builder", "p-2", false).json().get("state").asText()).isEqualTo("REFUSED");
    JsonNode none = own.get(ACCOUNTS + "/builder/meter-points").json();
    assertThat(none.get("requested")).isEmpty();
    assertThat(none.get("meterPoints")).isEmpty();
    assertThat(none.get("supplier").asText()).isEqualTo("supplier");
    Reply elsewhere =
        own.send(
            HttpMethod.PUT,
            ACCOUNTS + "/builder/meter-points/p-2",
            "application/json",
            "{\"area\":\"moon\",\"meter\":\"m\",\"feedInW\":1,\"loadW\":1}");
    assertThat(elsewhere.code()).isEqualTo("UNKNOWN_AREA");
    Reply tooMuch =
        own.send(
            HttpMethod.PUT,
            ACCOUNTS + "/builder/meter-points/p-2",
            "application/json",
            "{\"area\":\"village\",\"meter\":\"m\",\"feedInW\":1000000000001,\"loadW\":1}");
    assertThat(tooMuch.code()).isEqualTo("MALFORMED");
  }

  @Test
  void aHomeGoesToItsNextOwnerWhoSeesNothingOfTheFormer() throws Exception {
    ApiClient next = active("next-owner");
    Reply done = handOver("meters", "meters", "home-03-meter", "next-owner");
    assertThat(done.json().properties())
        .as("an officer is told nothing of another that it did not say")
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("meterPoint", "participant", "from", "state", "receipt");
    assertThat(done.json().get("state").asText()).as(done.text()).isEqualTo("ASSIGNED");
    assertThat(handOver("meters", "meters", "home-03-meter", "next-owner").code())
        .isEqualTo("METER_POINT_EXISTS");
    String from = Views.instant(Fixtures.slot(4).startMillis());
    JsonNode had = market.as("home-03").get(ACCOUNTS + "/home-03/meter-points").json();
    assertThat(had.at("/meterPoints/0/until").asText()).isEqualTo(from);
    assertThat(had.toString()).doesNotContain("next-owner");
    JsonNode has = next.get(ACCOUNTS + "/next-owner/meter-points").json();
    assertThat(has.at("/meterPoints/0/from").asText()).isEqualTo(from);
    assertThat(has.toString()).doesNotContain("home-03\"");

    assertThat(market.as("home-03").get("/v1/bills/home-03").json().get("lines")).isNotEmpty();
    assertThat(next.get("/v1/bills/next-owner").json().get("lines")).isEmpty();
    Reply others = next.get("/v1/bills/home-03");
    Reply absent = next.get("/v1/bills/nobody");
    assertThat(others.status()).isEqualTo(absent.status()).isEqualTo(404);
    assertThat(others.text().replace("home-03", "X"))
        .isEqualTo(absent.text().replace("nobody", "X"));
  }

  private JsonNode hill(ApiClient by, int slot) throws Exception {
    String start = Views.instant(Fixtures.slot(slot).startMillis());
    return by.get("/v1/areas/hill/energy?slotStart=" + start).json();
  }

  private static void assertSum(JsonNode answer, long importWh) {
    assertThat(answer.get("meterCount").asInt()).as("" + answer).isEqualTo(15);
    assertThat(answer.get("suppressed").asBoolean()).isFalse();
    assertThat(answer.get("importWh").asLong()).isEqualTo(importWh);
  }

  private static void assertSuppressed(JsonNode answer) {
    assertThat(answer.get("meterCount").asInt()).as("" + answer).isEqualTo(15);
    assertThat(answer.get("suppressed").asBoolean()).isTrue();
    assertThat(answer.get("importWh").isNull()).isTrue();
  }

  @Test
  @Order(Integer.MAX_VALUE) // the market's clock goes on
  void theSumOfAnAreaIsOfWhoseItsMetersWereInTheSlot() throws Exception {
    List<String> measured =
        new ArrayList<>(List.of("home-01", "home-02", "home-03", "newcomer", "next-owner", "heir"));
    for (int i = 1; i <= 14; i++) {
      String home = "hill-" + i;
      ApiClient own = active(home);
      assertThat(point(own, home, "p-" + home, Fixtures.HILL).status()).isEqualTo(200);
      assertThat(confirm(home, "p-" + home, true).status()).isEqualTo(200);
      measured.add(home);
    }
    ApiClient heir = active("heir");
    assertThat(handOver("meters", "meters", "p-hill-14", "heir").status()).isEqualTo(200);
    market.service.tick(Fixtures.slot(5).startMillis(), LoginMarket.PATIENCE);
    JsonNode areas = market.stranger().get("/v1/areas").json().get("areas");
    long inAreas = 0;
    for (JsonNode area : areas) {
      inAreas += area.get("memberCount").asLong();
      if (area.get("area").asText().equals(Fixtures.HILL)) {
        assertThat(area.get("memberCount").asInt()).as("registered ones count").isEqualTo(15);
      }
    }
    assertThat(market.stranger().get("/v1/market").json().get("memberCount").asLong())
        .isEqualTo(inAreas)
        .isGreaterThanOrEqualTo(16);

    ApiClient villager = market.as("home-01");
    assertThat(hill(villager, 3).get("code").asText()).isEqualTo("UNKNOWN_POSITION");
    assertSuppressed(hill(market.as("home-02"), 3));
    market.measured(3, 700, measured);
    market.measured(4, 100, measured);
    assertSum(hill(villager, 3), 10_500);
    assertSuppressed(hill(market.as("home-02"), 3));
    assertSum(hill(heir, 3), 10_500);
    assertSum(hill(villager, 4), 1_500);
    assertSuppressed(hill(heir, 4));
    assertThat(hill(villager, 400).get("code").asText()).isEqualTo("UNKNOWN_POSITION");
  }
}
