package org.commonwatt.engine.http;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.commonwatt.engine.issuer.BuiltInIssuer;
import org.commonwatt.identity.oidc.TokenLogins;
import org.jspecify.annotations.Nullable;

/** A market with accounts whose pages are opened in a real browser, with the built-in issuer. */
final class BrowserMarket implements AutoCloseable {
  final BuiltInIssuer issuer;
  final LoginMarket market;
  final Browser browser;
  final List<String> complaints;
  final List<String> asked;

  private final Chromium chromium;
  private final List<AutoCloseable> parts = new ArrayList<>();

  BrowserMarket(Path dir) throws Exception {
    chromium = Chromium.start();
    browser = chromium.browser;
    complaints = chromium.complaints;
    asked = chromium.asked;
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
    parts.addAll(List.of(issuer, market, Objects.requireNonNull(tokens.get()), chromium));
  }

  /** The address of the pages. */
  String url() {
    return "http://127.0.0.1:" + market.port() + "/";
  }

  /** Opens the pages at a place such as {@code #/market}. */
  Page open(BrowserContext context, String place) {
    return chromium.open(context, url() + place);
  }

  /** Logs in at the built-in issuer, and waits until the page says so. */
  void logIn(Page page, String account) {
    page.locator("#log-in").click();
    answerIssuer(page, account, account + ".all");
    Chromium.shows(page.locator("#who"), account);
  }

  /** Fills in what the issuer asks. */
  void answerIssuer(Page page, String account, String keyId) {
    page.locator("input[name=account][value=" + account + "]").check();
    page.locator("input[name=login]").fill(LoginMarket.MASTER.token(keyId).text());
    page.locator("button").click();
  }

  @Override
  public void close() throws Exception {
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).close();
    }
  }
}
