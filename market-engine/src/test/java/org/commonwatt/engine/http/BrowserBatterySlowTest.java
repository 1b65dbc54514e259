package org.commonwatt.engine.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.engine.http.Chromium.shows;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What owners, organisations and the authority see of a battery, in a real Chromium. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserBatterySlowTest {
  private static final String PURPOSE = "a fire in a cellar";

  private BrowserMarket pages;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    pages = new BrowserMarket(dir);
    ExampleBatteries batteries = pages.market.batteries;
    batteries.moduleOne();
    batteries.organisation("cells", Role.MAKER, Role.CARMAKER);
    batteries.does("p", 1, ExampleBatteries.made(AssetKind.PACK, List.of(), "passport-p"), "cells");
    batteries.does("p-m", 1, ExampleBatteries.made(AssetKind.MODULE, List.of(), null), "cells");
    batteries.does("p", 2, new LifeAction.Attach(List.of("p-m")), "cells");
  }

  @AfterAll
  void stop() throws Exception {
    if (pages != null) {
      assertThat(pages.complaints).as("what the browser complained of").isEmpty();
      pages.close();
    }
  }

  private Page battery(BrowserContext context, String account, String id) {
    Page page = pages.open(context, "#/market");
    pages.logIn(page, account);
    page.evaluate("id => { location.hash = '#/battery/' + id; }", id);
    shows(page.locator("h1"), "Battery " + id);
    return page;
  }

  private static void say(Page page) {
    page.locator("#purpose").fill(PURPOSE);
    page.locator("#purpose-send").click();
  }

  @Test
  void anOwnerSeesItsBatteryItsTimelineAndWhatWasSigned() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = battery(context, "home-01", LoginMarket.batteryOf("home-01"));
      shows(page.locator("#facts"), "6,000 Wh");
      shows(page.locator("#facts"), "not tested yet");
      shows(page.locator("main"), "You see it as its owner.");
      shows(page.locator("#timeline tbody tr").first(), "registered");
      shows(page.locator("#timeline tbody tr").last(), "handed over");
      page.locator("#timeline tbody summary").last().click();
      shows(page.locator("#timeline pre").last(), "TRANSFER");
      shows(page.locator("#custody tbody tr").last(), "home-01");
    }
  }

  @Test
  void anothersBatteryIsAnsweredAsIfThereWereNone() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = battery(context, "home-01", LoginMarket.batteryOf("home-02"));
      shows(page.locator("#notice"), "UNKNOWN_BATTERY");
      assertThat(page.locator("#facts dd")).hasCount(0);
    }
  }

  @Test
  void theTreeIsOpenedStepByStepAndLeadsToThePassport() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = battery(context, "agency", "p");
      shows(page.locator("#tree"), "First say what for");
      say(page);
      page.locator("#tree summary").first().click();
      shows(page.locator("#tree"), "In it:");
      shows(page.locator("#tree li li"), "p-m · module · 6,000 Wh");
      page.locator("#tree li li summary").click();
      shows(page.locator("#tree li li"), "Part of p");
      page.locator("a[href='/passports/passport-p']").click();
      page.waitForURL("**/passports/passport-p");
      assertThat(page.locator("svg").count()).isPositive();
    }
  }

  @Test
  void anAuthorityFindsABatteryByTheCodeOnItAndTheOwnerSeesThat() throws Exception {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = battery(context, "agency", LoginMarket.batteryOf("home-02"));
      say(page);
      shows(page.locator("main"), "You see it as the authority.");
      page.locator("#battery-id").fill(ExampleBatteries.CODE);
      page.locator("#battery-find").click();
      shows(page.locator("h1"), "Battery module-1");
      shows(page.locator("#facts"), "4,800 Wh");
      shows(page.locator("main"), ExampleBatteries.CODE);
    }
    assertThat(pages.market.as("home-02").get("/v1/accounts/home-02/views").text())
        .contains(PURPOSE, "batteryHistory");
  }
}
