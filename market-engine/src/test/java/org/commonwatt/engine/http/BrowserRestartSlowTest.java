package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.engine.http.Chromium.shows;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Duration;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.MarketServiceConfig;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.model.Side;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of a market without accounts stays open while its engine ends and another starts: it
 * says so meanwhile, and then shows what happened, without a reload.
 */
@Tag("slow")
class BrowserRestartSlowTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static MarketServiceConfig at(int port, MarketServiceConfig config) {
    return new MarketServiceConfig(
        config.market(),
        config.key(),
        config.bootstrapServers(),
        config.database(),
        config.snapshots(),
        config.ledger(),
        port,
        config.wall());
  }

  private static MarketService start(int port, TestInfra infra, FakeLedger ledger)
      throws InterruptedException {
    MarketService service = MarketService.start(at(port, infra.config(ledger.ledger())));
    assertThat(service.awaitLeading(PATIENCE)).isTrue();
    return service;
  }

  @Test
  void aPageStaysLiveThroughARestartOfTheEngineWithoutAReload(@TempDir Path dir) throws Exception {
    FakeLedger ledger = new FakeLedger();
    int port = TestPorts.pick();
    try (Chromium chromium = Chromium.start();
        TestInfra infra = TestInfra.brokerAndDatabase(dir);
        BrowserContext context = chromium.browser.newContext()) {
      MarketService first = start(port, infra, ledger);
      Page page;
      try {
        assertThat(first.activate(Fixtures.rulebook(), PATIENCE)).isEmpty();
        first.tick(Fixtures.START - 60 * Fixtures.MINUTE, PATIENCE);
        page = chromium.open(context, "http://127.0.0.1:" + port + "/#/orders");
        shows(page.locator("#health"), "Live");
        shows(page.locator("#login"), "This market asks nobody who it is");
        page.locator("#acting").fill("home-01");
        page.locator("#acting").press("Enter");
        shows(page.locator("#open-orders"), "You have no open order.");
        page.evaluate("window.sameDocument = true");
      } finally {
        first.close();
      }
      shows(page.locator("#health"), "Not current");
      MarketService second = start(port, infra, ledger);
      try (ApiClient api = new ApiClient(port)) {
        shows(page.locator("#health"), "Live");
        api.post(Fixtures.order("home-01", 0, Side.BUY, 1_200));
        second.tick(Fixtures.START - 59 * Fixtures.MINUTE, PATIENCE);
        shows(page.locator("#open-orders"), "0.0012");
        assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
      } finally {
        second.close();
      }
      assertThat(chromium.complaints).isEmpty();
    }
  }
}
