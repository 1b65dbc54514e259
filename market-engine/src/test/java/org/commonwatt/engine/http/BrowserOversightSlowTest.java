package org.commonwatt.engine.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.engine.http.Chromium.shows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.Role;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.Scope;
import org.commonwatt.model.Command;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a regulator does on its pages, in a real Chromium. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserOversightSlowTest {
  private static final String ALERT = "a".repeat(32);
  private static final String PURPOSE = "yearly review";

  private BrowserMarket pages;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    pages = new BrowserMarket(dir);
    fill(pages.market);
  }

  /** An alert, a report of a battery that came late, and sellers who are pivotal. */
  static void fill(LoginMarket market) throws Exception {
    new AlertRows(market.database(), Fixtures.MARKET)
        .insert(ALERT, "LAYERING", "{home-01,home-03}");
    market.batteries.organisation("cells", Role.MAKER, Role.CARMAKER);
    market.batteries.does(
        "late", 1, ExampleBatteries.made(AssetKind.PACK, List.of(), null), "cells");
    market.batteries.does("late", 2, new LifeAction.Install("cd".repeat(32)), "cells");
    place(market, "home-01", Side.SELL, 100_000, 600);
    place(market, "home-03", Side.SELL, 120_000, 200);
    place(market, "home-02", Side.BUY, 300_000, 700);
    assertThat(market.service.awaitProjected(LoginMarket.PATIENCE)).isTrue();
  }

  private static void place(LoginMarket market, String home, Side side, long price, long wh)
      throws Exception {
    long start = Fixtures.slot(3).startMillis();
    String id = home + "-seen";
    Command.PlaceOrder order =
        new Command.PlaceOrder(home, id, Fixtures.areaOf(home), start, side, price, wh);
    assertThat(market.as(home).post(order).status()).isEqualTo(201);
  }

  @AfterAll
  void stop() throws Exception {
    if (pages != null) {
      assertThat(pages.complaints).as("what the browser complained of").isEmpty();
      pages.close();
    }
  }

  private Page regulator(BrowserContext context) {
    Page page = pages.open(context, "#/market");
    pages.logIn(page, "agency");
    page.waitForURL("**/#/oversight");
    return page;
  }

  private static void say(Page page) {
    page.locator("#purpose").fill(PURPOSE);
    page.locator("#purpose-send").click();
  }

  @Test
  void anAlertIsShownWithItsEvidenceAndSavedWithWhatTheMarketTellsOfItsSlot() throws Exception {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = regulator(context);
      shows(page.locator("#alerts tbody tr"), "layering");
      shows(page.locator("#alerts tbody tr"), "home-01, home-03");
      shows(page.locator("#alerts tbody tr"), "prices: 3, limit 2");
      shows(page.locator("#alerts tbody tr"), "events 17 to 29, frame 5, orders 4, 6, trades 3");
      Download saved = page.waitForDownload(() -> page.locator("#alerts button").click());
      assertThat(saved.suggestedFilename()).isEqualTo("alert-" + ALERT + "-2.json");
      JsonNode file = new ObjectMapper().readTree(saved.path().toFile());
      assertThat(file.at("/alert/id").asText()).isEqualTo(ALERT);
      assertThat(file.at("/market/market").asText()).isEqualTo(Fixtures.MARKET);
      assertThat(file.at("/trades/slotStart").asText()).isEqualTo("2022-08-02T07:00:00Z");
    }
    assertThat(pages.market.as("home-01").get("/v1/accounts/home-01/views").text())
        .as("who is suspected is not warned")
        .doesNotContain("alert");
  }

  @Test
  void marketPowerOfADayNamesWhoIsPivotal() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = regulator(context);
      shows(page.locator("#power tbody").last(), "home-01, home-03");
      shows(page.locator("#power tbody").last(), "28.6 %");
      page.locator("#power summary").first().click();
      shows(page.locator("#power table").first(), "10,000");
      page.locator("#power-area").selectOption("hill");
      shows(page.locator("#power"), "No seller was pivotal.");
      page.locator("#power-day").fill("2022-08-01");
      shows(page.locator("#power"), "Nobody has sold or asked for energy on this day.");
    }
  }

  @Test
  void aDisputeLeadsToTheBillAndItsLineIsRecomputedInTheBrowser() throws Exception {
    long dispute = pages.market.dispute("home-03");
    assertThat(pages.market.service.awaitProjected(LoginMarket.PATIENCE)).isTrue();
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = regulator(context);
      shows(page.locator("#disputes"), "First say what for");
      say(page);
      shows(page.locator("#disputes tbody tr").first(), String.valueOf(dispute));
      shows(page.locator("#disputes tbody tr").first(), "Not mine.");
      page.locator("#disputes tbody a").first().click();
      shows(page.locator("h1"), "home-03");
      page.locator("#lines button").first().click();
      page.locator("#check").click();
      shows(page.locator("#proof"), "The line is in the batch, unchanged.");
      shows(page.locator("#dispute"), "dispute open");
      assertThat(page.locator("#withdraw")).hasCount(0);
    }
    assertThat(pages.market.as("home-03").get("/v1/accounts/home-03/views").text())
        .contains(PURPOSE, "billProof");
  }

  @Test
  void whoTheRulesNameDecidesADispute() throws Exception {
    long dispute = pages.market.dispute("home-02");
    assertThat(pages.market.service.awaitProjected(LoginMarket.PATIENCE)).isTrue();
    Account arbiter =
        new Account("arbiter", org.commonwatt.identity.Role.REGULATOR, Set.of("operator"));
    pages.market.identity.ensure(arbiter, "arbiter.all", Set.of(Scope.values()));
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = pages.open(context, "#/market");
      page.locator(".key-login summary").click();
      page.locator("#key").fill(LoginMarket.MASTER.token("arbiter.all").text());
      page.keyboard().press("Enter");
      shows(page.locator("#who"), "arbiter");
      page.evaluate("location.hash = '#/settlement/home-02/2022-08-02'");
      say(page);
      page.locator("#lines button").first().click();
      page.locator("#decide-amount").fill("none");
      page.locator("#decide-reason").fill("The reading was counted twice.");
      page.locator("#decide-send").click();
      assertThat(page.locator("#decide-send")).isVisible();
      page.locator("#decide-amount").fill("-0.105");
      page.locator("#decide-send").click();
      shows(page.locator("#dispute"), "dispute upheld");
      shows(page.locator("#dispute"), "The reading was counted twice.");
      shows(page.locator("#dispute"), "\u22120.105000000 EUR");
    }
    assertThat(
            pages
                .market
                .as("home-02")
                .get("/v1/disputes/" + dispute)
                .json()
                .at("/decision/correctedNano")
                .asLong())
        .isEqualTo(-105_000_000);
  }

  @Test
  void settlementIsSeenThroughFromTheTotalToOneBill() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = regulator(context);
      page.locator("nav a[href='#/settlement']").click();
      shows(page.locator("main"), "First say what for");
      say(page);
      shows(page.locator("#totals"), "0.00 EUR");
      shows(page.locator("#all-batches tbody tr").first(), "2022-08-02");
      page.locator("#all-bills a", new Page.LocatorOptions().setHasText("home-01")).click();
      shows(page.locator("h1"), "Bills of home-01");
      shows(page.locator("#lines"), "rest from the supplier");
      page.locator("#lines button").first().click();
      shows(page.locator("#dispute"), "Only whose bill it is may dispute it.");
    }
  }

  @Test
  void lateReportsOfBatteriesAreAskedForWithAPurpose() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = regulator(context);
      shows(page.locator("#duties"), "First say what for");
      say(page);
      shows(page.locator("#duties tbody tr").first(), "late");
      shows(page.locator("#duties tbody tr").first(), "2022-08-22");
    }
  }

  private Page replay(BrowserContext context) {
    Page page = regulator(context);
    page.evaluate("location.hash = '#/replay/2022-08-02T07:45:00Z'");
    shows(page.locator("#replay-said"), "traded");
    return page;
  }

  @Test
  void theOrderBookIsShownAsItWasAfterEachStep() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = replay(context);
      shows(page.locator("main"), "100 Wh"); // the link carries 600 of 700
      assertThat(page.locator("main")).not().containsText("600 Wh");
      page.locator("#replay-back").click();
      page.locator("#replay-back").click();
      shows(page.locator("#replay-said"), "order 2 of home-03 placed, 200 Wh open");
      shows(page.locator("main"), "600 Wh");
      page.locator("#replay-at").focus();
      page.keyboard().press("Home");
      shows(page.locator("#replay-said"), "Before the first step");
      shows(page.locator("main"), "None is open.");
      page.keyboard().press("ArrowRight");
      shows(page.locator("#replay-said"), "order 1 of home-01 placed, 600 Wh open");
      page.locator("#replay-play").click();
      shows(page.locator("#replay-said"), "of home-02 traded on arrival, 100 Wh open");
      page.locator("#replay-time").fill("08:49:59");
      page.locator("#replay-time").dispatchEvent("change");
      shows(page.locator("#replay-said"), "Before the first step");
      page.locator("#replay-time").fill("08:50:00");
      page.locator("#replay-time").dispatchEvent("change");
      shows(page.locator("#replay-said"), "of home-02 traded on arrival, 100 Wh open");
    }
  }

  @Test
  void aDayIsReportedForRemitOfThoseWhoHaveACode() throws Exception {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = replay(context);
      page.locator("#remit-reporter").fill("COMMONWAT.EU");
      page.locator("#remit-place").fill("XCWT");
      page.locator("#remit-zone").fill("10YAT-APG------L");
      page.locator("#remit-codes").fill("home-01,A00000001.EU\nhome-02, 529900T8BM49AURSDO55");
      Download saved = page.waitForDownload(() -> page.locator("#remit-send").click());
      assertThat(saved.suggestedFilename()).isEqualTo("REMITTable1-test-market-2022-08-02.xml");
      shows(page.locator("#remit-told"), "2 reports of orders and 2 of trades");
      shows(page.locator("#remit-told"), "home-03 (1)");
      Path file = Path.of("target/remit.xml");
      saved.saveAs(file);
      RemitFile report = new RemitFile(file);
      assertThat(report.values("OrderReport", "transactionTime"))
          .containsExactly("2022-08-02T06:50:00Z", "2022-08-02T06:50:00Z");
      assertThat(report.values("OrderReport", "price")).containsExactly("100.000", "300.000");
      assertThat(report.values("TradeReport", "buySellIndicator")).containsExactly("S", "B");
      assertThat(report.values("TradeReport", "price")).containsExactly("100.000", "100.000");
      assertThat(report.values("TradeReport", "notionalAmount")).containsOnly("0.06000");
      assertThat(report.values("TradeReport", "aggressor")).containsExactly("I", "A");
      assertThat(report.values("contract", "contractId"))
          .containsExactlyInAnyOrder("20220802T0745-CO-village", "20220802T0745-CO-hill");
    }
  }
}
