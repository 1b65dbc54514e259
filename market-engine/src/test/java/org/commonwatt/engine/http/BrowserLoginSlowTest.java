package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.engine.http.Chromium.shows;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody logs in on the market's page, in a real Chromium, at the built-in issuer: sees its own
 * data, and nobody does once it has logged out.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserLoginSlowTest {
  private static final String LOGIN_ONLY = "For who has a login only.";

  private BrowserMarket pages;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    pages = new BrowserMarket(dir);
  }

  @AfterAll
  void stop() throws Exception {
    if (pages != null) {
      pages.close();
    }
  }

  @Test
  void aHomeLogsInSeesItsOwnAndLogsOut() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = pages.open(context, "#/market");
      shows(page.locator("#who"), "Not logged in.");
      shows(page.locator("#bills"), LOGIN_ONLY);
      shows(page.locator("#login"), "Demo identities");

      page.locator("#log-in").click();
      shows(page.locator("body"), "This is the built-in issuer, for local use only.");
      assertThat(page.url()).startsWith(pages.issuer.provider().issuer() + "/");
      pages.answerIssuer(page, "home-01", "home-02.all");
      shows(page.locator("[role=alert]"), "This is no login of the account that you chose.");
      pages.answerIssuer(page, "home-01", "home-01.all");

      shows(page.locator("#who"), "Logged in as home-01 (prosumer)");
      assertThat(page.url()).as("no code stays in the address").startsWith(pages.url() + "#");
      page.evaluate("location.hash = '#/market'");
      shows(page.locator("#bills"), "home-01");
      assertThat(page.locator("#bills").textContent()).doesNotContain("home-02", LOGIN_ONLY);
      assertThat(context.cookies()).isEmpty();
      assertThat(page.evaluate("localStorage.length + sessionStorage.length")).isEqualTo(0);
      PlaywrightAssertions.assertThat(page.locator("#log-in")).hasCount(0);

      page.locator("#log-out").click();
      shows(page.locator("#who"), "Not logged in.");
      page.evaluate("location.hash = '#/market'");
      shows(page.locator("#bills"), LOGIN_ONLY);
      assertThat(page.content()).doesNotContain("home-01");
    }
    assertThat(pages.complaints).as("what the browser complained of").isEmpty();
  }

  @Test
  void aReloadForgetsWhoItWas() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = pages.open(context, "#/market");
      page.locator("#log-in").click();
      pages.answerIssuer(page, "home-02", "home-02.all");
      shows(page.locator("#who"), "Logged in as home-02 (storage operator)");
      page.evaluate("location.hash = '#/market'");
      shows(page.locator("#bills"), "home-02");
      page.reload();
      shows(page.locator("#who"), "Not logged in.");
      shows(page.locator("#bills"), LOGIN_ONLY);
    }
    assertThat(pages.complaints).as("what the browser complained of").isEmpty();
  }

  @Test
  void aKeyLogsInWithoutAProviderAndAWrongOneIsToldSo() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = pages.open(context, "#/market");
      page.locator(".key-login summary").click();
      page.locator("#key").fill("home-01.all.wrong");
      page.locator(".key-login button").click();
      shows(page.locator("#notice"), "LOGIN_");
      shows(page.locator("#who"), "Not logged in.");
      page.locator(".key-login summary").click();
      page.locator("#key").fill(LoginMarket.MASTER.token("agency.all").text());
      page.locator(".key-login button").click();
      shows(page.locator("#who"), "Logged in as agency (regulator)");
    }
    assertThat(pages.complaints).as("what the browser complained of").isEmpty();
  }
}
