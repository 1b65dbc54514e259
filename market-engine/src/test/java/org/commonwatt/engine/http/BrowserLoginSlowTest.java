package org.commonwatt.engine.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.commonwatt.engine.issuer.BuiltInIssuer;
import org.commonwatt.identity.oidc.TokenLogins;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody logs in on the market's page, in a real Chromium, at the built-in issuer: sees its own
 * data, and nobody does once it has logged out. {@code scripts/browser} says where the browser is;
 * without it the test says that it is skipped.
 */
@Tag("slow")
class BrowserLoginSlowTest {
  private static final String VARIABLE = "COMMONWATT_CHROMIUM";
  private static final double PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(2);
  private static final String LOGIN_ONLY = "For who has a login only.";

  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private @Nullable LoginMarket market;
  private @Nullable BuiltInIssuer issuer;
  private @Nullable TokenLogins tokens;
  private @Nullable Playwright playwright;
  private @Nullable Browser browser;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    Path chromium = chromium();
    AtomicReference<LoginMarket> started = new AtomicReference<>();
    BuiltInIssuer own = TestIssuer.start(0, started::get);
    issuer = own;
    LoginMarket fresh =
        new LoginMarket(
            dir,
            identity ->
                tokens =
                    TokenLogins.start(
                        own.provider(),
                        identity,
                        () -> Objects.requireNonNull(started.get()).now()));
    market = fresh;
    started.set(fresh);
    own.serve(fresh.service.httpAddress());
    TestIssuer.awaitProvider(fresh);
    setDefaultAssertionTimeout(PATIENCE_MILLIS);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setTimeout(PATIENCE_MILLIS));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : new AutoCloseable[] {playwright, tokens, market, issuer}) {
      if (part != null) {
        part.close();
      }
    }
  }

  private static Path chromium() {
    @Nullable String path = System.getenv(VARIABLE);
    if (path == null) {
      String missing = VARIABLE + " is not set: see scripts/browser";
      if (System.getenv(VARIABLE + "_REQUIRED") != null) {
        fail(missing);
      }
      System.err.println("SKIPPED: a login in a browser, for " + missing);
      Assumptions.abort(missing);
    }
    return Path.of(String.valueOf(path));
  }

  private Page open(BrowserContext context) {
    Page page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          boolean refusal = message.text().startsWith("Failed to load resource"); // of strangers
          if (message.type().equals("error") && !refusal) {
            complaints.add(message.text());
          }
        });
    page.navigate(url());
    return page;
  }

  private String url() {
    return "http://127.0.0.1:" + Objects.requireNonNull(market).port() + "/";
  }

  private static void shows(Locator locator, String text) {
    PlaywrightAssertions.assertThat(locator).containsText(text);
  }

  private static void logIn(Page page, String account, String keyId) {
    page.locator("input[name=account][value=" + account + "]").check();
    page.locator("input[name=login]").fill(LoginMarket.MASTER.token(keyId).text());
    page.locator("button").click();
  }

  @Test
  void aHomeLogsInSeesItsOwnAndLogsOut() {
    try (BrowserContext context = Objects.requireNonNull(browser).newContext()) {
      Page page = open(context);
      shows(page.locator("#who"), "Not logged in.");
      shows(page.locator("#bills"), LOGIN_ONLY);

      page.locator("#log-in").click();
      shows(page.locator("body"), "This is the built-in issuer, for local use only.");
      assertThat(page.url()).startsWith(Objects.requireNonNull(issuer).provider().issuer() + "/");
      logIn(page, "home-01", "home-02.all");
      shows(page.locator("[role=alert]"), "This is no login of the account that you chose.");
      logIn(page, "home-01", "home-01.all");

      shows(page.locator("#who"), "Logged in as home-01 (prosumer)");
      assertThat(page.url()).as("no code stays in the address").isEqualTo(url());
      shows(page.locator("#bills"), "home-01");
      assertThat(page.locator("#bills").textContent()).doesNotContain("home-02", LOGIN_ONLY);
      assertThat(context.cookies()).isEmpty();
      assertThat(page.evaluate("localStorage.length + sessionStorage.length")).isEqualTo(0);
      PlaywrightAssertions.assertThat(page.locator("#log-in")).isHidden();

      page.locator("#log-out").click();
      shows(page.locator("#who"), "Not logged in.");
      shows(page.locator("#bills"), LOGIN_ONLY);
      assertThat(page.content()).doesNotContain("home-01");
    }
    assertThat(complaints).as("what the browser complained of").isEmpty();
  }

  @Test
  void aReloadForgetsWhoItWas() {
    try (BrowserContext context = Objects.requireNonNull(browser).newContext()) {
      Page page = open(context);
      page.locator("#log-in").click();
      logIn(page, "home-02", "home-02.all");
      shows(page.locator("#who"), "Logged in as home-02 (storage-operator)");
      shows(page.locator("#bills"), "home-02");
      page.reload();
      shows(page.locator("#who"), "Not logged in.");
      shows(page.locator("#bills"), LOGIN_ONLY);
    }
    assertThat(complaints).as("what the browser complained of").isEmpty();
  }
}
