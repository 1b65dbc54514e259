package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;
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
    Router router = router(vertx, api);
    HttpServer server =
        vertx.createHttpServer(
            new HttpServerOptions().setMaxHeaderSize(8 * 1024).setIdleTimeout(60));
    try {
      await(server.requestHandler(router).listen(port, HOST));
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

  private interface Query {
    ObjectNode answer(RoutingContext ctx) throws Exception;
  }

  private interface Action {
    Future<Orders.Answer> answer(RoutingContext ctx);
  }

  private static Router router(Vertx vertx, ApiContext api) {
    Router router = Router.router(vertx);
    router.route().handler(HttpApi::requireLocalHost);
    get(router, "/v1/orders/open", new OpenOrders(api)::list); // "open" is no order id
    Orders orders = new Orders(api);
    addOrders(router, orders);
    addOperators(router, new Operators(api, orders));
    addMarket(router, new Market(api));
    addSlots(router, new Slots(api), new Books(api));
    Bills bills = new Bills(api);
    get(router, "/v1/bills", bills::totals);
    get(router, "/v1/bills/:participant", bills::one);
    get(router, "/v1/batches", bills::batches);
    Accounts accounts = new Accounts(api);
    get(router, "/v1/accounts", accounts::all);
    get(router, "/v1/accounts/:participant", accounts::one);
    get(router, "/v1/readings/rejected", bills::rejected);
    get(router, "/v1/engine-keys", api.receipts()::keys);
    addFile(router, "/", "text/html; charset=utf-8", "/web/index.html");
    addFile(router, "/openapi.yaml", "application/yaml", "/openapi/openapi.yaml");
    addErrors(router);
    return router;
  }

  private static void addOrders(Router router, Orders orders) {
    act(withBody(router, HttpMethod.POST, "/v1/orders"), orders::place);
    get(router, "/v1/orders", orders::byClientId);
    act(router.delete("/v1/orders"), orders::cancelAll);
    get(router, "/v1/orders/:orderId", orders::byId);
    act(withBody(router, HttpMethod.PATCH, "/v1/orders/:orderId"), orders::amend);
    act(router.delete("/v1/orders/:orderId"), orders::cancel);
    get(router, "/v1/orders/:orderId/amendments", orders::amendments);
  }

  private static void addOperators(Router router, Operators operators) {
    act(
        withBody(router, HttpMethod.POST, "/v1/slots/:start/auction/cancellation"),
        operators::cancelAuction);
    act(withBody(router, HttpMethod.POST, "/v1/trades/:tradeId/bust"), operators::bust);
    act(withBody(router, HttpMethod.POST, "/v1/slots/:start/link-limits"), operators::limitLink);
    get(router, "/v1/slots/:start/fallbacks", operators::fallbacks);
  }

  private static Route withBody(Router router, HttpMethod method, String path) {
    return router
        .route(method, path)
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
  }

  private static void addMarket(Router router, Market market) {
    get(router, "/v1/time", market::time);
    get(router, "/v1/market", market::rules);
    get(router, "/v1/positions", market::position);
    router
        .get("/healthz")
        .handler(
            ctx -> {
              ObjectNode health = market.health();
              String status = health.path("status").asText();
              Answers.json(ctx, List.of("ok", "degraded").contains(status) ? 200 : 503, health);
            });
  }

  private static void addSlots(Router router, Slots slots, Books books) {
    get(router, "/v1/slots", slots::list);
    get(router, "/v1/slots/:start", slots::one);
    get(router, "/v1/slots/:start/book", books::book);
    get(router, "/v1/slots/:start/halts", books::halts);
    get(router, "/v1/slots/:start/auction", slots::auction);
    get(router, "/v1/slots/:start/trades", slots::trades);
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

  private static void get(Router router, String path, Query query) {
    router
        .get(path)
        .handler(
            ctx ->
                ctx.vertx()
                    .executeBlocking(() -> query.answer(ctx), false)
                    .onSuccess(body -> Answers.json(ctx, 200, body))
                    .onFailure(failure -> Answers.failure(ctx, failure)));
  }

  private static void act(Route route, Action action) {
    route.handler(ctx -> act(ctx, action));
  }

  private static void act(RoutingContext ctx, Action action) {
    Future<Orders.Answer> answer;
    try {
      answer = action.answer(ctx);
    } catch (RuntimeException e) {
      Answers.failure(ctx, e);
      return;
    }
    // The engine's thread completes the future; the answer is written on the request's own.
    answer.onComplete(
        done ->
            ctx.vertx()
                .runOnContext(
                    ignored -> {
                      if (done.succeeded()) {
                        Answers.json(ctx, done.result().status(), done.result().body());
                      } else {
                        Answers.failure(ctx, done.cause());
                      }
                    }));
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
