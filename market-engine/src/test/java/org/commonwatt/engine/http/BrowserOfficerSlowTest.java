package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.engine.http.Chromium.shows;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What officers do on their page, in a real Chromium: they say what for, confirm a meter point,
 * hand it over to the next owner of a home, and take a deposit.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserOfficerSlowTest {
  private static final String PURPOSE = "new meters of August";

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

  private JsonNode pointsOf(String home) throws Exception {
    return pages.market.as(home).get("/v1/accounts/" + home + "/meter-points").json();
  }

  private Page officer(BrowserContext context, String account) {
    Page page = pages.open(context, "#/market");
    pages.logIn(page, account);
    page.waitForURL("**/#/registrations");
    shows(page.locator("#waiting"), "First say what for");
    page.locator("#purpose").fill(PURPOSE);
    page.locator("#purpose-send").click();
    return page;
  }

  @Test
  void theMeterOrganisationConfirmsAMeterPointAndHandsItOver() throws Exception {
    Reply asked =
        pages
            .market
            .as("home-01")
            .send(
                HttpMethod.PUT,
                "/v1/accounts/home-01/meter-points/point-7",
                "application/json",
                "{\"area\":\"village\",\"meter\":\"meter-7\",\"feedInW\":8000,\"loadW\":11000}");
    assertThat(asked.status()).as(asked.text()).isEqualTo(200);
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = officer(context, "meters");
      shows(page.locator("#waiting"), "point-7, meter meter-7, in village, feed-in 8,000 W");
      page.locator("#waiting button.main").first().click();
      shows(page.locator("#waiting"), "Nothing waits for you.");
      assertThat(pointsOf("home-01").get("meterPoints").toString()).contains("point-7");

      page.locator("#hand-point").fill("point-7");
      page.locator("#hand-next").fill("home-03");
      page.locator("#hand-send").click();
      shows(page.locator("#hand-told"), "point-7 is home-03's from");
      assertThat(pointsOf("home-03").get("meterPoints").toString()).contains("point-7");

      page.locator("#hand-next").fill("nobody-at-all");
      page.locator("#hand-send").click();
      shows(page.locator("#notice"), "nobody-at-all");
    }
    assertThat(pages.market.as("home-01").get("/v1/accounts/home-01/views").text())
        .contains(PURPOSE, "registrations");
  }

  @Test
  void theBankTakesADepositOfAnyAmount() throws Exception {
    Reply named =
        pages
            .market
            .as("home-02")
            .post("/v1/accounts/home-02/deposits", "{\"amountNano\":9007199254740993}");
    assertThat(named.status()).as(named.text()).isIn(200, 201);
    String before = collateral();
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = officer(context, "bank");
      shows(page.locator("#waiting"), "9,007,199.25 EUR");
      page.locator("#waiting button.main").first().click();
      shows(page.locator("#waiting"), "Nothing waits for you.");
    }
    assertThat(Long.parseLong(collateral()) - Long.parseLong(before))
        .isEqualTo(9_007_199_254_740_993L);
  }

  private String collateral() throws Exception {
    return pages
        .market
        .as("home-02")
        .get("/v1/accounts/home-02")
        .json()
        .get("collateralNano")
        .asText();
  }
}
