package org.commonwatt.engine.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.engine.http.Chromium.shows;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a grid operator does on its page, in a real Chromium. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserGridSlowTest {
  private static final String PURPOSE = "the village is overloaded";

  private BrowserMarket pages;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    pages = new BrowserMarket(dir);
    GridScene.fill(pages.market);
  }

  @AfterAll
  void stop() throws Exception {
    if (pages != null) {
      assertThat(pages.complaints).as("what the browser complained of").isEmpty();
      pages.close();
    }
  }

  private Page operator(BrowserContext context) {
    Page page = pages.open(context, "#/market");
    pages.logIn(page, "grid");
    page.waitForURL("**/#/grid");
    return page;
  }

  private static void say(Page page) {
    page.locator("#purpose").fill(PURPOSE);
    page.locator("#purpose-send").click();
    shows(page.locator("#map table").first(), "village");
  }

  /** A row of a table that has a text. */
  private static Locator row(Page page, String part, String text) {
    return page.locator(part + " tbody tr")
        .filter(new Locator.FilterOptions().setHasText(text))
        .first();
  }

  @Test
  void nothingOfSmallAreasIsAskedForBeforeItIsSaidWhatForAndTheHomesSeeIt() throws Exception {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = operator(context);
      shows(page.locator("#map"), "First say what for");
      shows(page.locator("#alarms"), "First say what for");
      say(page);
    }
    assertThat(pages.market.as("home-01").get("/v1/accounts/home-01/views").text())
        .contains(PURPOSE, "areaFlows");
  }

  @Test
  void flowsStandBesideTheirLimitsInWattsAndWattHours() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = operator(context);
      say(page);
      Locator village = row(page, "#map", "village");
      shows(village, "−8,000 W");
      shows(village, "−2,000 Wh");
      shows(village, "7,500 W");
      shows(village, "1,875 Wh");
      shows(village, "106 %");
      shows(village, "beyond the limit");
      shows(row(page, "#map", "hill"), "no limit, or not measured");
      assertThat(page.locator("#map svg.map .ring.over")).hasCount(1);
      shows(row(page, "#deviation", "villagemetered last"), "−60 Wh");
      shows(row(page, "#deviation", "villagemetered last"), "−240 W");
    }
  }

  @Test
  void theFleetSaysWhatItHoldsWhatItIsToDoAndWhatIsOutOfOrder() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = operator(context);
      say(page);
      shows(row(page, "#fleet", "station"), "1,000 Wh / 2,000 Wh");
      shows(row(page, "#fleet", "station"), "−2,000 W");
      shows(row(page, "#fleet", "station"), "in order");
      shows(row(page, "#fleet", "station"), "no passport");
      row(page, "#fleet", "station").locator("summary").click();
      shows(row(page, "#fleet", "station"), "firm schedule for home-02");
      shows(row(page, "#fleet", "barn"), "25 % available until 2022-08-02");
    }
  }

  @Test
  void alarmsAreAcknowledgedAndShelvedAndThatStaysInTheBrowser() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = operator(context);
      say(page);
      Locator first = page.locator("#alarms tbody tr").first();
      shows(first, "1 high");
      Locator power = row(page, "#alarms", "too much power into the area");
      shows(power, "8,000 W where 7,500 W may be");
      shows(power, "not acknowledged");
      power.getByText("Acknowledge", new Locator.GetByTextOptions().setExact(true)).click();
      assertThat(row(page, "#alarms", "too much power into the area"))
          .not()
          .containsText("not acknowledged");
      Locator suspect = row(page, "#alarms", "meter suspect");
      suspect.getByText("Shelve for 1 h").click();
      shows(row(page, "#alarms", "meter suspect"), "shelved");

      page.reload();
      pages.logIn(page, "grid");
      page.waitForURL("**/#/grid");
      say(page);
      shows(row(page, "#alarms", "too much power into the area"), "acknowledged");
      assertThat(row(page, "#alarms", "too much power into the area"))
          .not()
          .containsText("not acknowledged");
      row(page, "#alarms", "meter suspect").getByText("Take back").click();
      shows(row(page, "#alarms", "meter suspect"), "not acknowledged");
    }
  }

  @Test
  void haltsMetersAndLoweredLimitsAreListed() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = operator(context);
      say(page);
      shows(row(page, "#halts", "hill"), "0.9000 EUR/kWh");
      shows(row(page, "#meters", "silent"), "home-03");
      shows(row(page, "#meters", "suspect"), "spike: the highest of the day");
      shows(row(page, "#limit-changes", "hill → village"), "0 Wh of 0 trades");
      shows(row(page, "#limit-changes", "hill → village"), "A cable is warm.");
    }
  }

  @Test
  void aLimitIsLoweredAndWhatIsRefusedIsSaidInTheMarketsWords() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = operator(context);
      say(page);
      page.getByText("Lower a limit").click();
      page.locator("#limit-slot").selectOption("2022-08-02T08:15:00Z");
      page.locator("#limit-most").fill("700");
      page.locator("#limit-reason").fill("A tree fell.");
      page.locator("#limit-send").click();
      shows(page.locator("#notice"), "VALUE_OUT_OF_RANGE");
      page.locator("#limit-most").fill("450");
      page.locator("#limit-send").click();
      shows(page.locator("#limit-told"), "The limit is lowered: 0 trades lost 0 Wh.");
      shows(row(page, "#limit-changes", "A tree fell."), "450 Wh");
      assertThat(page.locator("#notice")).not().containsText(Pattern.compile("\\S"));
    }
  }

  @Test
  void aCallIsSeenBeforeItIsMadeAndItsAnswersComeByThemselves() throws Exception {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = operator(context);
      shows(page.locator("#storage-calls"), "Nobody was called.");
      page.getByText("Call storage units").click();
      page.locator("#call-area").selectOption("hill");
      page.locator("#call-slot").selectOption("2022-08-02T08:15:00Z");
      page.locator("#call-slots").fill("2");
      page.locator("#call-energy").fill("500");
      page.locator("#call-price").fill("0.3247");
      page.locator("#call-reason").fill("too much wind");
      assertThat(page.locator("#call-send")).isDisabled();
      page.locator("#call-ask").click();
      shows(row(page, "#call-preview", "barn"), "charge 500 Wh");
      shows(page.locator("#call-preview"), "For all: 0.324700000 EUR at most");
      shows(page.locator("#call-preview"), "without a unit: 0 Wh");
      page.locator("#call-reason").fill("too much wind");
      assertThat(page.locator("#call-send")).isEnabled();
      page.locator("#call-energy").fill("400");
      assertThat(page.locator("#call-send")).isDisabled();
      assertThat(calls()).as("nothing is called by looking").isEmpty();
      page.locator("#call-ask").click();
      shows(page.locator("#call-preview"), "For all: 0.259760000 EUR");
      page.locator("#call-send").click();
      shows(row(page, "#storage-calls", "too much wind"), "barn of home-02, charge 400 Wh");
      shows(row(page, "#storage-calls", "too much wind"), "asked, until");
      String call = calls().get(0).get("call").asText();
      answer(call, "{\"unit\":\"barn\",\"accept\":false,\"reason\":\"maintenance\"}");
      shows(page.locator("#storage-calls"), "refused: maintenance");
      ownerAccepts();
      shows(row(page, "#storage-calls", "too much wind"), "nobody is left to call");
      shows(row(page, "#storage-calls", "too much wind"), "375 Wh at 0.3247 EUR/kWh: accepted");
      page.getByText("Take a call back").click();
      page.locator("#back-reason").fill("no wind after all");
      assertThat(page.locator("#back-call").inputValue()).as("none by itself").isEmpty();
      page.locator("#back-call").selectOption(call);
      page.locator("#back-send").click();
      shows(page.locator("#storage-calls"), "taken back: no wind after all");
      assertThat(page.locator("#back-send")).isDisabled();
      assertThat(row(page, "#storage-calls", "too much wind")).not().containsText("asked, until");
    }
  }

  /** On its own page, where it leases a share of its station to itself. */
  private void ownerAccepts() throws Exception {
    assertThat(
            pages
                .market
                .as("home-02")
                .post(
                    "/v1/accounts/home-02/storage-units/barn/commitments",
                    "{\"id\":\"mine\",\"kind\":\"lease\",\"from\":\"2022-08-02T09:00:00Z\","
                        + "\"to\":\"2022-08-02T09:30:00Z\",\"energyWh\":300,\"chargeSlotWh\":200,"
                        + "\"dischargeSlotWh\":100,\"startWh\":0}")
                .status())
        .isEqualTo(201);
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = pages.open(context, "#/market");
      pages.logIn(page, "home-02");
      page.evaluate("location.hash = '#/storage'");
      shows(row(page, "#virtual-batteries", "barn"), "0 Wh / 300 Wh");
      shows(row(page, "#virtual-batteries", "barn"), "charge 200 Wh, discharge 100 Wh");
      shows(row(page, "#services", "firm schedule"), "station");
      shows(row(page, "#fleet", "barn"), "1,000 Wh / 2,000 Wh");
      shows(row(page, "#own-calls", "maintenance"), "refused");
      aReasonStaysWhileTheClockGoesOn(page);
      page.locator("#own-calls button.main").click();
      shows(row(page, "#own-calls", "station"), "accepted");
    }
  }

  private static void aReasonStaysWhileTheClockGoesOn(Page page) {
    Locator reason = page.locator("#own-calls input");
    row(page, "#fleet", "station").locator("summary").click();
    reason.fill("half writ");
    page.route(
        "**/v1/time",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody("{\"marketTime\":\"2022-08-02T07:59:00Z\"}")));
    page.waitForResponse("**/v1/time", () -> {});
    page.waitForResponse("**/v1/time", () -> {});
    assertThat(reason).hasValue("half writ");
    assertThat(reason).isFocused();
    assertThat(page.locator("#fleet details[open]")).hasCount(1);
    page.unroute("**/v1/time");
  }

  private JsonNode calls() throws Exception {
    return pages.market.as("grid").get("/v1/grid/storage-calls").json().get("calls");
  }

  private void answer(String call, String body) throws Exception {
    assertThat(
            pages
                .market
                .as("home-02")
                .post("/v1/accounts/home-02/storage-calls/" + call + "/answer", body)
                .status())
        .isEqualTo(200);
  }

  @Test
  void aRegulatorSeesCallsAndMakesNone() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = pages.open(context, "#/market");
      pages.logIn(page, "agency");
      page.evaluate("location.hash = '#/grid'");
      page.locator("#storage-calls > *").first().waitFor();
      assertThat(page.locator("#call-ask")).hasCount(0);
      assertThat(page.locator("#back-send")).hasCount(0);
    }
  }
}
