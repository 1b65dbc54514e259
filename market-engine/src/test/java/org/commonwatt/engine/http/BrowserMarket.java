package org.commonwatt.engine.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.fail;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.commonwatt.engine.issuer.BuiltInIssuer;
import org.commonwatt.identity.oidc.TokenLogins;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A market whose pages are opened in a real Chromium, with the built-in issuer. {@code
 * scripts/browser} says where the browser is; without it a test says that it is skipped.
 */
final class BrowserMarket implements AutoCloseable {
  static final double PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(2);
  private static final String VARIABLE = "COMMONWATT_CHROMIUM";

  final BuiltInIssuer issuer;
  final LoginMarket market;
  final Browser browser;

  /** What pages complained of; refusals of what a role may not see are none. */
  final List<String> complaints = new CopyOnWriteArrayList<>();

  /** Addresses that pages asked for. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  private final List<AutoCloseable> parts = new ArrayList<>();

  BrowserMarket(Path dir) throws Exception {
    Path chromium = chromium();
    AtomicReference<LoginMarket> started = new AtomicReference<>();
    AtomicReference<@Nullable TokenLogins> tokens = new AtomicReference<>();
    issuer = TestIssuer.start(0, started::get);
    market =
        new LoginMarket(
            dir,
            identity -> {
              TokenLogins logins =
                  TokenLogins.start(
                      issuer.provider(),
                      identity,
                      () -> Objects.requireNonNull(started.get()).now());
              tokens.set(logins);
              return logins;
            });
    started.set(market);
    issuer.serve(market.service.httpAddress());
    TestIssuer.awaitProvider(market);
    setDefaultAssertionTimeout(PATIENCE_MILLIS);
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setTimeout(PATIENCE_MILLIS));
    parts.addAll(List.of(issuer, market, Objects.requireNonNull(tokens.get()), playwright));
  }

  private static Path chromium() {
    @Nullable String path = System.getenv(VARIABLE);
    if (path == null) {
      String missing = VARIABLE + " is not set: see scripts/browser";
      if (System.getenv(VARIABLE + "_REQUIRED") != null) {
        fail(missing);
      }
      System.err.println("SKIPPED: pages in a browser, for " + missing);
      Assumptions.abort(missing);
    }
    return Path.of(String.valueOf(path));
  }

  /** The address of the pages. */
  String url() {
    return "http://127.0.0.1:" + market.port() + "/";
  }

  /** Opens the pages at a place such as {@code #/market}. */
  Page open(BrowserContext context, String place) {
    Page page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.onPageError(complaints::add);
    page.onRequest(request -> asked.add(request.url()));
    page.onConsoleMessage(
        message -> {
          boolean refusal = message.text().startsWith("Failed to load resource"); // of strangers
          if (message.type().equals("error") && !refusal) {
            complaints.add(message.text());
          }
        });
    page.navigate(url() + place);
    return page;
  }

  /** Logs in at the built-in issuer, and waits until the page says so. */
  void logIn(Page page, String account) {
    page.locator("#log-in").click();
    answerIssuer(page, account, account + ".all");
    PlaywrightAssertions.assertThat(page.locator("#who")).containsText(account);
  }

  /** Fills in what the issuer asks. */
  void answerIssuer(Page page, String account, String keyId) {
    page.locator("input[name=account][value=" + account + "]").check();
    page.locator("input[name=login]").fill(LoginMarket.MASTER.token(keyId).text());
    page.locator("button").click();
  }

  /** Waits until a part of a page has a text. */
  static void shows(Locator locator, String text) {
    PlaywrightAssertions.assertThat(locator).containsText(text);
  }

  @Override
  public void close() throws Exception {
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).close();
    }
  }
}
