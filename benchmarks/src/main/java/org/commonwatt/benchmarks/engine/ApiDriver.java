package org.commonwatt.benchmarks.engine;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.commonwatt.model.Command;

/**
 * Sends a fixed number of orders to an API and times them: so many requests are always under way.
 */
final class ApiDriver implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 600;

  private final Vertx vertx = Vertx.vertx();
  private final BenchMarket market = BenchMarket.plain();
  private final ApiProcess server;

  ApiDriver(ApiProcess server) {
    this.server = server;
  }

  /**
   * What was measured.
   *
   * @param perSecond orders each second
   * @param times from sending a request to its answer
   * @param refused requests that were not answered as they should be
   */
  record Figures(double perSecond, Times times, long refused) {}

  /**
   * Orders over HTTP.
   *
   * @param port of the API or of the echo
   * @param path where to post
   * @param plan how many
   */
  Figures http(int port, String path, Plan plan) throws InterruptedException {
    HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(plan.underWay()));
    Run run = new Run(plan);
    for (int i = 0; i < plan.underWay(); i++) {
      vertx.runOnContext(go -> post(client, port, path, run));
    }
    return run.figures();
  }

  /** Orders over sockets, batches if there are more than one in a request. */
  Figures sockets(int sockets, Plan plan) throws InterruptedException {
    WebSocketClient client = vertx.createWebSocketClient(options());
    Run run = new Run(plan);
    for (int i = 0; i < sockets; i++) {
      WebSocket socket = open(client);
      socket.textMessageHandler(text -> answered(socket, text, run));
      for (int ahead = 0; ahead < plan.underWay() / sockets; ahead++) {
        vertx.runOnContext(go -> send(socket, run));
      }
    }
    Figures figures = run.figures();
    client.close();
    return figures;
  }

  /** Opens a socket that follows a channel; its messages are counted. */
  WebSocket follower(WebSocketClient client, String subscription, AtomicLong messages) {
    WebSocket socket = open(client);
    socket.textMessageHandler(text -> messages.incrementAndGet());
    socket.writeTextMessage(subscription);
    return socket;
  }

  WebSocketClient client() {
    return vertx.createWebSocketClient(options());
  }

  private static WebSocketClientOptions options() {
    return new WebSocketClientOptions()
        .setMaxConnections(5_000)
        .setMaxFrameSize(8 << 20)
        .setMaxMessageSize(8 << 20);
  }

  private WebSocket open(WebSocketClient client) {
    return client
        .connect(server.port(), "127.0.0.1", "/v1/stream")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  /**
   * How many orders.
   *
   * @param first number of the first
   * @param warmUp orders before those that are measured
   * @param measured orders
   * @param inRequest orders in a request
   * @param underWay requests under way
   * @param amended 0: new orders; else batches of amendments, of the first so many orders in turn
   */
  record Plan(long first, long warmUp, long measured, int inRequest, int underWay, int amended) {
    /** New orders. */
    Plan(long first, long warmUp, long measured, int inRequest, int underWay) {
      this(first, warmUp, measured, inRequest, underWay, 0);
    }
  }

  /** One measurement. */
  private static final class Run {
    private final Plan plan;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final Times times = new Times();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<Long, Long> begun = new ConcurrentHashMap<>();
    private volatile long from;
    private volatile long to;

    Run(Plan plan) {
      this.plan = plan;
    }

    /** The number of the first order of the next request, -1 when all are sent. */
    long next() {
      long all = plan.warmUp() + plan.measured();
      long number = sent.getAndAdd(plan.inRequest());
      if (number >= all) {
        return -1;
      }
      begun.put(plan.first() + number, System.nanoTime());
      return plan.first() + number;
    }

    void took(long number, boolean right) {
      long now = System.nanoTime();
      Long start = begun.remove(number);
      if (!right || start == null) {
        wrong.incrementAndGet();
      } else if (from > 0) {
        times.add(now - start, plan.inRequest());
      }
      long all = done.addAndGet(plan.inRequest());
      if (from == 0 && all >= plan.warmUp()) {
        from = now;
      }
      if (all >= plan.warmUp() + plan.measured()) {
        to = now;
        end.countDown();
      }
    }

    Figures figures() throws InterruptedException {
      if (!end.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("only " + done.get() + " orders were answered");
      }
      return new Figures(plan.measured() * 1e9 / (to - from), times, wrong.get());
    }
  }

  private void post(HttpClient client, int port, String path, Run run) {
    long number = run.next();
    if (number < 0) {
      return;
    }
    Buffer body = body(number, run.plan).toBuffer();
    client
        .request(HttpMethod.POST, port, "127.0.0.1", path)
        .compose(request -> request.putHeader("Content-Type", "application/json").send(body))
        .compose(response -> response.body().map(read -> response.statusCode() < 300))
        .onComplete(
            answer -> {
              run.took(number, answer.succeeded() && answer.result());
              post(client, port, path, run);
            });
  }

  private void send(WebSocket socket, Run run) {
    long number = run.next();
    if (number >= 0) {
      JsonObject request =
          new JsonObject()
              .put("op", run.plan.inRequest() == 1 ? "place" : "batch")
              .put("id", "n" + number)
              .put("body", body(number, run.plan));
      socket.writeTextMessage(request.encode());
    }
  }

  private void answered(WebSocket socket, String text, Run run) {
    // Read as far as needed: the driver shares the processors with what it measures.
    if (text.startsWith("{\"type\":\"heartbeat\"")) {
      return;
    }
    int at = text.indexOf("\"id\":\"n") + 7;
    long number = Long.parseLong(text.substring(at, text.indexOf('"', at)));
    boolean right = text.startsWith("{\"type\":\"result\"") && !text.contains("\"problem\":");
    run.took(number, right);
    send(socket, run);
  }

  private JsonObject body(long first, Plan plan) {
    if (plan.inRequest() == 1) {
      return order(first);
    }
    JsonArray operations = new JsonArray();
    for (int i = 0; i < plan.inRequest(); i++) {
      operations.add(
          plan.amended() == 0
              ? new JsonObject().put("place", order(first + i))
              : new JsonObject().put("amend", amendment(first + i, plan.amended())));
    }
    return new JsonObject().put("receipts", "one").put("operations", operations);
  }

  /** The market's first orders have the ids from 1 on, in the order of their numbers. */
  private JsonObject amendment(long number, int orders) {
    Command.PlaceOrder order = market.order(number % orders);
    return new JsonObject()
        .put("participant", order.participant())
        .put("orderId", 1 + number % orders)
        .put("priceMicroPerKwh", order.priceMicroPerKwh())
        .put("openWh", 1 + number / orders % 1_000);
  }

  private JsonObject order(long number) {
    Command.PlaceOrder order = market.order(number);
    return new JsonObject()
        .put("participant", order.participant())
        .put("clientOrderId", order.clientOrderId())
        .put("area", order.area())
        .put("slotStart", Instant.ofEpochMilli(order.slotStartMillis()).toString())
        .put("side", order.side().name().toLowerCase(Locale.ROOT))
        .put("priceMicroPerKwh", order.priceMicroPerKwh())
        .put("energyWh", order.energyWh());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
