package org.commonwatt.benchmarks.engine;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.commonwatt.engine.http.ApiContext;
import org.commonwatt.engine.http.HttpApi;
import org.commonwatt.engine.http.Receipts;
import org.commonwatt.engine.receipt.EngineKey;
import org.commonwatt.engine.receipt.EngineKeys;
import org.commonwatt.engine.receipt.ReceiptSigner;
import org.commonwatt.log.seal.Keyring;

/**
 * The server that is measured, in a process of its own: broker, engine and API, and a bare Vert.x
 * that sends back what it gets. It has no database: what is measured asks no read model, and no
 * projector takes part of the processors.
 */
final class ApiServer {
  /** What the server says when it is ready: the ports of API and echo. */
  static final String READY = "ready ";

  private ApiServer() {}

  /** Serves until its input ends; answers each line by the heap in use after a collection. */
  static void run() throws IOException, InterruptedException {
    BenchMarket market = BenchMarket.plain();
    try (BenchBroker broker = new BenchBroker();
        LoneEngine engine = new LoneEngine(broker, new NoSnapshots(), Long.MAX_VALUE)) {
      engine.lead().run(market.opening());
      EngineKey key = EngineKey.open(broker.part("engine.key"));
      Receipts receipts =
          new Receipts(
              new ReceiptSigner(BenchMarket.MARKET, 0, key),
              EngineKeys.with(key, broker.bootstrap(), BenchMarket.MARKET));
      try (HttpApi api = HttpApi.start(context(engine, receipts), 0)) {
        Vertx echo = Vertx.vertx();
        int echoPort = echo(echo);
        System.out.println(READY + api.port() + " " + echoPort);
        answerHeap();
        echo.close();
      }
    }
  }

  @SuppressWarnings("NullAway") // no read model is asked
  private static ApiContext context(LoneEngine engine, Receipts receipts) {
    return new ApiContext(
        engine.engine(),
        engine.sequencer(),
        null,
        receipts,
        "none",
        InstantSource.system(),
        Keyring.NONE,
        List::of);
  }

  /** Reads a body as JSON and sends it back: what a server of this kind costs at least. */
  private static int echo(Vertx vertx) {
    return vertx
        .createHttpServer()
        .requestHandler(
            request ->
                request
                    .body()
                    .onSuccess(
                        body ->
                            request
                                .response()
                                .setStatusCode(201)
                                .putHeader("Content-Type", "application/json")
                                .end(body.toJsonObject().toBuffer())))
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  private static void answerHeap() throws IOException {
    BufferedReader asked =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (asked.readLine() != null) {
      System.gc();
      System.gc();
      long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      System.out.println("heap " + (used >> 20));
    }
  }
}
