package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.engine.http.Chromium.shows;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every page in a real Chromium, in both languages, on a phone and on a wall screen: axe finds
 * nothing serious, the browser complains of nothing, and nobody but the service is asked.
 * Screenshots are in {@code target/screenshots}.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserPagesSlowTest {
  private static final List<String> PUBLIC = List.of("market");
  private static final List<String> OF_HOMES =
      List.of("home", "orders", "bills", "data", "battery");
  private static final int PHONE = 390;
  private static final int WALL = 1920;

  private BrowserMarket pages;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    pages = new BrowserMarket(dir);
    GridScene.fill(pages.market);
    BrowserOversightSlowTest.fill(pages.market);
  }

  @AfterAll
  void stop() throws Exception {
    if (pages != null) {
      pages.close();
    }
  }

  static Stream<Arguments> looks() {
    return Stream.concat(
        PUBLIC.stream().flatMap(place -> looks("-", place)),
        Stream.concat(
            OF_HOMES.stream().flatMap(place -> looks("home-01", place)),
            Stream.concat(
                looks("meters", "registrations"),
                Stream.concat(
                    Stream.concat(looks("grid", "grid"), looks("home-02", "storage")),
                    Stream.of("oversight", "replay", "settlement")
                        .flatMap(place -> looks("agency", place))))));
  }

  private static Stream<Arguments> looks(String account, String place) {
    return Stream.of("en-US", "zh-CN")
        .flatMap(
            language ->
                Stream.of(PHONE, WALL).map(width -> Arguments.of(account, place, language, width)));
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @MethodSource("looks")
  void aPageIsAccessibleAndSelfContained(String account, String place, String language, int width)
      throws IOException {
    Browser.NewContextOptions options =
        new Browser.NewContextOptions()
            .setViewportSize(width, width == PHONE ? 844 : 1080)
            .setLocale(language)
            .setBypassCSP(true) // for axe, which is put into the page
            .setColorScheme(width == PHONE ? ColorScheme.DARK : ColorScheme.LIGHT);
    try (BrowserContext context = pages.browser.newContext(options)) {
      Page page = pages.open(context, "#/" + place);
      page.locator("h1").waitFor();
      if (!account.equals("-")) {
        pages.logIn(page, account);
        page.evaluate("place => { location.hash = '#/' + place; }", place);
      }
      page.locator("main .card").first().waitFor();
      if (page.locator("#purpose").count() > 0) {
        page.locator("#purpose").fill("to look at the page");
        page.locator("#purpose-send").click();
        page.waitForLoadState(LoadState.NETWORKIDLE);
      }
      shows(page.locator("#health"), language.startsWith("zh") ? "\u5b9e\u65f6" : "Live");
      assertThat(page.locator("html").getAttribute("lang"))
          .isEqualTo(language.startsWith("zh") ? "zh-CN" : "en");
      assertThat(axe(page)).isEmpty();
      assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
          .as("nothing sticks out to the side")
          .isEqualTo(true);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(
                  Path.of("target/screenshots/%s-%s-%d.png".formatted(place, language, width))));
    }
    assertThat(pages.complaints).as("what the browser complained of").isEmpty();
    assertThat(pages.asked)
        .allMatch(
            url ->
                url.startsWith(pages.url())
                    || url.startsWith(String.valueOf(pages.issuer.provider().issuer())));
  }

  /** What axe finds that is serious or critical. */
  private static List<?> axe(Page page) throws IOException {
    try (InputStream in = BrowserPagesSlowTest.class.getResourceAsStream("/axe.min.js")) {
      page.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    return (List<?>)
        page.evaluate(
            "axe.run().then(found => found.violations"
                + ".filter(one => ['serious', 'critical'].includes(one.impact))"
                + ".map(one => one.id + ': ' + one.nodes.map(node => node.html).join(' | ')))");
  }

  @Test
  void languageAndColoursAreChosenAndStay() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = pages.open(context, "#/market");
      shows(page.locator("h1"), "Market");
      page.locator(".tools select").first().selectOption("zh");
      shows(page.locator("h1"), "\u5e02\u573a");
      page.locator(".tools select").last().selectOption("dark");
      page.reload();
      shows(page.locator("h1"), "\u5e02\u573a");
      assertThat(page.locator("html").getAttribute("data-theme")).isEqualTo("dark");
    }
  }

  @Test
  void theKeyboardReachesThePageAndItsParts() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = pages.open(context, "#/market");
      page.locator("main details summary").first().waitFor();
      page.keyboard().press("Tab");
      assertThat(page.evaluate("document.activeElement.className")).isEqualTo("skip");
      page.keyboard().press("Enter");
      assertThat(page.evaluate("document.activeElement.id")).isEqualTo("main");
      page.keyboard().press("Tab");
      assertThat(page.evaluate("document.activeElement.tagName")).isEqualTo("SUMMARY");
      page.keyboard().press("Enter");
      shows(page.locator("main details table").first(), "Slot");
    }
  }

  @Test
  void aBrowserWithoutANetworkSaysSoAndComesBackByItself() {
    try (BrowserContext context = pages.browser.newContext()) {
      Page page = pages.open(context, "#/market");
      shows(page.locator("#health"), "Live");
      context.setOffline(true);
      shows(page.locator("#health"), "Offline");
      context.setOffline(false);
      shows(page.locator("#health"), "Live");
    }
  }
}
