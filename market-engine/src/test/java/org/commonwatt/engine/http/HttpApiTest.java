package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.engine.settlement.OriginSubmitter.Injection;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.RejectedReadingCodec;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Command;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The API over a real engine, broker and database. The market's clock stands an hour before the
 * first slot, so that slots 0 to 4 are open; slot 0 is taken through its whole life.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpApiTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String S0 = "2022-08-02T07:00:00Z";
  private static final String S1 = "2022-08-02T07:15:00Z";
  private static final String S2 = "2022-08-02T07:30:00Z";

  private TestInfra infra;
  private Ledger ledger;
  private MarketService service;
  private ApiClient api;
  private OpenApi document;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    infra = TestInfra.brokerAndDatabase(dir);
    ledger = new FakeLedger().ledger();
    service = MarketService.start(infra.config(ledger));
    api = new ApiClient(service.httpPort());
    document = new OpenApi(api.get("/openapi.yaml").text());
    assertThat(service.awaitLeading(PATIENCE)).isTrue();
    assertThat(ok(503, "GET /v1/market", api.get("/v1/market")).code())
        .isEqualTo("MARKET_NOT_READY");
    assertThat(ok(503, "POST /v1/orders", api.post(buy("early", 2))).code())
        .isEqualTo("MARKET_NOT_READY");
    assertThat(service.activate(Fixtures.rulebook(), PATIENCE)).isEmpty();
    service.declareSources(List.of(new Injection("home-02", Fixtures.HILL, EnergySource.SOLAR)));
    service.tick(Fixtures.START - 60 * Fixtures.MINUTE, PATIENCE);
    runSlotZero();
  }

  /** Orders, auction, delivery, metering, settlement and the ledger for the first slot. */
  private void runSlotZero() throws Exception {
    ok(201, "POST /v1/orders", api.post(Fixtures.order("home-01", 0, Side.BUY, 300_000)));
    ok(201, "POST /v1/orders", api.post(Fixtures.order("home-02", 0, Side.SELL, 100_000)));
    service.tick(Fixtures.START - 15 * Fixtures.MINUTE, PATIENCE);
    service.tick(Fixtures.START + 15 * Fixtures.MINUTE, PATIENCE);
    infra.publish(Topics.POSITIONS, position("home-01", 1_500, 0));
    infra.publish(Topics.POSITIONS, position("home-02", 0, 1_200));
    infra.publish(Topics.POSITIONS, position("home-03", 700, 0));
    infra.publish(
        Topics.REJECTED_READINGS,
        RejectedReadingCodec.encode(
            Fixtures.MARKET,
            new RejectedReading(
                "ghost", 0, new Rejection(RejectionCode.UNKNOWN_METER, "unknown"), "c0ffee")));
    assertThat(service.awaitPositions(Fixtures.slot(0), PATIENCE)).isTrue();
    assertThat(service.awaitRecorded(1, PATIENCE)).isTrue();
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
  }

  /** 600 Wh went over the link to home-01, which used them; home-02 injected 600 more. */
  @Test
  void guaranteesOfOriginAreToldAndSumUp() throws Exception {
    assertThat(service.awaitGuaranteesOfOrigin(PATIENCE)).isTrue();
    JsonNode own =
        ok(
                200,
                "GET /v1/origin/accounts/{participant}",
                api.get("/v1/origin/accounts/home-02?day=" + S0))
            .json();
    assertThat(own.at("/slots/0/issued/0/wh").asLong()).isEqualTo(1_200);
    assertThat(own.at("/slots/0/sold/0/wh").asLong()).isEqualTo(600);
    String query = "/v1/origin/residual-mix?day=" + S0 + "&slotStart=" + S0;
    JsonNode mix = ok(200, "GET /v1/origin/residual-mix", api.get(query)).json();
    assertThat(mix.get("areas").toString())
        .isEqualTo(
            "[{\"area\":\"hill\",\"suppressed\":false,\"residual\":[{\"source\":\"solar\",\"wh\":600}],"
                + "\"togetherWh\":0,\"unguaranteedWh\":0,\"unknownWh\":0},{\"area\":\"village\","
                + "\"suppressed\":false,\"residual\":[],\"togetherWh\":0,\"unguaranteedWh\":1600,"
                + "\"unknownWh\":1600}]");
  }

  @AfterAll
  void stop() {
    api.close();
    service.close();
    infra.close();
  }

  @Test
  void everyRouteIsInTheDocumentAndEveryOperationIsARoute() {
    assertThat(service.routes()).isEqualTo(document.operations());
  }

  @Test
  void anAccountShowsItsConnectionAndThatAMarketWithoutGuaranteesReservesNothing()
      throws Exception {
    Registration file =
        new Registration("home-03", new Registration.Connection(8_000, 12_000), null);
    assertThat(service.register(List.of(file), PATIENCE)).isEmpty();
    Reply account = ok(200, "GET /v1/accounts/{participant}", api.get("/v1/accounts/home-03"));
    assertThat(account.json().at("/capability/feedInW").asLong()).isEqualTo(8_000);
    assertThat(account.json().get("secured").asBoolean()).isFalse();
    assertThat(account.json().get("availableNano").asText()).isEqualTo("0");
    Reply all = ok(200, "GET /v1/accounts", api.get("/v1/accounts"));
    assertThat(all.json().get("accounts")).isEmpty();
    Reply defaults = api.get("/v1/accounts/home-03/defaults");
    assertThat(ok(200, "GET /v1/accounts/{participant}/defaults", defaults).json().get("defaults"))
        .isEmpty();
    assertThat(ok(404, "GET /v1/accounts/{participant}", api.get("/v1/accounts/stranger")).code())
        .isEqualTo("UNKNOWN_PARTICIPANT");
    Registration paid = new Registration("home-03", null, new Registration.Pledge(5, 0));
    assertThat(service.register(List.of(paid), PATIENCE).get("home-03"))
        .extracting(Rejection::code)
        .isEqualTo(RejectionCode.NOT_IN_RULES);
  }

  @Test
  void aNewOrderIsAnsweredWith201AndFoundByBothIds() throws Exception {
    Reply placed = ok(201, "POST /v1/orders", api.post(buy("new-1", 3)));
    long id = placed.json().get("orderId").asLong();
    assertThat(placed.json().get("state").asText()).isEqualTo("OPEN");
    Reply byId = ok(200, "GET /v1/orders/{orderId}", api.get("/v1/orders/" + id));
    Reply byClient =
        ok(200, "GET /v1/orders", api.get("/v1/orders?participant=home-01&clientOrderId=new-1"));
    ObjectNode order = (ObjectNode) placed.json();
    JsonNode receipt = order.remove("receipt");
    assertThat(byId.json()).isEqualTo(order).isEqualTo(byClient.json());
    assertThat(receipt.get("market").asText()).isEqualTo(Fixtures.MARKET);
    JsonNode keys = ok(200, "GET /v1/engine-keys", api.get("/v1/engine-keys")).json();
    assertThat(keys.get("keys").findValuesAsText("engine"))
        .contains(receipt.get("engine").asText());
    Reply refused = api.call(HttpMethod.DELETE, "/v1/orders/" + id + "?participant=home-02");
    assertThat(refused.json().get("receipt").get("sequence").asLong())
        .isGreaterThan(receipt.get("sequence").asLong());
  }

  @Test
  void theSameOrderAgainIsAnsweredWith200AndNotTakenTwice() throws Exception {
    long id = api.post(buy("twice", 3)).json().get("orderId").asLong();
    Reply again = ok(200, "POST /v1/orders", api.post(buy("twice", 3)));
    assertThat(again.json().get("orderId").asLong()).isEqualTo(id);
  }

  @Test
  void anOrderIsCancelledByItsOwnerOnce() throws Exception {
    long id = api.post(buy("to-cancel", 3)).json().get("orderId").asLong();
    String path = "/v1/orders/" + id;
    String operation = "DELETE /v1/orders/{orderId}";
    assertThat(delete(404, operation, path + "?participant=home-02")).isEqualTo("UNKNOWN_ORDER");
    Reply done = ok(200, operation, api.call(HttpMethod.DELETE, path + "?participant=home-01"));
    assertThat(done.json().get("cancelledWh").asLong()).isEqualTo(1_000);
    Reply order = api.get(path);
    assertThat(order.json().get("state").asText()).isEqualTo("CANCELLED");
    assertThat(order.json().get("cancelReason").asText()).isEqualTo("BY_OWNER");
    assertThat(delete(409, operation, path + "?participant=home-01")).isEqualTo("ORDER_NOT_OPEN");
    assertThat(delete(400, operation, path)).isEqualTo("MALFORMED");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aBadAmendmentIsRefusedAsMalformed(String what, String body) throws Exception {
    Reply reply = ok(400, "PATCH /v1/orders/{orderId}", api.patch("/v1/orders/1", body));
    assertThat(reply.code()).isEqualTo("MALFORMED");
  }

  static Stream<Arguments> aBadAmendmentIsRefusedAsMalformed() {
    return Stream.of(
        Arguments.of("empty", ""),
        Arguments.of("no energy", "{\"participant\":\"home-01\",\"priceMicroPerKwh\":1}"),
        Arguments.of("no price", "{\"participant\":\"home-01\",\"openWh\":1}"),
        Arguments.of("no owner", "{\"openWh\":1,\"priceMicroPerKwh\":1}"),
        Arguments.of(
            "a term",
            "{\"participant\":\"home-01\",\"openWh\":1,\"priceMicroPerKwh\":1,\"peakWh\":1}"));
  }

  @Test
  void theBookAddsUpOpenOrdersWithoutNames() throws Exception {
    api.post(buy("book-1", 4));
    Reply book =
        ok(200, "GET /v1/slots/{start}/book", api.get("/v1/slots/2022-08-02T08:00:00Z/book"));
    assertThat(book.json().at("/areas/0/buys/0").get("energyWh").asLong()).isEqualTo(1_000);
    assertThat(book.text()).doesNotContain("home-01");
  }

  @Test
  void theFirstSlotIsRecordedWithItsAuctionTradesAndBatch() throws Exception {
    Reply slot = ok(200, "GET /v1/slots/{start}", api.get("/v1/slots/" + S0));
    assertThat(slot.json().get("phase").asText()).isEqualTo("RECORDED");
    Reply auction =
        ok(200, "GET /v1/slots/{start}/auction", api.get("/v1/slots/" + S0 + "/auction"));
    assertThat(auction.json().at("/areas/0/priceMicroPerKwh").asLong()).isEqualTo(100_000);
    assertThat(auction.json().at("/areas/0/netExportWh").asLong()).isEqualTo(600);
    assertThat(auction.json().at("/areas/1/priceMicroPerKwh").asLong()).isEqualTo(300_000);
    assertThat(auction.json().at("/links/0/flowWh").asLong()).isEqualTo(600);
    assertThat(auction.json().get("volumeWh").asLong()).isEqualTo(600);
    Reply trades = ok(200, "GET /v1/slots/{start}/trades", api.get("/v1/slots/" + S0 + "/trades"));
    assertThat(trades.json().findValuesAsText("buyer")).containsExactly("hill>village", "home-01");
    Reply order = api.get("/v1/orders?participant=home-01&clientOrderId=home-01-0-BUY");
    assertThat(order.json().get("state").asText()).isEqualTo("RECORDED");
    assertThat(order.json().get("averagePriceMicroPerKwh").asLong()).isEqualTo(300_000);
    assertThat(order.json().get("cancelledWh").asLong()).isEqualTo(400);
    assertThat(order.json().at("/trades/0/phase").asText()).isEqualTo("auction");
    Reply batches = ok(200, "GET /v1/batches", api.get("/v1/batches"));
    assertThat(batches.json().get("batches").get(0).get("blockNumber").asText())
        .as("beside blocks of the registry")
        .matches("[0-9]+");
  }

  @Test
  void theNewestTreeHeadIsAFileAndItsNumberGivesTheSameAgain() throws Exception {
    String route = "GET /v1/tree-head";
    Reply newest = ok(200, route, eventually("/v1/tree-head"));
    assertThat(newest.text()).endsWith("\"witnesses\":[],\"consistency\":null}\n");
    assertThat(newest.json().get("market").asText()).isEqualTo(Fixtures.MARKET);
    long batches = newest.json().at("/batches/size").asLong();
    assertThat(newest.json().at("/blocks/size").asLong()).isPositive();
    Reply same = ok(200, route, api.get("/v1/tree-head?number=" + batches));
    assertThat(same.text()).isEqualTo(newest.text());
    assertThat(ok(404, route, api.get("/v1/tree-head?number=1000")).code())
        .isEqualTo("UNKNOWN_TREE_HEAD");
    for (String wrong : List.of("0", "-1", "x", "", "99999999999999999999")) {
      assertThat(ok(400, route, api.get("/v1/tree-head?number=" + wrong)).code())
          .isEqualTo("MALFORMED");
    }
  }

  /** What follows the log by itself is there a moment later. */
  private Reply eventually(String path) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Reply reply = api.get(path);
    while (reply.status() == 404 && System.nanoTime() < end) {
      Thread.sleep(50);
      reply = api.get(path);
    }
    return reply;
  }

  @Test
  void aParticipantsInvoiceIsToldWithWhatIsToBePaid() throws Exception {
    Invoice invoice = FirstInvoice.issue(ledger, Fixtures.MARKET, "home-02");
    assertThat(invoice.amountNano()).isPositive();
    String route = "GET /v1/accounts/{participant}/invoices/{invoiceNumber}";
    Reply told = ok(200, route, api.get("/v1/accounts/home-02/invoices/1"));
    assertThat(told.json().get("status").asText()).isEqualTo("ISSUED");
    assertThat(told.json().get("sum").asText()).isEqualTo("0.108000000");
    assertThat(told.json().get("rounding").asText()).isEqualTo("0.002000000");
    assertThat(told.json().get("total").asText()).isEqualTo("0.11");
    for (String other : List.of("home-02/invoices/2", "home-01/invoices/1")) {
      assertThat(ok(404, route, api.get("/v1/accounts/" + other)).code())
          .isEqualTo("UNKNOWN_INVOICE");
    }
    assertThat(ok(404, route, api.get("/v1/accounts/nobody/invoices/1")).code())
        .isEqualTo("UNKNOWN_PARTICIPANT");
    for (String wrong : List.of("0", "x", "-1", "99999999999999999999")) {
      assertThat(ok(400, route, api.get("/v1/accounts/home-02/invoices/" + wrong)).code())
          .isEqualTo("MALFORMED");
    }
  }

  @Test
  void theLinksFeeAndRentAreOnTheBillsOfTheirAccounts() throws Exception {
    Reply fees = ok(200, "GET /v1/bills/{participant}", api.get("/v1/bills/dso"));
    assertThat(fees.json().at("/lines/0/kind").asText()).isEqualTo("FEE_INCOME");
    assertThat(fees.json().at("/lines/0/counterparty").asText()).isEqualTo("hill>village");
    assertThat(fees.json().get("amountNano").asText()).isEqualTo("" + 600 * 20_000L);
    Reply rent = ok(200, "GET /v1/bills/{participant}", api.get("/v1/bills/congestion-rent"));
    assertThat(rent.json().get("amountNano").asText()).isEqualTo("" + 600 * 180_000L);
    Reply market = ok(200, "GET /v1/market", api.get("/v1/market"));
    assertThat(market.json().at("/links/0/maxFlowWh").asLong()).isEqualTo(600);
    assertThat(market.json().get("gridOperator").asText()).isEqualTo("dso");
  }

  @Test
  void theSlotListHasThePhaseAndPriceOfEachSlot() throws Exception {
    Reply all = ok(200, "GET /v1/slots", api.get("/v1/slots"));
    assertThat(all.json().get("slots").get(0).get("slotStart").asText()).isEqualTo(S0);
    assertThat(all.json().get("slots").findValuesAsText("phase")).contains("OPEN");
    Reply two = ok(200, "GET /v1/slots", api.get("/v1/slots?from=" + S0 + "&to=" + S2));
    assertThat(two.json().get("slots")).hasSize(2);
    assertThat(two.json().at("/slots/0/areas/1/priceMicroPerKwh").asLong()).isEqualTo(300_000);
  }

  @Test
  void billsSumToZeroAndNameTheirCounterparties() throws Exception {
    Reply bills = ok(200, "GET /v1/bills", api.get("/v1/bills"));
    long sum = 0;
    for (var bill : bills.json().get("bills")) {
      sum += Long.parseLong(bill.get("amountNano").asText());
    }
    assertThat(bills.json().get("bills")).hasSize(6);
    assertThat(sum).isZero();
    Reply bill = ok(200, "GET /v1/bills/{participant}", api.get("/v1/bills/home-01"));
    // 600 Wh bought at 0.30 and 900 Wh of residual at the retail tariff of 0.33.
    assertThat(bill.json().get("amountNano").asText()).isEqualTo("-477000000");
    assertThat(bill.json().get("importWh").asLong()).isEqualTo(1_500);
    assertThat(bill.json().get("lines")).hasSize(2);
    assertThat(bill.json().get("truncated").asBoolean()).isFalse();
    Reply later = api.get("/v1/bills/home-01?from=" + S1);
    assertThat(later.json().get("lines")).isEmpty();
    Reply one = api.get("/v1/bills/home-01?limit=1");
    assertThat(one.json().get("truncated").asBoolean()).isTrue();
  }

  @Test
  void aMeteredPositionIsAnswered() throws Exception {
    Reply position =
        ok(200, "GET /v1/positions", api.get("/v1/positions?participant=home-02&slotStart=" + S0));
    assertThat(position.json().get("netWh").asLong()).isEqualTo(1_200);
  }

  @Test
  void aRefusedReadingIsKeptWithItsReason() throws Exception {
    Reply reply = api.get("/v1/readings/rejected");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (reply.json().get("readings").isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
      reply = api.get("/v1/readings/rejected");
    }
    ok(200, "GET /v1/readings/rejected", reply);
    assertThat(reply.json().get("readings").get(0).get("rawHex").asText()).isEqualTo("c0ffee");
    assertThat(reply.json().get("readings").get(0).get("time").isNull()).isTrue();
  }

  @Test
  void timeRulesHealthAndPageAreAnswered() throws Exception {
    Reply time = ok(200, "GET /v1/time", api.get("/v1/time"));
    assertThat(time.json().get("marketTime").asText()).isEqualTo(S1);
    assertThat(time.json().get("wallTime").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(time.json().get("totals").get("tradedWh").asLong()).isEqualTo(600);
    Reply market = ok(200, "GET /v1/market", api.get("/v1/market"));
    assertThat(market.json().get("ledger").asText()).contains("fake");
    assertThat(market.json().get("guarantees").isNull()).isTrue();
    Reply health = ok(200, "GET /healthz", api.get("/healthz"));
    assertThat(health.json().get("status").asText()).isEqualTo("ok");
    Reply page = api.get("/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("<title>Commonwatt").doesNotContain("https://");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aBadBodyIsRefusedAsMalformed(String what, String body) throws Exception {
    Reply reply = ok(400, "POST /v1/orders", api.post(body));
    assertThat(reply.code()).isEqualTo("MALFORMED");
    assertThat(reply.text()).doesNotContain("Exception").doesNotContain("at org.");
  }

  static Stream<Arguments> aBadBodyIsRefusedAsMalformed() {
    String good = ApiClient.json(buy("bad", 3)).toString();
    return Stream.of(
        Arguments.of("empty", ""),
        Arguments.of("no JSON", "{\"participant\""),
        Arguments.of("no object", "[]"),
        Arguments.of("null", "null"),
        Arguments.of("two objects", good + good),
        Arguments.of("not UTF-8", "\u0000\u0001"),
        Arguments.of("deeply nested", "[".repeat(4_000)),
        Arguments.of("unknown field", good.replace("\"area\"", "\"extra\":1,\"area\"")),
        Arguments.of("field twice", good.replace("\"area\"", "\"side\":\"buy\",\"area\"")),
        Arguments.of("missing field", good.replace("\"energyWh\":1000", "\"x\":1")),
        Arguments.of("null field", good.replace("\"energyWh\":1000", "\"energyWh\":null")),
        Arguments.of("text as number", good.replace("1000}", "\"1000\"}")),
        Arguments.of("decimal energy", good.replace("1000}", "1000.5}")),
        Arguments.of("exponent", good.replace("1000}", "1e3}")),
        Arguments.of("number as text", good.replace("\"buy\"", "1")),
        Arguments.of("beyond 64 bits", good.replace("1000}", "9223372036854775808}")),
        Arguments.of(
            "unknown order type", good.replace("\"area\"", "\"orderType\":\"stop\",\"area\"")),
        Arguments.of(
            "unknown time in force", good.replace("\"area\"", "\"timeInForce\":\"day\",\"area\"")),
        Arguments.of("flag as text", good.replace("\"area\"", "\"postOnly\":\"yes\",\"area\"")),
        Arguments.of("peak as text", good.replace("\"area\"", "\"peakWh\":\"1\",\"area\"")),
        Arguments.of(
            "dated without an instant",
            good.replace("\"area\"", "\"timeInForce\":\"good-till-date\",\"area\"")),
        Arguments.of(
            "an instant without a date",
            good.replace("\"area\"", "\"expiresAt\":\"2022-08-02T07:40:00Z\",\"area\"")),
        Arguments.of(
            "a limit order without a price", good.replace("\"priceMicroPerKwh\":150000,", "")),
        Arguments.of("unknown side", good.replace("\"buy\"", "\"hold\"")),
        Arguments.of("local time", good.replace("T07:45:00Z", "T07:45:00")),
        Arguments.of("no instant", good.replace("2022-08-02T07:45:00Z", "tomorrow")),
        Arguments.of("far future", good.replace("2022-", "+999999999-")),
        Arguments.of("fraction of a millisecond", good.replace("45:00Z", "45:00.0000001Z")),
        Arguments.of("id with a space", good.replace("home-01", "home 01")),
        Arguments.of("empty id", good.replace("\"home-01\"", "\"\"")),
        Arguments.of("id with a NUL", good.replace("home-01", "home\\u0000")),
        Arguments.of("half a surrogate", good.replace("home-01", "home\\ud800")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aRuleThatRefusesAnOrderHasItsCodeAndStatus(
      RejectionCode code, int status, Command.PlaceOrder order) throws Exception {
    Reply reply = ok(status, "POST /v1/orders", api.post(order));
    assertThat(reply.code()).isEqualTo(code.name());
    assertThat(reply.json().get("detail").asText()).isNotEmpty();
  }

  static Stream<Arguments> aRuleThatRefusesAnOrderHasItsCodeAndStatus() {
    Command.PlaceOrder good = buy("rule", 3);
    return Stream.of(
        Arguments.of(RejectionCode.UNKNOWN_PARTICIPANT, 404, with(good, "nobody", 1_000, 1)),
        Arguments.of(RejectionCode.ENERGY_NOT_POSITIVE, 400, with(good, "home-01", 0, 1)),
        Arguments.of(RejectionCode.ENERGY_NOT_POSITIVE, 400, with(good, "home-01", -5, 1)),
        Arguments.of(RejectionCode.ENERGY_TOO_LARGE, 422, with(good, "home-01", 50_001, 1)),
        Arguments.of(RejectionCode.PRICE_OUT_OF_RANGE, 422, with(good, "home-01", 1, 1_000_001)),
        Arguments.of(RejectionCode.PRICE_OUT_OF_RANGE, 422, with(good, "home-01", 1, -100_001)),
        Arguments.of(RejectionCode.SLOT_CLOSED, 409, buy("late", 0)),
        Arguments.of(RejectionCode.SLOT_NOT_OPEN, 409, buy("early", 90)),
        Arguments.of(
            RejectionCode.UNKNOWN_AREA,
            422,
            new Command.PlaceOrder("home-01", "a", "else", Fixtures.START, Side.BUY, 1, 1)),
        Arguments.of(
            RejectionCode.SLOT_MISALIGNED,
            422,
            new Command.PlaceOrder(
                "home-01", "m", Fixtures.AREA, Fixtures.START + 1, Side.BUY, 1, 1)));
  }

  @Test
  void aClientOrderIdOfAnotherOrderIsRefused() throws Exception {
    api.post(buy("reused", 3));
    Reply reply = ok(422, "POST /v1/orders", api.post(buy("reused", 4)));
    assertThat(reply.code()).isEqualTo("CLIENT_ORDER_ID_REUSED");
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource
  void aBadQuestionIsRefused(int status, String code, String path, String operation)
      throws Exception {
    Reply reply = ok(status, operation, api.get(path));
    assertThat(reply.code()).isEqualTo(code);
  }

  static Stream<Arguments> aBadQuestionIsRefused() {
    String slot = "GET /v1/slots/{start}";
    String order = "GET /v1/orders/{orderId}";
    String position = "GET /v1/positions";
    String bill = "GET /v1/bills/{participant}";
    String defaults = "GET /v1/accounts/{participant}/defaults";
    return Stream.of(
        Arguments.of(400, "MALFORMED", "/v1/slots/yesterday", slot),
        Arguments.of(422, "SLOT_MISALIGNED", "/v1/slots/2022-08-02T07:01:00Z", slot),
        Arguments.of(404, "UNKNOWN_SLOT", "/v1/slots/2022-08-01T07:00:00Z", slot),
        Arguments.of(
            404, "AUCTION_NOT_RUN", "/v1/slots/2022-08-02T08:15:00Z/auction", slot + "/auction"),
        Arguments.of(400, "MALFORMED", "/v1/slots/" + S0 + "/book?x=1", slot + "/book"),
        Arguments.of(
            404, "UNKNOWN_SLOT", "/v1/slots/2023-08-02T07:00:00Z/trades", slot + "/trades"),
        Arguments.of(400, "MALFORMED", "/v1/slots?from=1", "GET /v1/slots"),
        Arguments.of(400, "MALFORMED", "/v1/slots?from=" + S0 + "&from=" + S0, "GET /v1/slots"),
        Arguments.of(404, "UNKNOWN_ORDER", "/v1/orders/999999", order),
        Arguments.of(400, "MALFORMED", "/v1/orders/-1", order),
        Arguments.of(400, "MALFORMED", "/v1/orders/99999999999999999999", order),
        Arguments.of(400, "MALFORMED", "/v1/orders?participant=home-01", "GET /v1/orders"),
        Arguments.of(
            404,
            "UNKNOWN_ORDER",
            "/v1/orders?participant=home-01&clientOrderId=never",
            "GET /v1/orders"),
        Arguments.of(
            404, "UNKNOWN_PARTICIPANT", "/v1/positions?participant=x&slotStart=" + S0, position),
        Arguments.of(
            404, "UNKNOWN_POSITION", "/v1/positions?participant=home-01&slotStart=" + S2, position),
        Arguments.of(
            422,
            "SLOT_MISALIGNED",
            "/v1/positions?participant=home-01&slotStart=2022-08-02T07:01:00Z",
            position),
        Arguments.of(404, "UNKNOWN_PARTICIPANT", "/v1/bills/nobody", bill),
        Arguments.of(400, "MALFORMED", "/v1/bills/home%2001", bill),
        Arguments.of(400, "MALFORMED", "/v1/bills/home-01?limit=0", bill),
        Arguments.of(400, "MALFORMED", "/v1/bills/home-01?limit=10001", bill),
        Arguments.of(400, "MALFORMED", "/v1/bills/home-01?to=late", bill),
        Arguments.of(400, "MALFORMED", "/v1/bills?a=b", "GET /v1/bills"),
        Arguments.of(404, "UNKNOWN_PARTICIPANT", "/v1/accounts/nobody/defaults", defaults),
        Arguments.of(400, "MALFORMED", "/v1/accounts/home-01/defaults?limit=1001", defaults),
        Arguments.of(400, "MALFORMED", "/v1/batches?limit=x", "GET /v1/batches"),
        Arguments.of(
            400, "MALFORMED", "/v1/readings/rejected?limit=-1", "GET /v1/readings/rejected"),
        Arguments.of(400, "MALFORMED", "/v1/time?a=b", "GET /v1/time"),
        Arguments.of(400, "MALFORMED", "/v1/tree-head?a=b", "GET /v1/tree-head"),
        Arguments.of(400, "MALFORMED", "/v1/market?a=b", "GET /v1/market"));
  }

  @Test
  void aTooLargeBodyAndAForeignTypeAreRefused() throws Exception {
    Reply large = ok(413, "POST /v1/orders", api.post(" ".repeat(HttpApi.MAX_BODY_BYTES + 1)));
    assertThat(large.code()).isEqualTo("BODY_TOO_LARGE");
    Reply form = ok(415, "POST /v1/orders", api.postAs("application/x-www-form-urlencoded", "a=b"));
    assertThat(form.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
  }

  /** A small body that would be unpacked to a large one gets nowhere. */
  @Test
  void aCompressedBodyIsRefusedUnread() throws Exception {
    String head =
        "POST /v1/orders HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + "Content-Length: 2\r\nContent-Encoding: ";
    try (RawClient one = new RawClient(service.httpPort());
        RawClient two = new RawClient(service.httpPort())) {
      assertProblem(415, "UNSUPPORTED_MEDIA_TYPE", one.send(head + "gzip\r\n\r\n{}").read());
      assertProblem(400, "MALFORMED", two.send(head + "identity\r\n\r\n{}").read());
    }
  }

  @Test
  void whatIsTooLongToBeReadIsRefused() throws Exception {
    String path = "GET /" + "x".repeat(HttpApi.MAX_LINE_BYTES) + " HTTP/1.1\r\n\r\n";
    String header = "GET / HTTP/1.1\r\nX: " + "x".repeat(HttpApi.MAX_HEADER_BYTES) + "\r\n\r\n";
    try (RawClient one = new RawClient(service.httpPort());
        RawClient two = new RawClient(service.httpPort());
        RawClient three = new RawClient(service.httpPort())) {
      assertProblem(414, "URI_TOO_LONG", one.send(path).read());
      assertProblem(431, "HEADERS_TOO_LARGE", two.send(header).read());
      assertProblem(400, "MALFORMED", three.send("HELLO\r\n\r\n").read());
    }
  }

  @Test
  void aFloodOfConnectionsIsRefusedEarlyAndThoseWhoCameBeforeAreAnswered() throws Exception {
    List<RawClient> flood = new ArrayList<>();
    try {
      RawClient first = new RawClient(service.httpPort());
      flood.add(first);
      assertThat(first.ask("/v1/time").read().status()).isEqualTo(200);
      for (int i = 0; i < HttpLimits.DEFAULT.connections(); i++) {
        flood.add(new RawClient(service.httpPort()));
      }
      Reply last = flood.get(flood.size() - 1).ask("/v1/time").read();
      assertThat(ok(503, "GET /v1/time", last).code()).isEqualTo("OVERLOADED");
      assertThat(first.ask("/v1/time").read().status()).isEqualTo(200);
    } finally {
      for (RawClient client : flood) {
        client.close();
      }
    }
    Reply after = api.get("/v1/time");
    assertThat(after.status()).isEqualTo(200);
  }

  @Test
  void anUnknownPathMethodOrHostIsAProblemToo() throws Exception {
    assertProblem(404, "NO_SUCH_ROUTE", api.get("/v2/orders"));
    assertProblem(405, "METHOD_NOT_ALLOWED", api.call(HttpMethod.PUT, "/v1/orders"));
    assertThat(api.header(HttpMethod.PUT, "/v1/orders", "Allow")).isEqualTo("DELETE, GET, POST");
    assertProblem(405, "METHOD_NOT_ALLOWED", api.call(HttpMethod.PATCH, "/v1/orders/batch"));
    assertThat(api.header(HttpMethod.PATCH, "/v1/orders/batch", "Allow")).isEqualTo("POST");
    assertProblem(421, "HOST_NOT_ALLOWED", api.getFromHost("/v1/time", "market.example"));
  }

  private static void assertProblem(int status, String code, Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.type()).isEqualTo(Problem.MEDIA_TYPE);
    assertThat(reply.code()).isEqualTo(code);
  }

  private String delete(int status, String operation, String path) throws Exception {
    return ok(status, operation, api.call(HttpMethod.DELETE, path)).code();
  }

  /** The answer, which has this status and is as the document says. */
  private Reply ok(int status, String operation, Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(document.violations(operation, reply)).isEmpty();
    return reply;
  }

  private static Command.PlaceOrder buy(String clientOrderId, int slot) {
    return new Command.PlaceOrder(
        "home-01",
        clientOrderId,
        Fixtures.AREA,
        Fixtures.slot(slot).startMillis(),
        Side.BUY,
        150_000,
        1_000);
  }

  private static Command.PlaceOrder with(
      Command.PlaceOrder order, String participant, long energyWh, long priceMicroPerKwh) {
    return new Command.PlaceOrder(
        participant,
        "rule",
        order.area(),
        order.slotStartMillis(),
        order.side(),
        priceMicroPerKwh,
        energyWh);
  }

  private static byte[] position(String participant, long importWh, long exportWh) {
    return PositionCodec.encode(
        Fixtures.MARKET, Fixtures.position(participant, 0, importWh, exportWh));
  }
}
