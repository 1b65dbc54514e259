package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.engine.http.Chromium.shows;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.Collections;
import org.commonwatt.engine.Fixtures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Automatic orders in a real browser: limits, switch, failures, and what they do in a slot. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserAutomaticOrdersSlowTest {
  private BrowserMarket pages;

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
  void automaticOrdersKeepToTheirLimitsAndEndWithTheirSwitch() throws Exception {
    GridRows rows = new GridRows(pages.market.database(), Fixtures.MARKET);
    rows.position("home-03", "village", 45, "0, null::bigint, 500, 500, null::bigint");
    rows.position("home-03", "village", 60, "0, null::bigint, -200, -200, null::bigint");
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = home(context, "home-03", "orders");
      page.locator("#auto-sell").fill("0.1");
      page.locator("#auto-buy").fill("0.3");
      page.locator("#auto-most").fill("0.3");
      page.locator("#auto-spend").fill("0.010000001");
      shows(page.locator("#auto-state"), "Off.");
      PlaywrightAssertions.assertThat(page.locator("#auto-mark")).isHidden();
      orderOfAnEarlierTime();
      page.locator("#auto-on").click();
      shows(page.locator("#auto-mark"), "Automatic orders are on");
      shows(page.locator("#auto-told"), "offered 0.300 kWh at 0.1000 EUR/kWh");
      shows(page.locator("#auto-told"), "its purchases may cost 0.010000001 EUR at most");
      assertThat(open("home-03")).as("that of an earlier time is gone").hasSize(1);
      JsonNode order = open("home-03").get(0);
      assertThat(order.get("side").asText()).isEqualTo("sell");
      assertThat(order.get("energyWh").asLong()).isEqualTo(300);
      assertThat(order.get("priceMicroPerKwh").asLong()).isEqualTo(100_000);
      assertThat(order.get("expiresAt").asText()).as("ends without the page").isNotEqualTo("null");
      page.evaluate("location.hash = '#/home'");
      shows(page.locator("h1"), "Home of home-03");
      page.evaluate("location.hash = '#/orders'");
      shows(page.locator("#auto-state"), "On.");
      assertThat(page.locator("#auto-spend").inputValue()).as("exact").isEqualTo("0.010000001");
      assertThatNoOtherTabTrades(context);
      page.locator("#auto-off").click();
      shows(page.locator("#auto-state"), "Off.");
      shows(page.locator("#open-orders"), "You have no open order.");
      assertThat(open("home-03")).isEmpty();
    }
  }

  @Test
  void automaticOrdersGiveWayWhenTheForecastChanges() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = pages.open(context, "#/market");
      assertThat(decided(page, 500, 200, 0)).as("what is missing").isEqualTo("sell 300");
      assertThat(decided(page, 5_000, 0, 0)).as("no more than allowed").isEqualTo("sell 1000");
      assertThat(decided(page, 5_000, 0, 900)).as("in all").isEqualTo("sell 100");
      assertThat(decided(page, 500, 500, 0)).as("nothing is missing").isEqualTo("nothing");
      assertThat(decided(page, 0, 500, 0)).as("sold too much").isEqualTo("buy 500");
      String open = "{clientOrderId: 'auto-1', side: 'sell', openWh: 300}";
      assertThat(decided(page, 500, 200, 300, open)).as("is offered").isEqualTo("nothing");
      assertThat(decided(page, 400, 200, 300, open)).as("too much").isEqualTo("cancel auto-1");
      assertThat(decided(page, -100, 0, 300, open)).as("wrong side").isEqualTo("cancel auto-1");
      String byHand = open.replace("auto-1", "mine");
      assertThat(decided(page, 400, 200, 0, byHand)).as("leaves it alone").isEqualTo("nothing");
      assertThat(decided(page, 700, 200, 0, byHand)).as("counts it").isEqualTo("sell 200");
    }
  }

  private static Object decided(
      Page page, long expected, long contracted, long used, String... orders) {
    return page.evaluate(
        ("import('/web/strategy-rules.js').then(({decide}) => decide({expectedWh: %d, contractedWh: %d,"
                + " usedWh: %d, orders: [%s], limits: {sellAt: 100000, buyAt: 300000, mostWh: 1000}}))"
                + ".then(found => !found ? 'nothing' : found.cancel"
                + " ? 'cancel ' + found.cancel.map(one => one.clientOrderId)"
                + " : found.side + ' ' + found.energyWh)")
            .formatted(expected, contracted, used, String.join(",", orders)));
  }

  private void orderOfAnEarlierTime() throws Exception {
    JsonNode product = pages.market.as("home-03").get("/v1/products").json().at("/products/0");
    assertThat(
            pages
                .market
                .as("home-03")
                .post(
                    "/v1/orders",
                    ("{\"participant\":\"home-03\",\"clientOrderId\":\"auto-old\",\"area\":\"%s\","
                            + "\"slotStart\":\"%s\",\"side\":\"sell\","
                            + "\"priceMicroPerKwh\":150000,\"energyWh\":100}")
                        .formatted(product.get("area").asText(), product.get("slotStart").asText()))
                .status())
        .isEqualTo(201);
  }

  private void assertThatNoOtherTabTrades(BrowserContext context) {
    Page other = home(context, "home-03", "orders");
    fillIn(other);
    other.locator("#auto-on").click();
    shows(other.locator("#notice"), "another tab of this browser");
    shows(other.locator("#auto-state"), "Off.");
    other.close();
  }

  private static void fillIn(Page page) {
    page.locator("#auto-sell").fill("0.1");
    page.locator("#auto-most").fill("0.3");
  }

  @Test
  void aLimitThatIsWrongIsToldAndTakenOnceItIsRight() throws Exception {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = home(context, "home-02", "orders");
      page.locator("#auto-on").click();
      assertThat(complaint(page, "#auto-sell")).contains("price to sell or to buy at");
      assertThat(complaint(page, "#auto-most")).contains("above zero");
      page.locator("#auto-buy").fill("0.2");
      page.locator("#auto-most").fill("0.1");
      page.locator("#auto-spend").fill("99999999.123456789");
      page.locator("#auto-on").click();
      shows(page.locator("#auto-state"), "On.");
      assertThat(page.locator("#auto-spend").inputValue()).isEqualTo("99999999.123456789");
      page.locator("#auto-off").click();
      shows(page.locator("#auto-state"), "Off.");
    }
  }

  private static String complaint(Page page, String field) {
    return String.valueOf(page.locator(field).evaluate("one => one.validationMessage"));
  }

  @Test
  void anOrderThatIsOnItsWayIsCancelledWhenTheyAreSwitchedOff() throws Exception {
    GridRows rows = new GridRows(pages.market.database(), Fixtures.MARKET);
    rows.position("home-01", "village", 45, "0, null::bigint, 500, 500, null::bigint");
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = home(context, "home-01", "orders");
      page.evaluate(
          "() => { const real = window.fetch; window.fetch = async (path, asked)"
              + " => { if (path === '/v1/orders') { document.body.dataset.sent = 'yes';"
              + " await new Promise(done => setTimeout(done, 700)); } return real(path, asked); }; }");
      fillIn(page);
      page.locator("#auto-on").click();
      page.locator("body[data-sent]").waitFor();
      page.locator("#auto-off").click();
      PlaywrightAssertions.assertThat(page.locator("#auto-on")).isEnabled();
      JsonNode last = pages.market.as("home-01").get("/v1/accounts/home-01/orders").json();
      assertThat(last.at("/orders/0/clientOrderId").asText()).startsWith("auto-");
      assertThat(open("home-01")).isEmpty();
    }
  }

  @Test
  void whenTheyFailAgainAndAgainTheyEndAndSayWhy() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = home(context, "home-02", "orders");
      page.evaluate(
          "() => { const real = window.setTimeout; window.setTimeout = (what, millis) =>"
              + " real(what, millis === 15000 ? 20 : millis); }");
      page.route(
          "**/net-positions*",
          route -> route.fulfill(new Route.FulfillOptions().setStatus(500).setBody("no")));
      fillIn(page);
      page.locator("#auto-on").click();
      shows(page.locator("#notice"), "failed three times in a row");
      page.evaluate("location.hash = '#/home'");
      shows(page.locator("h1"), "Home of home-02");
      page.evaluate("location.hash = '#/orders'");
      shows(page.locator("#auto-state"), "failed three times in a row");
      PlaywrightAssertions.assertThat(page.locator("#auto-off")).isDisabled();
    }
  }

  @Test
  void nothingIsPlacedUntilTheMarketTellsWhatWasTraded() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = pages.open(context, "#/market");
      String start = "[100, 0, 0]";
      assertThat(learned(page, start)).isEqualTo("100 true");
      assertThat(learned(page, start, "[100, 200, 200]")).as("sold here").isEqualTo("300 false");
      assertThat(learned(page, start, "[200, 200, 200]")).as("half").isEqualTo("300 false");
      assertThat(learned(page, start, "[300, 200, 200]")).as("all").isEqualTo("300 true");
      assertThat(learned(page, start, "[100, -50, 50]")).as("bought").isEqualTo("50 false");
      assertThat(learned(page, start, "[50, -50, 50]")).isEqualTo("50 true");
      assertThat(learned(page, start, "[100, 0, 400]")).as("to and fro").isEqualTo("100 false");
      assertThat(learned(page, start, "[250, 0, 0]")).as("traded by hand").isEqualTo("250 true");
      String byHand = "[0, 200, 200]";
      assertThat(learned(page, start, byHand)).as("bought by hand").isEqualTo("300 false");
      String[] looks = Collections.nCopies(10, byHand).toArray(String[]::new);
      looks[0] = start;
      assertThat(learned(page, looks)).as("and stood").isEqualTo("0 true");
    }
  }

  /** After looks of energy told, sold less bought here, and both together. */
  private static Object learned(Page page, String... looks) {
    return page.evaluate(
        ("import('/web/strategy-rules.js').then(({learned}) => [%s].reduce((before, [toldWh, ownWh,"
                + " filledWh]) => learned(before, {toldWh, ownWh, filledWh}), undefined))"
                + ".then(found => found.contractedWh + ' ' + found.whole)")
            .formatted(String.join(",", looks)));
  }
}
