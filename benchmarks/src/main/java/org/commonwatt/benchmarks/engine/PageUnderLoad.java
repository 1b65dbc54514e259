package org.commonwatt.benchmarks.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.MarketServiceConfig;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.engine.receipt.EngineKey;
import org.commonwatt.model.Rejection;

/**
 * The page of the market in a real Chromium while prices change 10,000 times a minute: each trade
 * is one change, and each is told to the page over the stream. It prints how long the page showed
 * no new frame, how long its script was busy at once, and how long it took to answer a click.
 */
public final class PageUnderLoad {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PAIRS = 10; // of orders in a batch
  private static final int SLOTS = 96;
  private static final int CALM_SECONDS = 10;

  /** Counts trades that the stream tells, frames and long tasks, before the page's own scripts. */
  private static final String PROBE =
      """
      window.probe = {trades: 0, gaps: [], busy: []};
      const Plain = WebSocket;
      window.WebSocket = class extends Plain {
        constructor(...of) {
          super(...of);
          this.addEventListener('message', event => {
            if (event.data.includes('"channel":"trades"')) {
              window.probe.trades += event.data.split('"tradeId"').length - 1;
            }
          });
        }
      };
      new PerformanceObserver(list => window.probe.busy.push(...list.getEntries().map(one => one.duration)))
        .observe({entryTypes: ['longtask']});
      let last = performance.now();
      const frame = now => {
        window.probe.gaps.push(now - last);
        last = now;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      """;

  private static final String CLICK =
      """
      new Promise(done => {
        const begun = performance.now();
        document.querySelector('main details summary').click();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
      })""";

  private static final String TAKE =
      """
      (() => {
        const {trades, gaps, busy} = window.probe;
        gaps.sort((a, b) => a - b);
        const at = share => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))];
        window.probe.trades = 0;
        window.probe.gaps = [];
        window.probe.busy = [];
        return {trades, frames: gaps.length, median: at(.5), p99: at(.99), longest: at(1),
          tasks: busy.length, busiest: Math.max(0, ...busy), busy: busy.reduce((a, b) => a + b, 0)};
      })()""";

  private final PrintStream out;
  private final Size size;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicLong made = new AtomicLong();
  private long number;

  /**
   * How much is measured.
   *
   * @param calmSeconds without trades
   * @param seconds with them
   * @param perMinute how many trades are due in a minute
   */
  record Size(int calmSeconds, int seconds, int perMinute) {}

  PageUnderLoad(PrintStream out, Size size) {
    this.out = out;
    this.size = size;
  }

  /** Measures for 60 s; the environment variable COMMONWATT_CHROMIUM says where Chromium is. */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
    int perMinute = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
    System.out.printf("load average before: %.2f%n", ApiProcess.load());
    new PageUnderLoad(System.out, new Size(CALM_SECONDS, seconds, perMinute)).print();
    System.out.printf("load average after: %.2f%n", ApiProcess.load());
  }

  /** Prints a row without trades and one with them. */
  void print() throws Exception {
    Path chromium =
        Path.of(
            Objects.requireNonNull(
                System.getenv("COMMONWATT_CHROMIUM"), "COMMONWATT_CHROMIUM: see scripts/browser"));
    try (BenchBroker broker = new BenchBroker();
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        MarketService service = MarketService.start(config(broker, postgres));
        BrowserTab tab = new BrowserTab(chromium, broker.part("chromium"))) {
      require(service.awaitLeading(PATIENCE), "no engine leads");
      BenchMarket market = BenchMarket.continuous();
      Optional<Rejection> refused = service.activate(market.rulebook(), PATIENCE);
      require(refused.isEmpty(), "the rulebook is refused: " + refused);
      service.tick(BenchMarket.START - 29 * 60_000L, PATIENCE);
      URI address = service.httpAddress();
      tab.open(address + "#/market", PROBE);
      awaitPage(tab);
      out.println(
          "trades a minute | seconds | made | told to the page | frames | ms between frames: median | p99"
              + " | longest | tasks over 50 ms | longest, ms | all, ms | longest answer to a click, ms");
      row(tab, 0, size.calmSeconds());
      CompletableFuture<Void> load = CompletableFuture.runAsync(() -> trade(address));
      row(tab, size.perMinute(), size.seconds());
      load.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static MarketServiceConfig config(BenchBroker broker, EmbeddedPostgres postgres)
      throws IOException {
    return new MarketServiceConfig(
        BenchMarket.MARKET,
        EngineKey.open(broker.part("engine.key")),
        broker.bootstrap(),
        new Database.Access(postgres.getJdbcUrl("postgres", "postgres"), "postgres", ""),
        broker.part("snapshots"),
        Optional.empty(),
        0,
        InstantSource.system());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  private static void awaitPage(BrowserTab tab) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!tab.value("document.querySelector('main details summary') !== null").asBoolean()) {
      require(System.nanoTime() < end, "the page does not come");
      TimeUnit.MILLISECONDS.sleep(200);
    }
    tab.value(TAKE);
  }

  private void row(BrowserTab tab, int trades, int duration) throws InterruptedException {
    tab.value(TAKE);
    long before = made.get();
    double longestClick = 0;
    for (int second = 0; second < duration; second++) {
      TimeUnit.SECONDS.sleep(1);
      longestClick = Math.max(longestClick, tab.value(CLICK).asDouble());
    }
    JsonNode seen = tab.value(TAKE);
    out.printf(
        "%,d | %d | %,d | %,d | %,d | %.1f | %.1f | %.0f | %d | %.0f | %.0f | %.0f%n",
        trades,
        duration,
        made.get() - before,
        seen.get("trades").asLong(),
        seen.get("frames").asLong(),
        seen.get("median").asDouble(),
        seen.get("p99").asDouble(),
        seen.get("longest").asDouble(),
        seen.get("tasks").asLong(),
        seen.get("busiest").asDouble(),
        seen.get("busy").asDouble(),
        longestClick);
  }

  /** Sends batches at the times when they are due, whatever the answers take. */
  private void trade(URI address) {
    long all = (long) size.perMinute() * size.seconds() / 60 / PAIRS;
    long pause = TimeUnit.SECONDS.toNanos(size.seconds()) / all;
    long begun = System.nanoTime();
    for (long batch = 0; batch < all; batch++) {
      long due = begun + batch * pause;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      send(address);
    }
  }

  private void send(URI address) {
    StringJoiner operations =
        new StringJoiner(",", "{\"receipts\":\"one\",\"answers\":\"short\",\"operations\":[", "]}");
    for (int pair = 0; pair < PAIRS; pair++) {
      long price = 100_000 + 100 * (number * 37 % 500);
      for (String side : List.of("sell", "buy")) {
        operations.add(
            ("{\"place\":{\"participant\":\"home-%04d\",\"clientOrderId\":\"%s-%d\",\"area\":\"village\","
                    + "\"slotStart\":\"%s\",\"side\":\"%s\",\"priceMicroPerKwh\":%d,\"energyWh\":100}}")
                .formatted(
                    side.equals("sell") ? 1 : 2,
                    side,
                    number,
                    Instant.ofEpochMilli(
                        BenchMarket.START + number % SLOTS * BenchMarket.SLOT_MILLIS),
                    side,
                    price));
      }
      number++;
    }
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/v1/orders/batch"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(operations.toString()))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      require(answer.statusCode() == 200, answer.body());
      made.addAndGet(PAIRS);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
