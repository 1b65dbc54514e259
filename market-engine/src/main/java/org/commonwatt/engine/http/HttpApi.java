package org.commonwatt.engine.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The HTTP server: {@code /openapi.yaml} says what it answers. It listens on the loopback address
 * only and has no accounts, so it also refuses requests that name another host: a page of a foreign
 * site could otherwise reach it through the browser.
 */
public final class HttpApi implements AutoCloseable {
  /** The only address it listens on. */
  public static final String HOST = "127.0.0.1";

  /** The longest request body, in bytes. */
  static final int MAX_BODY_BYTES = 8 * 1024;

  /** The longest first line of a request, in bytes. */
  static final int MAX_LINE_BYTES = 4 * 1024;

  /** The longest headers of a request, in bytes, all together. */
  static final int MAX_HEADER_BYTES = 8 * 1024;

  private static final Set<String> HOST_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final long CLOSE_SECONDS = 10;

  private final Vertx vertx;
  private final HttpServer server;
  private final Router router;

  private final Streams streams;

  private HttpApi(Vertx vertx, HttpServer server, Router router, Streams streams) {
    this.vertx = vertx;
    this.server = server;
    this.router = router;
    this.streams = streams;
  }

  /**
   * Starts the server.
   *
   * @param port 0 for a free one
   * @throws IllegalStateException when the port is taken
   */
  public static HttpApi start(ApiContext api, int port) {
    return start(api, port, Streams.Settings.DEFAULT);
  }

  /** The same with other settings of the stream. */
  static HttpApi start(ApiContext api, int port, Streams.Settings settings) {
    Vertx vertx = Vertx.vertx();
    HttpLimits limits = HttpLimits.DEFAULT;
    Connections connections = new Connections(limits, System::nanoTime);
    Context loop = vertx.getOrCreateContext(); // the one event loop of the server and its sockets
    Streams streams = new Streams(loop, api, connections, settings).start();
    Router router = router(vertx, api, new Answering(vertx, limits), streams);
    HttpServer server = vertx.createHttpServer(options());
    connections.guard(vertx, server, router);
    server.invalidRequestHandler(InvalidRequests::refuse);
    try {
      await(listen(loop, server, port));
    } catch (CompletionException | IllegalStateException e) {
      streams.close();
      vertx.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "the API cannot listen on " + HOST + ":" + port + ": " + cause.getMessage(), cause);
    }
    return new HttpApi(vertx, server, router, streams);
  }

  /** The stream's sockets. */
  StreamOutbox sockets() {
    return streams.outbox();
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Every route as {@code METHOD /path}, parameters as {@code {name}}, sorted. */
  public Set<String> routes() {
    Set<String> found = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      if (route.getPath() != null && route.methods() != null) {
        String path = route.getPath().replaceAll(":([A-Za-z]+)", "{$1}");
        route.methods().forEach(method -> found.add(method.name() + " " + path));
      }
    }
    return found;
  }

  @Override
  public void close() {
    streams.close();
    await(vertx.close());
  }

  /**
   * Of the server: HTTP/1.1 only, so that a connection has one request under way; the next one is
   * not read before.
   */
  static HttpServerOptions options() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setMaxWebSocketFrameSize(StreamLimits.DEFAULT.messageBytes())
        .setMaxWebSocketMessageSize(StreamLimits.DEFAULT.messageBytes())
        .setMaxInitialLineLength(MAX_LINE_BYTES)
        .setMaxHeaderSize(MAX_HEADER_BYTES);
  }

  private static Future<HttpServer> listen(Context loop, HttpServer server, int port) {
    Promise<HttpServer> listening = Promise.promise();
    loop.runOnContext(there -> server.listen(port, HOST).onComplete(listening));
    return listening.future();
  }

  private static Router router(Vertx vertx, ApiContext api, Answering answering, Streams streams) {
    Router router = Router.router(vertx);
    router.route().handler(HttpApi::requireLocalHost);
    new Routes(router, answering).add(api);
    router.get("/v1/stream").handler(streams::open);
    RouteErrors.add(router);
    return router;
  }

  private static void requireLocalHost(RoutingContext ctx) {
    var authority = ctx.request().authority();
    String host = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
    if (HOST_NAMES.contains(host)) {
      ctx.next();
    } else {
      Answers.problem(
          ctx,
          new Problem(
              421,
              "HOST_NOT_ALLOWED",
              "This service answers at 127.0.0.1 and localhost only.",
              "Use http://127.0.0.1 and the port it was started with."));
    }
  }

  private static void await(Future<?> future) {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new IllegalStateException("the HTTP server does not answer", e.getCause());
      }
      throw e;
    }
  }
}
