package org.commonwatt.benchmarks.engine;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.commonwatt.benchmarks.engine.ApiRun.Figures;
import org.commonwatt.benchmarks.engine.ApiRun.Plan;

/**
 * Sends a fixed number of orders to an API and times them: so many requests are always under way.
 */
final class ApiDriver implements AutoCloseable {
  /** What an answer has where an operation was refused. */
  private static final String PROBLEM = "\"problem\":";

  private static final int LONGEST = 8 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final ApiBodies bodies = new ApiBodies();
  private final ApiProcess server;

  ApiDriver(ApiProcess server) {
    this.server = server;
  }

  /**
   * Orders over HTTP, each client with connections of its own.
   *
   * @param port of the API or of the echo
   * @param path where to post
   * @param plan how many
   */
  Figures http(int port, String path, Plan plan) throws InterruptedException, IOException {
    ApiRun run = new ApiRun(plan);
    List<HttpClient> clients = new ArrayList<>();
    int each = plan.underWay() / plan.clients();
    for (int i = 0; i < plan.clients(); i++) {
      HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(each));
      clients.add(client);
      for (int ahead = 0; ahead < each; ahead++) {
        vertx.runOnContext(go -> post(client, port, path, run));
      }
    }
    Figures figures = run.figures(server);
    clients.forEach(HttpClient::close);
    return figures;
  }

  /** Orders over sockets, batches if there are more than one in a request. */
  Figures sockets(int port, Plan plan) throws InterruptedException, IOException {
    WebSocketClient client = client();
    ApiRun run = new ApiRun(plan);
    for (int i = 0; i < plan.clients(); i++) {
      WebSocket socket = open(client, port);
      socket.textMessageHandler(text -> answered(socket, text, run));
      for (int ahead = 0; ahead < plan.underWay() / plan.clients(); ahead++) {
        vertx.runOnContext(go -> send(socket, run));
      }
    }
    Figures figures = run.figures(server);
    client.close();
    return figures;
  }

  /** Opens a socket that follows a channel; its messages are counted. */
  WebSocket follower(WebSocketClient client, String subscription, AtomicLong messages) {
    WebSocket socket = open(client, server.port());
    socket.textMessageHandler(text -> messages.incrementAndGet());
    socket.writeTextMessage(subscription);
    return socket;
  }

  WebSocketClient client() {
    return vertx.createWebSocketClient(
        new WebSocketClientOptions()
            .setMaxConnections(5_000)
            .setMaxFrameSize(LONGEST)
            .setMaxMessageSize(LONGEST));
  }

  /** Sockets of a server that does not answer would be waited for without end. */
  @Override
  public void close() {
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .completeOnTimeout(null, 30, TimeUnit.SECONDS)
        .join();
  }

  private static WebSocket open(WebSocketClient client, int port) {
    return client
        .connect(port, "127.0.0.1", "/v1/stream")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private void post(HttpClient client, int port, String path, ApiRun run) {
    long number = run.next();
    if (number < 0) {
      return;
    }
    Buffer body = Buffer.buffer(bodies.body(number, run.plan()));
    client
        .request(HttpMethod.POST, port, "127.0.0.1", path)
        .compose(request -> request.putHeader("Content-Type", "application/json").send(body))
        .compose(response -> isRight(response, run.plan()))
        .onComplete(
            right -> {
              run.took(number, right.succeeded() && right.result());
              post(client, port, path, run);
            });
  }

  private static Future<Boolean> isRight(HttpClientResponse response, Plan plan) {
    boolean batch = plan.inRequest() > 1;
    return response
        .body()
        .map(
            body -> // ASCII, or it is no answer that is right
            response.statusCode() < 300
                    && !(batch && body.toString(StandardCharsets.ISO_8859_1).contains(PROBLEM)));
  }

  private void send(WebSocket socket, ApiRun run) {
    long number = run.next();
    if (number >= 0) {
      socket.writeTextMessage(bodies.message(number, run.plan()));
    }
  }

  private void answered(WebSocket socket, String text, ApiRun run) {
    // Read as far as needed: the driver shares the processors with what it measures.
    if (text.startsWith("{\"type\":\"heartbeat\"") || text.startsWith("{\"type\":\"bye\"")) {
      return;
    }
    int at = text.indexOf("\"id\":\"n") + 7;
    long number = Long.parseLong(text.substring(at, text.indexOf('"', at)));
    run.took(number, text.startsWith("{\"type\":\"result\"") && !text.contains(PROBLEM));
    send(socket, run);
  }
}
