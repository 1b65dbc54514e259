package org.commonwatt.engine.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.util.Map;
import org.commonwatt.engine.evidence.EvidenceStore;

/** Which path is answered by whom. The API's document lists the same. */
final class Routes {
  /** Of documents, which have no script; the page of the API has its style in itself. */
  private static final String DOCUMENT_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  private final Doors doors;
  private final Answering answering;
  private final AnswerWriter writer;

  /**
   * None yet.
   *
   * @param doors takes them
   * @param answering answers
   * @param writer makes the answers to commands
   */
  Routes(Doors doors, Answering answering, AnswerWriter writer) {
    this.doors = doors;
    this.answering = answering;
    this.writer = writer;
  }

  /** Adds all routes. */
  void add(ApiContext api) {
    Orders orders = new Orders(api, writer);
    addOrders(api, orders);
    addOperators(new Operators(api, orders), new ImbalancePrices(api, orders));
    addMarket(new Market(api));
    addProducts(api);
    addSlots(new Slots(api), new Books(api), new AuctionWindows(api));
    addSettlement(new Bills(api), new BillProofs(api));
    addDisputes(new Disputes(api, orders));
    addAccounts(api);
    addRegistrations(api, orders);
    addBilateral(new BilateralContracts(api, orders));
    addStorage(new StorageUnits(api, orders));
    answering.act(
        doors.withBody(
            HttpMethod.POST, "/v1/storage-units/:unit/deliveries", StorageUnits.MAX_BODY_BYTES),
        new StorageDeliveries(api, orders)::report);
    addSurveillance(new Alerts(api), new PowerAnswers(api), new OrderSteps(api));
    addNegotiations(new StorageNegotiations(api, orders));
    addCalls(new StorageCalls(api, orders));
    addLeases(new StorageLeases(api, orders));
    addStorageAuctions(new StorageAuctions(api, orders));
    addGrid(api);
    addOrigin(new OriginAnswers(api));
    addBatteries(api);
    addKeys(new Keys(api, orders));
    addLogins(new PageLogins(api));
    addRecoveries(new LoginRecoveries(api, orders));
    answering.ask(doors, "/v1/engine-keys", api.receipts()::keys);
    answering.askFile(doors, "/v1/tree-head", api.receipts()::head);
    addDocuments();
  }

  private void addOrders(ApiContext api, Orders orders) {
    // Before the paths with an order's id: "open" and "batch" are none.
    answering.ask(doors, "/v1/orders/open", new OpenOrders(api)::list);
    OrderBatches batches = new OrderBatches(api, orders);
    Gate gate = new Gate("batches", OrderBatches.MAX_BATCHES, OrderBatches.BATCH_BYTES);
    long most = BatchRequest.MAX_BODY_BYTES;
    answering.actLong(doors.gated(HttpMethod.POST, "/v1/orders/batch", most, gate), batches::batch);
    Baskets baskets = new Baskets(api, orders);
    long basket = BasketRequest.MAX_BODY_BYTES;
    answering.act(doors.withBody(HttpMethod.POST, "/v1/orders/basket", basket), baskets::basket);
    answering.act(doors.withBody(HttpMethod.POST, "/v1/orders/block", basket), baskets::block);
    answering.act(withBody(HttpMethod.POST, "/v1/orders"), orders::place);
    answering.ask(doors, "/v1/orders", orders::byClientId);
    MassCancels cancels = new MassCancels(orders);
    answering.act(withBody(HttpMethod.POST, "/v1/orders/cancel-after"), cancels::cancelAfter);
    answering.act(doors.route(HttpMethod.DELETE, "/v1/orders"), cancels::cancelAll);
    doors.noOther("/v1/orders/open");
    doors.noOther("/v1/orders/batch");
    doors.noOther("/v1/orders/basket");
    doors.noOther("/v1/orders/block");
    doors.noOther("/v1/orders/cancel-after");
    answering.ask(doors, "/v1/orders/:orderId", orders::byId);
    answering.act(withBody(HttpMethod.PATCH, "/v1/orders/:orderId"), orders::amend);
    answering.act(doors.route(HttpMethod.DELETE, "/v1/orders/:orderId"), orders::cancel);
    answering.report(doors, "/v1/orders/:orderId/amendments", orders::amendments);
  }

  private void addOperators(Operators operators, ImbalancePrices imbalancePrices) {
    String slot = "/v1/slots/:start";
    answering.act(
        withBody(HttpMethod.POST, slot + "/auction/cancellation"), operators::cancelAuction);
    answering.act(withBody(HttpMethod.POST, "/v1/trades/:tradeId/bust"), operators::bust);
    answering.act(withBody(HttpMethod.POST, slot + "/link-limits"), operators::limitLink);
    answering.report(doors, slot + "/fallbacks", operators::fallbacks);
    answering.act(
        withBody(HttpMethod.POST, slot + "/imbalance-prices"), imbalancePrices::importPrice);
    answering.report(doors, slot + "/imbalance-prices", imbalancePrices::list);
  }

  private void addMarket(Market market) {
    answering.ask(doors, "/v1/time", market::time);
    answering.ask(doors, "/v1/market", market::rules);
    answering.ask(doors, "/v1/tariff", market::tariff);
    answering.ask(doors, "/v1/positions", market::position);
    answering.health(doors, "/healthz", ctx -> market.health());
  }

  private void addSlots(Slots slots, Books books, AuctionWindows windows) {
    answering.ask(doors, "/v1/slots", slots::list);
    answering.ask(doors, "/v1/slots/:start", slots::one);
    answering.ask(doors, "/v1/slots/:start/book", books::book);
    answering.report(doors, "/v1/slots/:start/halts", books::halts);
    answering.ask(doors, "/v1/slots/:start/auction", slots::auction);
    answering.report(doors, "/v1/slots/:start/auction-window", windows::window);
  }

  private void addProducts(ApiContext api) {
    Products products = new Products(api);
    answering.ask(doors, "/v1/areas", products::areas);
    answering.ask(doors, "/v1/areas/:area/energy", new AreaEnergy(api)::of);
    answering.ask(doors, "/v1/products", products::products);
    answering.ask(doors, "/v1/slots/:start/trades", new Trades(api)::list);
  }

  private void addSettlement(Bills bills, BillProofs proofs) {
    answering.report(doors, "/v1/bills", bills::totals);
    answering.report(doors, "/v1/bills/:participant", bills::one);
    answering.report(doors, "/v1/bills/:participant/proof", proofs::proof);
    answering.report(doors, "/v1/batches", bills::batches);
    answering.report(doors, "/v1/readings/rejected", bills::rejected);
  }

  private void addDisputes(Disputes disputes) {
    String one = "/v1/disputes/:disputeId";
    answering.act(withBody(HttpMethod.POST, "/v1/disputes"), disputes::open);
    answering.report(doors, "/v1/disputes", disputes::list);
    answering.report(doors, one, disputes::one);
    answering.act(withBody(HttpMethod.POST, one + "/evidence"), disputes::addEvidence);
    answering.act(withBody(HttpMethod.POST, one + "/decision"), disputes::decide);
    answering.act(withBody(HttpMethod.POST, one + "/withdrawal"), disputes::withdraw);
  }

  private void addAccounts(ApiContext api) {
    Accounts accounts = new Accounts(api);
    answering.ask(doors, "/v1/accounts", accounts::all);
    answering.ask(doors, "/v1/accounts/:participant", accounts::one);
    answering.report(doors, "/v1/accounts/:participant/orders", new OrderLists(api)::list);
    answering.report(doors, "/v1/accounts/:participant/defaults", new Defaults(api)::of);
    String invoice = "/v1/accounts/:participant/invoices/:invoiceNumber";
    Invoices invoices = new Invoices(api);
    answering.askLedger(doors, invoice, invoices::requireKnown, invoices::of);
    answering.report(doors, "/v1/accounts/:participant/notices", new Notices(api)::list);
    answering.report(doors, "/v1/accounts/:participant/views", new PersonalViews(api)::list);
    WebhookRoutes webhooks = new WebhookRoutes(api);
    String webhook = "/v1/accounts/:participant/webhook";
    answering.store(withBody(HttpMethod.PUT, webhook), webhooks::put);
    answering.report(doors, webhook, webhooks::get);
    answering.store(doors.route(HttpMethod.DELETE, webhook), webhooks::delete);
  }

  private void addRegistrations(ApiContext api, Orders orders) {
    Registrations registrations = new Registrations(api, orders);
    MeterPoints points = new MeterPoints(api, orders);
    String one = "/v1/accounts/:participant";
    answering.act(
        withBody(HttpMethod.POST, "/v1/accounts").handler(registrations::count),
        registrations::register);
    answering.act(withBody(HttpMethod.POST, one + "/state"), registrations::decide);
    answering.act(withBody(HttpMethod.POST, one + "/deposits"), registrations::deposit);
    answering.act(withBody(HttpMethod.POST, one + "/pay-outs"), new PayOuts(orders)::payOut);
    answering.act(withBody(HttpMethod.POST, "/v1/deposits/decision"), registrations::decideDeposit);
    answering.ask(doors, "/v1/registrations", new WaitingList(api)::list);
    answering.ask(doors, one + "/meter-points", points::list);
    answering.act(withBody(HttpMethod.PUT, one + "/meter-points/:meterPoint"), points::put);
    String point = "/v1/meter-points/:meterPoint";
    answering.act(withBody(HttpMethod.POST, point + "/decision"), points::decide);
    answering.act(withBody(HttpMethod.POST, point + "/hand-over"), points::handOver);
  }

  private void addBilateral(BilateralContracts contracts) {
    String one = "/v1/accounts/:participant";
    answering.act(withBody(HttpMethod.PUT, one + "/signing-key"), contracts::putKey);
    answering.act(withBody(HttpMethod.POST, one + "/bilateral-contracts"), contracts::record);
    answering.report(doors, one + "/bilateral-contracts", contracts::list);
  }

  private void addStorage(StorageUnits storage) {
    answering.act(withBody(HttpMethod.POST, "/v1/storage-units"), storage::register);
    answering.ask(doors, "/v1/storage-units", storage::list);
    long most = StorageUnits.MAX_BODY_BYTES;
    String state = "/v1/storage-units/:unit/state";
    answering.act(doors.withBody(HttpMethod.POST, state, most), storage::state);
    String own = "/v1/accounts/:participant/storage-units/:unit";
    answering.ask(doors, own, storage::one);
    answering.ask(doors, own + "/schedule", storage::schedule);
    answering.act(withBody(HttpMethod.POST, own + "/outages"), storage::outage);
    answering.ask(doors, "/v1/accounts/:participant/storage-services", storage::services);
    String commitments = own + "/commitments";
    answering.act(doors.withBody(HttpMethod.POST, commitments, most), storage::commit);
    answering.act(
        doors.route(HttpMethod.POST, commitments + "/:commitment/withdrawal"), storage::withdraw);
  }

  private void addNegotiations(StorageNegotiations negotiations) {
    answering.ask(doors, "/v1/storage-offers", negotiations::offers);
    String own = "/v1/accounts/:participant/storage-negotiations";
    long most = StorageUnits.MAX_BODY_BYTES;
    answering.ask(doors, own, negotiations::list);
    answering.act(doors.withBody(HttpMethod.POST, own, most), negotiations::propose);
    String one = own + "/:negotiation";
    answering.act(
        doors.withBody(HttpMethod.POST, one + "/counter-proposal", most), negotiations::counter);
    answering.act(withBody(HttpMethod.POST, one + "/acceptance"), negotiations::accept);
    answering.act(withBody(HttpMethod.POST, one + "/end"), negotiations::end);
  }

  private void addStorageAuctions(StorageAuctions auctions) {
    answering.report(doors, "/v1/storage-auctions/:start", auctions::result);
    String own = "/v1/accounts/:participant/storage-auctions";
    long most = StorageUnits.MAX_BODY_BYTES;
    answering.ask(doors, own, auctions::own);
    answering.act(doors.withBody(HttpMethod.POST, own + "/:start/offers", most), auctions::offer);
    answering.act(doors.withBody(HttpMethod.POST, own + "/:start/bids", most), auctions::bid);
    answering.act(withBody(HttpMethod.POST, own + "/:start/withdrawal"), auctions::withdraw);
  }

  private void addLeases(StorageLeases leases) {
    String own = "/v1/accounts/:participant/storage-leases";
    String one = own + "/:unit/:lease";
    answering.ask(doors, own, leases::list);
    answering.ask(doors, one, leases::one);
    long most = StorageUnits.MAX_BODY_BYTES;
    answering.act(doors.withBody(HttpMethod.POST, one + "/plan", most), leases::plan);
  }

  private void addCalls(StorageCalls calls) {
    String grid = "/v1/grid/storage-calls";
    String own = "/v1/accounts/:participant/storage-calls";
    answering.ask(doors, grid, calls::all);
    answering.ask(doors, grid + "/preview", calls::preview);
    answering.ask(doors, grid + "/:call", calls::one);
    answering.ask(doors, own, calls::own);
    answering.ask(doors, own + "/:call", calls::ownOne);
    answering.act(withBody(HttpMethod.POST, grid), calls::call);
    answering.act(withBody(HttpMethod.POST, grid + "/:call/cancellation"), calls::cancel);
    answering.act(withBody(HttpMethod.POST, own + "/:call/answer"), calls::answer);
    answering.act(
        withBody(HttpMethod.POST, "/v1/accounts/:participant/storage-units/:unit/call-price"),
        calls::price);
  }

  private void addSurveillance(Alerts alerts, PowerAnswers power, OrderSteps steps) {
    answering.report(doors, "/v1/alerts", alerts::list);
    answering.report(doors, "/v1/alerts/:alertId", alerts::one);
    answering.report(doors, "/v1/market-power", power::bySlot);
    answering.report(doors, "/v1/slots/:start/order-steps", steps::ofSlot);
  }

  private void addGrid(ApiContext api) {
    NetPositions positions = new NetPositions(api);
    answering.report(doors, "/v1/accounts/:participant/net-positions", positions::ofAccount);
    answering.report(doors, "/v1/accounts/:participant/usage", new Usage(api)::of);
    answering.report(doors, "/v1/grid/positions", positions::ofAreas);
    Grid grid = new Grid(api);
    answering.report(doors, "/v1/grid/flows", grid::flows);
    answering.report(doors, "/v1/grid/links", grid::links);
    answering.report(doors, "/v1/grid/alerts", grid::alerts);
    answering.report(doors, "/v1/grid/losses", grid::losses);
    GridWatch watch = new GridWatch(api);
    answering.report(doors, "/v1/grid/halts", watch::halts);
    answering.report(doors, "/v1/grid/limit-changes", watch::limitChanges);
    answering.report(doors, "/v1/grid/meters", watch::meters);
  }

  private void addOrigin(OriginAnswers origin) {
    answering.askLedger(doors, "/v1/origin/residual-mix", origin::residualMix);
    String own = "/v1/origin/accounts/:participant";
    answering.askLedger(doors, own, origin::requireKnown, origin::ofAccount);
  }

  private void addBatteries(ApiContext api) {
    BatteryAnswers batteries = new BatteryAnswers(api);
    String one = "/v1/batteries/:battery";
    Gate gate = new Gate("statements", BatteryStatements.MAX_STATEMENTS, HttpApi.MAX_BODY_BYTES);
    long most = BatteryStatements.MAX_BODY_BYTES;
    Route statements = doors.gated(HttpMethod.POST, "/v1/batteries/statements", most, gate);
    answering.submit(statements, new BatteryStatements(api)::submit);
    doors.noOther("/v1/batteries/statements");
    answering.askLedger(doors, "/v1/batteries", batteries::requireCode, batteries::withCode);
    answering.askLedger(doors, one, batteries::requireId, batteries::one);
    answering.askLedger(doors, one + "/family", batteries::requireId, batteries::family);
    BatteryHistories histories = new BatteryHistories(batteries);
    answering.askLedger(doors, one + "/history", histories::requireForm, histories::history);
    answering.askLedger(doors, one + "/custody", histories::requireForm, histories::custody);
    BatteryReports reports = new BatteryReports(api);
    answering.askLedger(
        doors, "/v1/battery-recalls/preview", reports::requireRecall, reports::recall);
    answering.askLedger(
        doors, "/v1/battery-duties/overdue", reports::requireOverdue, reports::overdue);
    Passports passports = new Passports(api);
    answering.askLedger(doors, "/v1/passports/:passport", passports::one);
    answering.askBytes(
        doors,
        "/passports/:passport",
        passports::requireForm,
        passports::page,
        new Answering.Bytes(
            "text/html; charset=utf-8", Map.of("Content-Security-Policy", WebFiles.POLICY)));
    addEvidence(new BatteryEvidence(api, batteries));
  }

  private void addEvidence(BatteryEvidence evidence) {
    int most = EvidenceStore.MOST_BYTES;
    Gate gate = new Gate("uploads", BatteryEvidence.MAX_UPLOADS, most);
    answering.store(doors.gated(HttpMethod.PUT, "/v1/evidence/:hash", most, gate), evidence::put);
    answering.askBytes(
        doors,
        "/v1/batteries/:battery/events/:sequence/evidence/:hash",
        evidence::requireForm,
        evidence::document,
        new Answering.Bytes(
            "application/octet-stream", Map.of("Content-Disposition", "attachment")));
  }

  private void addKeys(Keys keys) {
    answering.ask(doors, "/v1/keys", keys::list);
    answering.store(withBody(HttpMethod.POST, "/v1/keys"), keys::issue);
    answering.store(doors.route(HttpMethod.DELETE, "/v1/keys/:keyId"), keys::revoke);
  }

  private void addLogins(PageLogins logins) {
    answering.ask(doors, "/v1/login", logins::provider);
    answering.login(
        withBody(HttpMethod.POST, "/v1/login/token").handler(logins::count), logins::token);
    answering.ask(doors, "/v1/whoami", logins::whoami);
  }

  private void addRecoveries(LoginRecoveries recoveries) {
    String one = "/v1/recoveries/:recoveryId";
    answering.store(withBody(HttpMethod.POST, "/v1/recoveries"), recoveries::request);
    answering.report(doors, "/v1/recoveries", recoveries::list);
    answering.store(doors.route(HttpMethod.POST, one + "/approval"), recoveries::approve);
    answering.store(doors.route(HttpMethod.POST, one + "/refusal"), recoveries::refuse);
    answering.store(withBody(HttpMethod.POST, one + "/completion"), recoveries::complete);
  }

  private void addDocuments() {
    ApiDocument document = ApiDocument.load();
    String html = "text/html; charset=utf-8";
    WebFiles web = WebFiles.packaged();
    doors.route(HttpMethod.GET, "/").handler(web::page);
    doors.route(HttpMethod.GET, "/web/:file").handler(web::file);
    addFile("/docs", html, document.page());
    addFile("/openapi.yaml", "application/yaml", document.yaml());
    addFile("/openapi.json", "application/json", document.json());
    addFile(
        "/stream.json",
        "application/schema+json",
        Buffer.buffer(ApiDocument.resource("/openapi/stream.json")));
  }

  private Route withBody(HttpMethod method, String path) {
    return doors.withBody(method, path, HttpApi.MAX_BODY_BYTES);
  }

  private void addFile(String path, String type, Buffer content) {
    doors
        .route(HttpMethod.GET, path)
        .handler(
            ctx ->
                ctx.response()
                    .putHeader("Content-Type", type)
                    .putHeader("Content-Security-Policy", DOCUMENT_POLICY)
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .end(content));
  }
}
