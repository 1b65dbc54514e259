package org.commonwatt.engine.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.junit.jupiter.api.Assertions.fail;

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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Chromium for the pages. {@code scripts/browser} says where it is; without it a test says
 * that it is skipped.
 */
final class Chromium implements AutoCloseable {
  private static final double PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(2);
  private static final String VARIABLE = "COMMONWATT_CHROMIUM";

  final Browser browser;

  /** What pages complained of; refusals of what a role may not see are none. */
  final List<String> complaints = new CopyOnWriteArrayList<>();

  /** Addresses that pages asked for. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  private final Playwright playwright;

  private Chromium(Path executable) {
    setDefaultAssertionTimeout(PATIENCE_MILLIS);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setTimeout(PATIENCE_MILLIS));
  }

  /** Starts it, or ends the test. */
  static Chromium start() {
    @Nullable String path = System.getenv(VARIABLE);
    if (path == null) {
      String missing = VARIABLE + " is not set: see scripts/browser";
      if (System.getenv(VARIABLE + "_REQUIRED") != null) {
        fail(missing);
      }
      System.err.println("SKIPPED: pages in a browser, for " + missing);
      Assumptions.abort(missing);
    }
    return new Chromium(Path.of(String.valueOf(path)));
  }

  /** Opens an address in a tab of its own. */
  Page open(BrowserContext context, String url) {
    Page page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.onPageError(complaints::add);
    page.onRequest(request -> asked.add(request.url()));
    page.onConsoleMessage(
        message -> {
          boolean refusal = message.text().startsWith("Failed to load resource"); // of strangers
          boolean away = message.text().startsWith("WebSocket connection to");
          if (message.type().equals("error") && !refusal && !away) {
            complaints.add(message.text());
          }
        });
    page.navigate(url);
    return page;
  }

  /** Waits until a part of a page has a text. */
  static void shows(Locator locator, String text) {
    PlaywrightAssertions.assertThat(locator).containsText(text);
  }

  @Override
  public void close() {
    playwright.close();
  }
}
