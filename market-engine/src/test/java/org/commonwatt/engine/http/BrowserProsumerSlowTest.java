package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.engine.http.Chromium.shows;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What somebody with a roof does on the pages, in a real Chromium: looks at today, orders after
 * having seen what it leads to, cancels, checks a bill line, disputes it, sees who looked, takes
 * the metered energy along. And what others write does no harm there.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserProsumerSlowTest {
  private static final String HOSTILE = "<img src=x onerror=\"window.hacked=1\">";

  private BrowserMarket pages;
  private @TempDir Path downloads;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    pages = new BrowserMarket(dir);
  }

  @AfterAll
  void stop() throws Exception {
    if (pages != null) {
      assertThat(pages.complaints).as("what the browser complained of").isEmpty();
      pages.close();
    }
  }

  private Page home(BrowserContext context, String account, String place) {
    Page page = pages.open(context, "#/market");
    pages.logIn(page, account);
    page.evaluate("place => { location.hash = '#/' + place; }", place);
    page.waitForURL("**/#/" + place);
    return page;
  }

  private JsonNode open(String home) throws Exception {
    return pages.market.as(home).get("/v1/orders/open?participant=" + home).json().get("orders");
  }

  @Test
  void todayShowsMeteredEnergyAndMoney() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = home(context, "home-03", "home");
      shows(page.locator("h1"), "Home of home-03");
      shows(page.locator("#today"), "0.700 kWh");
      shows(page.locator("#today"), "EUR");
    }
  }

  @Test
  void anOrderIsPlacedAfterItsConsequenceWasSeenAndCancelled() throws Exception {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = home(context, "home-01", "orders");
      page.locator("#order-energy").fill("1.2345");
      page.locator("#order-price").fill("0.2");
      shows(page.locator("#order-preview"), "to the watt-hour");
      PlaywrightAssertions.assertThat(page.locator("#order-send")).isDisabled();
      page.locator("#order-energy").fill("0.4");
      shows(page.locator("#order-preview"), "costs at most 0.080000000 EUR");
      shows(page.locator("#order-preview"), "Reserves of your available");
      assertThat(open("home-01")).as("nothing is sent before").isEmpty();
      page.locator("#order-send").click();
      shows(page.locator("#order-preview"), "is in the market");
      shows(page.locator("#open-orders"), "0.2000");
      assertThat(open("home-01")).hasSize(1);
      assertThat(open("home-01").at("/0/energyWh").asLong()).isEqualTo(400);
      assertThat(open("home-01").at("/0/priceMicroPerKwh").asLong()).isEqualTo(200_000);
      page.locator("#open-orders button").first().click();
      shows(page.locator("#open-orders"), "You have no open order.");
      assertThat(open("home-01")).isEmpty();
    }
  }

  @Test
  void aRefusedOrderIsToldInTheWordsOfTheMarketAndStaysFilledIn() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = home(context, "home-01", "orders");
      page.locator("#order-side").selectOption("buy");
      page.locator("#order-energy").fill("900");
      page.locator("#order-price").fill("0.3");
      page.route(
          "**/v1/orders",
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setStatus(409)
                      .setContentType("application/problem+json")
                      .setBody(
                          "{\"type\":\"about:blank\",\"title\":\"Conflict\",\"status\":409,"
                              + "\"code\":\"COLLATERAL_TOO_LOW\",\"detail\":\"Not enough.\","
                              + "\"hint\":\"Pay in more.\"}")));
      page.locator("#order-send").click();
      shows(page.locator("#notice"), "COLLATERAL_TOO_LOW: Not enough. Pay in more.");
      assertThat(page.locator("#order-energy").inputValue()).isEqualTo("900");
    }
  }

  @Test
  void aBillLineLeadsToItsReadingAndIsProvedInTheBrowser() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = home(context, "home-02", "bills/2022-08-02");
      page.locator("#lines button").first().click();
      shows(page.locator("#reading"), "0.700 kWh");
      page.locator("#check").click();
      shows(page.locator("#proof"), "The line is in the batch, unchanged.");
      page.screenshot(
          new Page.ScreenshotOptions().setPath(Path.of("target/screenshots/bill-proof.png")));
    }
  }

  @Test
  void thePageKnowsTheCodeOfEveryKindOfBillLineThatAParticipantMayHave() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = pages.open(context, "#/market");
      Map<?, ?> known =
          (Map<?, ?>) page.evaluate("import('/web/proof.js').then(proof => proof.KINDS)");
      for (BillLine.Kind kind : BillLine.Kind.values()) {
        assertThat(known.get(kind.name())).as(kind.name()).isEqualTo(kind.code());
      }
      assertThat(known).hasSize(BillLine.Kind.values().length);
    }
  }

  @Test
  void aLineThatTheServiceChangedIsFoundOut() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = pages.open(context, "#/market");
      pages.logIn(page, "home-02");
      page.route(
          "**/v1/bills/home-02?**",
          route -> {
            String body = route.fetch().text();
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(200)
                    .setContentType("application/json")
                    .setBody(body.replaceAll("(\"amountNano\" ?: ?\"-?[0-9]+)\"", "$19\"")));
          });
      page.evaluate("location.hash = '#/bills/2022-08-02'");
      page.locator("#lines button").first().click();
      page.locator("#check").click();
      shows(page.locator("#proof"), "The line is not what the batch was made of.");
    }
  }

  @Test
  void aLineIsDisputedWithEvidenceThatStaysAtHomeAndTheDisputeWithdrawn() throws Exception {
    Path photo = downloads.resolve("meter.jpg");
    Files.writeString(photo, "a photograph");
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = home(context, "home-03", "bills/2022-08-02");
      page.locator("#lines button").first().click();
      page.locator("#dispute-reason").fill(HOSTILE);
      page.locator("#dispute-evidence").setInputFiles(photo);
      page.locator("#dispute-send").click();
      shows(page.locator("#dispute"), "dispute open");
      shows(page.locator("#dispute"), HOSTILE);
      JsonNode dispute = pages.market.as("home-03").get("/v1/disputes?participant=home-03").json();
      assertThat(dispute.at("/disputes/0/reason").asText()).isEqualTo(HOSTILE);
      assertThat(dispute.toString())
          .contains(Hash.of("a photograph".getBytes(StandardCharsets.UTF_8)).hex());
      page.locator("#withdraw").click();
      shows(page.locator("#dispute"), "dispute withdrawn");
      assertThat(page.evaluate("window.hacked")).isNull();
    }
  }

  @Test
  void whoLookedIsShownWithItsReasonAsItWasWritten() throws Exception {
    pages.market.as("agency", HOSTILE).get("/v1/bills/home-01");
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = home(context, "home-01", "data");
      shows(page.locator("#views"), HOSTILE);
      shows(page.locator("#views"), "regulator");
      assertThat(page.evaluate("window.hacked")).isNull();
    }
  }

  @Test
  void meteredEnergyIsTakenAlongAsCsv() throws Exception {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = home(context, "home-01", "data");
      page.locator("#usage-from").fill("2022-08-01");
      page.locator("#usage-to").fill("2022-08-02");
      Download file = page.waitForDownload(() -> page.locator("#usage-send").click());
      assertThat(file.suggestedFilename()).isEqualTo("home-01-2022-08-01-2022-08-02.csv");
      file.saveAs(downloads.resolve("usage.csv"));
      assertThat(Files.readString(downloads.resolve("usage.csv")))
          .isEqualTo(
              "participant,slot_start_utc,slot_end_utc,import_wh,export_wh,version,quality\r\n"
                  + "home-01,2022-08-02T06:00:00Z,2022-08-02T06:15:00Z,700,0,1,ACTUAL\r\n");
      page.locator("#usage-from").fill("2022-06-01");
      page.locator("#usage-send").click();
      shows(page.locator("#usage-told"), "at most 31 days");
    }
  }

  @Test
  void meteredEnergyIsTakenAlongAsGreenButtonFile() throws Exception {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = home(context, "home-01", "data");
      page.locator("#usage-from").fill("2022-08-01");
      page.locator("#usage-to").fill("2022-08-02");
      Download file = page.waitForDownload(() -> page.locator("#usage-xml").click());
      assertThat(file.suggestedFilename()).isEqualTo("home-01-2022-08-01-2022-08-02.xml");
      Path xml = Path.of("target/usage.xml");
      file.saveAs(xml);
      GreenButtonFile read = new GreenButtonFile(xml);
      long start = Instant.parse("2022-08-02T06:00:00Z").getEpochSecond();
      assertThat(read.readings(1)).containsExactly("700 Wh in 900 s from " + start + ", quality 0");
      assertThat(read.readings(19)).containsExactly("0 Wh in 900 s from " + start + ", quality 0");
    }
  }

  @Test
  void hostileNamesAndUnitsAreTextsEverywhere() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = pages.open(context, "#/market");
      pages.logIn(page, "home-01");
      page.route(
          "**/v1/**",
          route -> {
            if (!route.request().method().equals("GET")) {
              route.resume();
              return;
            }
            APIResponse answer = route.fetch();
            String hostile = HOSTILE.replace("\"", "\\\\\"");
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(answer.status())
                    .setContentType("application/json")
                    .setBody(
                        answer
                            .text()
                            .replaceAll(
                                "\"(counterparty|currency|supplier|market|ledger|quality|area|viewer|meterPoint|meter|detail|state)\""
                                    + " ?: ?\"[^\"]*\"",
                                "\"$1\":\"" + hostile + "\"")));
          });
      for (String place : List.of("orders", "bills/2022-08-02", "data", "home", "market")) {
        page.evaluate("place => { location.hash = '#/' + place; }", place);
        page.waitForURL("**/#/" + place);
        shows(page.locator("main"), HOSTILE);
        assertThat(page.locator("main img").count()).as(place).isZero();
        assertThat(page.evaluate("window.hacked")).as(place).isNull();
      }
    }
  }

  @Test
  void aPageOfAnotherSiteActsForNobody() throws Exception {
    int before = open("home-02").size();
    try (BrowserContext context = pages.browser.newContext()) {
      home(context, "home-02", "orders"); // logged in, in the same browser
      Page foreign = context.newPage();
      foreign.route(
          "http://foreign.example/",
          route -> route.fulfill(new Route.FulfillOptions().setBody("<h1>Win a roof</h1>")));
      foreign.navigate("http://foreign.example/");
      for (String path : List.of("v1/orders", "v1/orders/cancel-after", "v1/keys")) {
        assertThat(
                foreign.evaluate(
                    "url => fetch(url, {method: 'POST', mode: 'no-cors', credentials: 'include',"
                        + " body: '{}'}).then(answer => answer.status, () => 'failed')",
                    pages.url() + path))
            .as("nothing can be read of it")
            .isIn(0, "failed");
        assertThat(
                foreign.evaluate(
                    "url => fetch(url, {method: 'POST', credentials: 'include', body: '{}',"
                        + " headers: {'Content-Type': 'application/json'}})"
                        + ".then(answer => answer.status, () => 'failed')",
                    pages.url() + path))
            .as("a browser does not even send it")
            .isEqualTo("failed");
      }
    }
    assertThat(open("home-02")).hasSize(before);
    try (ApiClient cookies =
        pages.market.client(
            Map.of("Cookie", "token=" + LoginMarket.MASTER.token("home-02.all").text()))) {
      Reply reply = cookies.post("/v1/orders", "{}");
      assertThat(reply.code()).as("a cookie is no login").isEqualTo("LOGIN_REQUIRED");
    }
  }
}
