package org.commonwatt.engine.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.commonwatt.engine.metrics.HttpMetrics;
import org.commonwatt.engine.work.ThreadWorkers;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server: {@code /openapi.yaml} says what it answers. Without TLS it listens on the
 * loopback address only, where a browser is too, so it also refuses requests that name another
 * host: a page of a foreign site could otherwise reach it through the browser. With TLS it answers
 * to the names in its certificate, too.
 */
public final class HttpApi implements AutoCloseable {
  /** The only address it listens on without TLS. */
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
  private final Answering answering;
  private final AnswerWriter writer;
  private final @Nullable Tls tls;

  private HttpApi(Parts parts, Router router, Streams streams) {
    this.vertx = parts.vertx();
    this.server = parts.server();
    this.tls = parts.tls();
    this.router = router;
    this.streams = streams;
    this.answering = parts.answering();
    this.writer = parts.writer();
  }

  private record Parts(
      Vertx vertx,
      HttpServer server,
      Answering answering,
      AnswerWriter writer,
      @Nullable Tls tls) {}

  /**
   * Starts the server, without TLS.
   *
   * @param port 0 for a free one
   * @throws IllegalStateException when the port is taken
   */
  public static HttpApi start(ApiContext api, int port) {
    return start(api, port, Streams.Settings.DEFAULT);
  }

  /**
   * Starts the server.
   *
   * @param tls how it encrypts; empty: it does not
   * @param registry takes the numbers of the server
   * @throws IllegalArgumentException when a file of TLS cannot be used, or when other machines
   *     would reach a market that asks nobody for a login
   */
  public static HttpApi start(
      ApiContext api, int port, Optional<TlsSettings> tls, MeterRegistry registry) {
    return start(
        api,
        port,
        Streams.Settings.DEFAULT,
        tls.map(Tls::new).orElse(null),
        HttpMetrics.vertx(registry));
  }

  /** The same with other settings of the stream. */
  static HttpApi start(ApiContext api, int port, Streams.Settings settings) {
    return start(api, port, settings, null, Vertx.vertx());
  }

  private static HttpApi start(
      ApiContext api, int port, Streams.Settings settings, @Nullable Tls tls, Vertx vertx) {
    requireLogins(api, tls);
    HttpLimits limits = HttpLimits.DEFAULT;
    Connections connections = new Connections(limits, System::nanoTime);
    Context loop = vertx.getOrCreateContext(); // the one event loop of the server and its sockets
    AnswerWriter writer = new AnswerWriter(loop, new ThreadWorkers());
    Streams streams = new Streams(loop, api, connections, settings, writer).start();
    Answering answering = new Answering(vertx, limits);
    Router router = Router.router(vertx);
    router.route().handler(ctx -> requireOwnHost(ctx, tls));
    addRoutes(router, api, answering, streams, writer);
    HttpServer server = vertx.createHttpServer(options(tls));
    connections.guard(vertx, server, router);
    server.invalidRequestHandler(InvalidRequests::refuse);
    String address = tls == null ? HOST : tls.settings().address();
    try {
      await(listen(loop, server, port, address));
    } catch (CompletionException | IllegalStateException e) {
      streams.close();
      writer.close();
      answering.close();
      vertx.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "the API cannot listen on " + address + ":" + port + ": " + cause.getMessage(), cause);
    }
    if (tls != null) {
      tls.follow(vertx, server);
    }
    return new HttpApi(new Parts(vertx, server, answering, writer, tls), router, streams);
  }

  private static void requireLogins(ApiContext api, @Nullable Tls tls) {
    if (tls == null || api.logins().accounts().isPresent() || tls.settings().isLocal()) {
      return;
    }
    throw new IllegalArgumentException(
        "other machines would reach the API at "
            + tls.settings().address()
            + ", which asks for no login");
  }

  /** The stream's sockets. */
  StreamOutbox sockets() {
    return streams.outbox();
  }

  /** Where it answers, with a slash at the end. */
  public URI address() {
    String origin = tls == null ? "http://" + HOST : "https://" + tls.settings().urlHost();
    return URI.create(origin + ":" + port() + "/");
  }

  /** What is wrong with its certificate, empty when nothing is. */
  public Optional<String> trouble() {
    return tls == null ? Optional.empty() : tls.trouble();
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
    await(streams.endSockets());
    answering.close();
    await(vertx.close());
    writer.close();
  }

  /**
   * Of the server: HTTP/1.1 only, so that a connection has one request under way; the next one is
   * not read before.
   */
  static HttpServerOptions options() {
    return options(null);
  }

  private static HttpServerOptions options(@Nullable Tls tls) {
    return (tls == null ? new HttpServerOptions() : tls.serverOptions())
        .setHttp2ClearTextEnabled(false)
        .setMaxWebSocketFrameSize(StreamLimits.DEFAULT.messageBytes())
        .setMaxWebSocketMessageSize(StreamLimits.DEFAULT.messageBytes())
        .setMaxInitialLineLength(MAX_LINE_BYTES)
        .setMaxHeaderSize(MAX_HEADER_BYTES);
  }

  private static Future<HttpServer> listen(
      Context loop, HttpServer server, int port, String address) {
    Promise<HttpServer> listening = Promise.promise();
    loop.runOnContext(there -> server.listen(port, address).onComplete(listening));
    return listening.future();
  }

  private static void addRoutes(
      Router router, ApiContext api, Answering answering, Streams streams, AnswerWriter writer) {
    RouteErrors.refuseSlashes(router);
    Doors doors = new Doors(router, AccessPolicy.packaged(), api.logins(), api::hides);
    new Routes(doors, answering, writer).add(api);
    doors.route(HttpMethod.GET, "/v1/stream").handler(streams::open);
    RouteErrors.add(router);
  }

  private static void requireOwnHost(RoutingContext ctx, @Nullable Tls tls) {
    var authority = ctx.request().authority();
    String host = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
    if (HOST_NAMES.contains(host) || (tls != null && tls.files().isNamed(host))) {
      ctx.next();
      return;
    }
    String names = tls == null ? "" : " and the names in its certificate";
    Answers.problem(
        ctx,
        new Problem(
            421,
            "HOST_NOT_ALLOWED",
            "This service answers at 127.0.0.1 and localhost" + names + " only.",
            "Use such a name and the port it was started with."));
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
