package org.commonwatt.engine.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
  private static final String PAGE_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final long CLOSE_SECONDS = 10;

  private final Vertx vertx;
  private final HttpServer server;
  private final Router router;

  private HttpApi(Vertx vertx, HttpServer server, Router router) {
    this.vertx = vertx;
    this.server = server;
    this.router = router;
  }

  /**
   * Starts the server.
   *
   * @param port 0 for a free one
   * @throws IllegalStateException when the port is taken
   */
  public static HttpApi start(ApiContext api, int port) {
    Vertx vertx = Vertx.vertx();
    HttpLimits limits = HttpLimits.DEFAULT;
    Router router = router(vertx, api, new Answering(vertx, limits));
    HttpServer server = vertx.createHttpServer(options());
    new Connections(limits, System::nanoTime).guard(vertx, server, router);
    server.invalidRequestHandler(InvalidRequests::refuse);
    try {
      await(server.listen(port, HOST));
    } catch (CompletionException | IllegalStateException e) {
      vertx.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "the API cannot listen on " + HOST + ":" + port + ": " + cause.getMessage(), cause);
    }
    return new HttpApi(vertx, server, router);
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
    await(vertx.close());
  }

  /**
   * Of the server: HTTP/1.1 only, so that a connection has one request under way; the next one is
   * not read before.
   */
  static HttpServerOptions options() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setMaxInitialLineLength(MAX_LINE_BYTES)
        .setMaxHeaderSize(MAX_HEADER_BYTES);
  }

  private static Router router(Vertx vertx, ApiContext api, Answering answering) {
    Router router = Router.router(vertx);
    router.route().handler(HttpApi::requireLocalHost);
    answering.ask(router, "/v1/orders/open", new OpenOrders(api)::list); // "open" is no order id
    Orders orders = new Orders(api);
    addOrders(router, answering, orders);
    addOperators(router, answering, new Operators(api, orders));
    addMarket(router, answering, new Market(api));
    addSlots(router, answering, new Slots(api), new Books(api));
    Bills bills = new Bills(api);
    answering.report(router, "/v1/bills", bills::totals);
    answering.report(router, "/v1/bills/:participant", bills::one);
    answering.report(router, "/v1/batches", bills::batches);
    Accounts accounts = new Accounts(api);
    answering.ask(router, "/v1/accounts", accounts::all);
    answering.ask(router, "/v1/accounts/:participant", accounts::one);
    answering.report(router, "/v1/accounts/:participant/defaults", new Defaults(api)::of);
    answering.report(router, "/v1/readings/rejected", bills::rejected);
    answering.ask(router, "/v1/engine-keys", api.receipts()::keys);
    addFile(router, "/", "text/html; charset=utf-8", "/web/index.html");
    addFile(router, "/openapi.yaml", "application/yaml", "/openapi/openapi.yaml");
    addErrors(router);
    return router;
  }

  private static void addOrders(Router router, Answering answering, Orders orders) {
    answering.act(withBody(router, HttpMethod.POST, "/v1/orders"), orders::place);
    answering.ask(router, "/v1/orders", orders::byClientId);
    answering.act(router.delete("/v1/orders"), orders::cancelAll);
    answering.ask(router, "/v1/orders/:orderId", orders::byId);
    answering.act(withBody(router, HttpMethod.PATCH, "/v1/orders/:orderId"), orders::amend);
    answering.act(router.delete("/v1/orders/:orderId"), orders::cancel);
    answering.report(router, "/v1/orders/:orderId/amendments", orders::amendments);
  }

  private static void addOperators(Router router, Answering answering, Operators operators) {
    answering.act(
        withBody(router, HttpMethod.POST, "/v1/slots/:start/auction/cancellation"),
        operators::cancelAuction);
    answering.act(withBody(router, HttpMethod.POST, "/v1/trades/:tradeId/bust"), operators::bust);
    answering.act(
        withBody(router, HttpMethod.POST, "/v1/slots/:start/link-limits"), operators::limitLink);
    answering.report(router, "/v1/slots/:start/fallbacks", operators::fallbacks);
  }

  private static Route withBody(Router router, HttpMethod method, String path) {
    return router
        .route(method, path)
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
  }

  private static void addMarket(Router router, Answering answering, Market market) {
    answering.ask(router, "/v1/time", market::time);
    answering.ask(router, "/v1/market", market::rules);
    answering.ask(router, "/v1/positions", market::position);
    answering.health(router, "/healthz", ctx -> market.health());
  }

  private static void addSlots(Router router, Answering answering, Slots slots, Books books) {
    answering.ask(router, "/v1/slots", slots::list);
    answering.ask(router, "/v1/slots/:start", slots::one);
    answering.ask(router, "/v1/slots/:start/book", books::book);
    answering.report(router, "/v1/slots/:start/halts", books::halts);
    answering.ask(router, "/v1/slots/:start/auction", slots::auction);
    answering.ask(router, "/v1/slots/:start/trades", slots::trades);
  }

  private static void addErrors(Router router) {
    error(router, 400, Problem.malformed("The request is malformed.", "See /openapi.yaml."));
    error(
        router,
        404,
        Problem.notFound("NO_SUCH_ROUTE", "Nothing is at this path.", "See /openapi.yaml."));
    router.errorHandler(
        405,
        ctx -> {
          ctx.response().putHeader(HttpHeaders.ALLOW, allowed(router, ctx.normalizedPath()));
          Answers.problem(
              ctx,
              new Problem(
                  405,
                  "METHOD_NOT_ALLOWED",
                  "This path does not know the method.",
                  "See /openapi.yaml."));
        });
    error(
        router,
        413,
        new Problem(
            413,
            "BODY_TOO_LARGE",
            "The body has more than " + MAX_BODY_BYTES + " bytes.",
            "Send one order per request."));
    router.errorHandler(
        500,
        ctx -> {
          Throwable failure = ctx.failure();
          Answers.failure(
              ctx, failure == null ? new IllegalStateException("no cause given") : failure);
        });
  }

  /** The methods of a path, for the header that RFC 9110 asks of an answer 405. */
  private static String allowed(Router router, String path) {
    Set<String> methods = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      if (route.getPath() != null
          && route.methods() != null
          && path.matches(route.getPath().replaceAll(":[A-Za-z]+", "[^/]+"))) {
        route.methods().forEach(method -> methods.add(method.name()));
      }
    }
    return String.join(", ", methods);
  }

  private static void error(Router router, int status, Problem problem) {
    router.errorHandler(status, ctx -> Answers.problem(ctx, problem));
  }

  private static void addFile(Router router, String path, String type, String resource) {
    Buffer content = Buffer.buffer(read(resource));
    router
        .get(path)
        .handler(
            ctx ->
                ctx.response()
                    .putHeader("Content-Type", type)
                    .putHeader("Content-Security-Policy", PAGE_POLICY)
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .end(content));
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

  private static byte[] read(String resource) {
    try (InputStream in = HttpApi.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
