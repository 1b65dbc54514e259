package org.commonwatt.engine.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;

/** Which path is answered by whom. The API's document lists the same. */
final class Routes {
  private static final String PAGE_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Router router;
  private final Answering answering;

  /**
   * None yet.
   *
   * @param router takes them
   * @param answering answers
   */
  Routes(Router router, Answering answering) {
    this.router = router;
    this.answering = answering;
  }

  /** Adds all routes. */
  void add(ApiContext api) {
    Orders orders = new Orders(api);
    addOrders(api, orders);
    addOperators(new Operators(api, orders));
    addMarket(new Market(api));
    addProducts(api);
    addSlots(new Slots(api), new Books(api));
    addSettlement(new Bills(api));
    addDisputes(new Disputes(api, orders));
    addAccounts(api);
    answering.ask(router, "/v1/engine-keys", api.receipts()::keys);
    addDocuments();
  }

  private void addOrders(ApiContext api, Orders orders) {
    // Before the paths with an order's id: "open" and "batch" are none.
    answering.ask(router, "/v1/orders/open", new OpenOrders(api)::list);
    OrderBatches batches = new OrderBatches(api, orders);
    // On a route of its own: a gate before the body.
    router.post("/v1/orders/batch").handler(new Gate("batches", OrderBatches.MAX_BATCHES)::admit);
    BodyHandler body = BodyHandler.create(false).setBodyLimit(BatchRequest.MAX_BODY_BYTES);
    Route batch = router.post("/v1/orders/batch").handler(body);
    answering.act(batch, batches::batch);
    answering.act(withBody(HttpMethod.POST, "/v1/orders"), orders::place);
    answering.ask(router, "/v1/orders", orders::byClientId);
    MassCancels cancels = new MassCancels(orders);
    answering.act(withBody(HttpMethod.POST, "/v1/orders/cancel-after"), cancels::cancelAfter);
    answering.act(router.delete("/v1/orders"), cancels::cancelAll);
    answering.ask(router, "/v1/orders/:orderId", orders::byId);
    answering.act(withBody(HttpMethod.PATCH, "/v1/orders/:orderId"), orders::amend);
    answering.act(router.delete("/v1/orders/:orderId"), orders::cancel);
    answering.report(router, "/v1/orders/:orderId/amendments", orders::amendments);
  }

  private void addOperators(Operators operators) {
    String slot = "/v1/slots/:start";
    answering.act(
        withBody(HttpMethod.POST, slot + "/auction/cancellation"), operators::cancelAuction);
    answering.act(withBody(HttpMethod.POST, "/v1/trades/:tradeId/bust"), operators::bust);
    answering.act(withBody(HttpMethod.POST, slot + "/link-limits"), operators::limitLink);
    answering.report(router, slot + "/fallbacks", operators::fallbacks);
  }

  private void addMarket(Market market) {
    answering.ask(router, "/v1/time", market::time);
    answering.ask(router, "/v1/market", market::rules);
    answering.ask(router, "/v1/tariff", market::tariff);
    answering.ask(router, "/v1/positions", market::position);
    answering.health(router, "/healthz", ctx -> market.health());
  }

  private void addSlots(Slots slots, Books books) {
    answering.ask(router, "/v1/slots", slots::list);
    answering.ask(router, "/v1/slots/:start", slots::one);
    answering.ask(router, "/v1/slots/:start/book", books::book);
    answering.report(router, "/v1/slots/:start/halts", books::halts);
    answering.ask(router, "/v1/slots/:start/auction", slots::auction);
  }

  private void addProducts(ApiContext api) {
    Products products = new Products(api);
    answering.ask(router, "/v1/areas", products::areas);
    answering.ask(router, "/v1/products", products::products);
    answering.ask(router, "/v1/slots/:start/trades", new Trades(api)::list);
  }

  private void addSettlement(Bills bills) {
    answering.report(router, "/v1/bills", bills::totals);
    answering.report(router, "/v1/bills/:participant", bills::one);
    answering.report(router, "/v1/batches", bills::batches);
    answering.report(router, "/v1/readings/rejected", bills::rejected);
  }

  private void addDisputes(Disputes disputes) {
    String one = "/v1/disputes/:disputeId";
    answering.act(withBody(HttpMethod.POST, "/v1/disputes"), disputes::open);
    answering.report(router, "/v1/disputes", disputes::list);
    answering.report(router, one, disputes::one);
    answering.act(withBody(HttpMethod.POST, one + "/evidence"), disputes::addEvidence);
    answering.act(withBody(HttpMethod.POST, one + "/decision"), disputes::decide);
    answering.act(withBody(HttpMethod.POST, one + "/withdrawal"), disputes::withdraw);
  }

  private void addAccounts(ApiContext api) {
    Accounts accounts = new Accounts(api);
    answering.ask(router, "/v1/accounts", accounts::all);
    answering.ask(router, "/v1/accounts/:participant", accounts::one);
    answering.report(router, "/v1/accounts/:participant/orders", new OrderLists(api)::list);
    answering.report(router, "/v1/accounts/:participant/defaults", new Defaults(api)::of);
    answering.report(router, "/v1/accounts/:participant/notices", new Notices(api)::list);
    WebhookRoutes webhooks = new WebhookRoutes(api);
    String webhook = "/v1/accounts/:participant/webhook";
    answering.act(withBody(HttpMethod.PUT, webhook), webhooks::put);
    answering.report(router, webhook, webhooks::get);
    answering.act(router.delete(webhook), webhooks::delete);
  }

  private void addDocuments() {
    ApiDocument document = ApiDocument.load();
    String html = "text/html; charset=utf-8";
    addFile("/", html, Buffer.buffer(ApiDocument.resource("/web/index.html")));
    addFile("/docs", html, document.page());
    addFile("/openapi.yaml", "application/yaml", document.yaml());
    addFile("/openapi.json", "application/json", document.json());
    addFile(
        "/stream.json",
        "application/schema+json",
        Buffer.buffer(ApiDocument.resource("/openapi/stream.json")));
  }

  private Route withBody(HttpMethod method, String path) {
    BodyHandler body = BodyHandler.create(false).setBodyLimit(HttpApi.MAX_BODY_BYTES);
    return router.route(method, path).handler(body);
  }

  private void addFile(String path, String type, Buffer content) {
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
}
