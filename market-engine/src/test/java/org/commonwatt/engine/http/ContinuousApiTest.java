package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.model.Command;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
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
 * Continuous trading over the API. Slots 0 to 4 are each in their continuous phase at the same time
 * (the gate is 75 minutes ahead), so that every test has a slot of its own; later ones are open.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContinuousApiTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String PLACE = "POST /v1/orders";
  private static final String AMEND = "PATCH /v1/orders/{orderId}";
  private static final String BUST = "POST /v1/trades/{tradeId}/bust";
  private static final String CANCEL_AUCTION = "POST /v1/slots/{start}/auction/cancellation";
  private static final String LIMIT = "POST /v1/slots/{start}/link-limits";
  private static final String FALLBACKS = "GET /v1/slots/{start}/fallbacks";
  private static final int OPEN = 7;

  private TestInfra infra;
  private MarketService service;
  private ApiClient api;
  private OpenApi document;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    infra = TestInfra.brokerAndDatabase(dir);
    service = MarketService.start(infra.config(new FakeLedger().ledger()));
    api = new ApiClient(service.httpPort());
    document = new OpenApi(api.get("/openapi.yaml").text());
    assertThat(service.awaitLeading(PATIENCE)).isTrue();
    Fallbacks fallbacks =
        new Fallbacks(
            "operator",
            MissedGate.LATE_AUCTION,
            3_600,
            0,
            1_440,
            1_440,
            new Curtailment(Curtailment.Order.CONTINUOUS_FIRST, 1_000_000));
    Rulebook rules = Fixtures.continuousRulebook();
    Safeguards safeguards = new Safeguards(rules.guarantees(), fallbacks);
    assertThat(service.activate(rules.withSafeguards(safeguards), PATIENCE)).isEmpty();
    register();
    service.tick(Fixtures.START - 80 * Fixtures.MINUTE, PATIENCE);
    ok(201, PLACE, api.post(order("auction-buy", "home-01", 0, Side.BUY, 300_000)));
    ok(201, PLACE, api.post(order("auction-sell", "home-02", 0, Side.SELL, 100_000)));
    ok(201, PLACE, api.post(order("back-buy", "home-03", 1, Side.BUY, 300_000, 600)));
    ok(201, PLACE, api.post(order("back-sell", "home-02", 1, Side.SELL, 100_000, 600)));
    service.tick(Fixtures.START - 10 * Fixtures.MINUTE, PATIENCE);
    ok(201, PLACE, api.post(order("back-local", "home-01", 1, Side.SELL, 210_000, 50)));
    ok(201, PLACE, api.post(order("back-taker", "home-03", 1, Side.BUY, 210_000, 50)));
  }

  /** Homes 1 and 3 have collateral enough; home 2 has none, and a connection of 1,000 Wh a slot. */
  private void register() throws Exception {
    Registration.Pledge enough = new Registration.Pledge(1_000_000_000_000_000L, 0);
    List<Registration> files =
        List.of(
            new Registration("home-01", null, enough),
            new Registration("home-02", new Registration.Connection(4_000, 4_000), null),
            new Registration("home-03", null, enough));
    assertThat(service.register(files, PATIENCE)).isEmpty();
  }

  @AfterAll
  void stop() {
    api.close();
    service.close();
    infra.close();
  }

  @Test
  void whatTheAuctionLeavesRestsAndTradesWithWhoArrives() throws Exception {
    JsonNode rest = byClient("home-01", "auction-buy");
    assertThat(rest.get("filledWh").asLong()).isEqualTo(600);
    assertThat(rest.get("openWh").asLong()).isEqualTo(400);
    assertThat(rest.get("state").asText()).isEqualTo("OPEN");

    Reply sold = ok(201, PLACE, api.post(order("arrives", "home-03", 0, Side.SELL, 250_000, 150)));
    assertThat(sold.json().get("state").asText()).isEqualTo("MATCHED");
    assertThat(sold.json().get("averagePriceMicroPerKwh").asLong()).isEqualTo(300_000);
    JsonNode trade = sold.json().at("/trades/0");
    assertThat(trade.get("takerSide").asText()).isEqualTo("sell");
    assertThat(trade.get("feeMicroPerKwh").asLong()).isEqualTo(2_000);
    assertThat(trade.get("path")).isEmpty();
    assertThat(byClient("home-03", "arrives")).isEqualTo(withoutReceipt(sold));

    JsonNode after = byClient("home-01", "auction-buy");
    assertThat(after.get("openWh").asLong()).isEqualTo(250);
    assertThat(after.get("trades")).hasSize(2);
    Reply trades = ok(200, "GET /v1/slots/{start}/trades", api.get(slotPath(0) + "/trades"));
    assertThat(trades.json().findValuesAsText("phase")).contains("auction", "continuous");
    Reply slot = ok(200, "GET /v1/slots/{start}", api.get(slotPath(0)));
    assertThat(slot.json().get("phase").asText()).isEqualTo("CONTINUOUS");
    assertThat(slot.json().get("continuousWh").asLong()).isEqualTo(150);
    assertThat(slot.json().get("gateClosure").asText()).isEqualTo("2022-08-02T06:55:00Z");
    assertThat(slot.json().at("/areas/1/lastPriceMicroPerKwh").asLong()).isEqualTo(300_000);
  }

  @Test
  void aBookOfShownLevelsHasAChecksumThatAClientCanRecompute() throws Exception {
    ok(201, PLACE, api.post(order("book-buy", "home-01", 4, Side.BUY, 200_000, 700)));
    ObjectNode iceberg = json(order("book-iceberg", "home-03", 4, Side.SELL, 240_000, 900));
    Reply rests = ok(201, PLACE, api.post(iceberg.put("peakWh", 300).toString()));
    assertThat(rests.json().get("openWh").asLong()).isEqualTo(900);
    assertThat(rests.json().get("hiddenWh").asLong()).isEqualTo(600);
    assertThat(byClient("home-03", "book-iceberg")).isEqualTo(withoutReceipt(rests));

    Reply book = ok(200, "GET /v1/slots/{start}/book", api.get(slotPath(4) + "/book"));
    JsonNode village = village(book);
    assertThat(village.at("/sells/0/energyWh").asLong()).isEqualTo(300);
    CRC32 crc = new CRC32();
    crc.update("200000:700:1/240000:300:1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThat(village.get("checksum").asText()).isEqualTo("%08x".formatted(crc.getValue()));
    assertThat(book.json().get("phase").asText()).isEqualTo("CONTINUOUS");
    assertThat(book.json().get("sequence").asLong()).isPositive();
  }

  @Test
  void anOrderIsAmendedAndTradesWhereItsNewPriceCrosses() throws Exception {
    JsonNode buy =
        ok(201, PLACE, api.post(order("am-b", "home-01", 2, Side.BUY, 150_000, 500))).json();
    ok(201, PLACE, api.post(order("am-s", "home-03", 2, Side.SELL, 210_000, 200)));
    String path = "/v1/orders/" + buy.get("orderId").asLong();

    Reply smaller = ok(200, AMEND, api.patch(path, amendment("home-01", 150_000, 400)));
    assertThat(smaller.json().get("keptPriority").asBoolean()).isTrue();
    Reply crosses = ok(200, AMEND, api.patch(path, amendment("home-01", 220_000, 400)));
    assertThat(crosses.json().get("keptPriority").asBoolean()).isFalse();
    assertThat(crosses.json().get("openWh").asLong()).isEqualTo(200);
    assertThat(crosses.json().at("/trades/0/priceMicroPerKwh").asLong()).isEqualTo(210_000);

    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    Reply amendments =
        ok(200, "GET /v1/orders/{orderId}/amendments", api.get(path + "/amendments"));
    assertThat(amendments.json().get("amendments").findValuesAsText("priceMicroPerKwh"))
        .containsExactly("150000", "220000");

    String operation = "DELETE /v1/orders/{orderId}";
    assertThat(ok(404, AMEND, api.patch(path, amendment("home-02", 1_000, 1))).code())
        .isEqualTo("UNKNOWN_ORDER");
    Reply cancelled =
        ok(200, operation, api.call(HttpMethod.DELETE, path + "?participant=home-01"));
    assertThat(cancelled.json().get("state").asText()).isEqualTo("MATCHED");
    assertThat(cancelled.json().get("filledWh").asLong()).isEqualTo(200);
    assertThat(cancelled.json().get("cancelledWh").asLong()).isEqualTo(200);
    assertThat(ok(409, AMEND, api.patch(path, amendment("home-01", 150_000, 1))).code())
        .isEqualTo("ORDER_NOT_OPEN");
  }

  @Test
  void aMassCancelTakesTheOrdersOfOneSlotOrOfAll() throws Exception {
    ok(201, PLACE, api.post(order("mass-1", "home-03", 5, Side.SELL, 200_000)));
    ok(201, PLACE, api.post(order("mass-2", "home-03", 6, Side.SELL, 200_000)));
    String operation = "DELETE /v1/orders";
    String path = "/v1/orders?participant=home-03&slotStart=" + at(5);
    Reply one = ok(200, operation, api.call(HttpMethod.DELETE, path));
    assertThat(one.json().get("cancelled").asInt()).isEqualTo(1);
    assertThat(one.json().get("orderIds")).hasSize(1);
    assertThat(byClient("home-03", "mass-1").get("cancelReason").asText()).isEqualTo("MASS_CANCEL");
    assertThat(byClient("home-03", "mass-2").get("state").asText()).isEqualTo("OPEN");
    assertThat(
            ok(200, operation, api.call(HttpMethod.DELETE, path)).json().get("cancelled").asInt())
        .isZero();
    Reply bad = ok(400, operation, api.call(HttpMethod.DELETE, "/v1/orders"));
    assertThat(bad.code()).isEqualTo("MALFORMED");
    Reply nobody = ok(404, operation, api.call(HttpMethod.DELETE, "/v1/orders?participant=nobody"));
    assertThat(nobody.code()).isEqualTo("UNKNOWN_PARTICIPANT");
  }

  @Test
  void immediateAndMarketOrdersSayWhatTheyTradedAndWhatNot() throws Exception {
    ok(201, PLACE, api.post(order("im-s", "home-03", 3, Side.SELL, 200_000, 100)));
    ObjectNode kill = json(order("im-fok", "home-01", 3, Side.BUY, 200_000, 101));
    Reply killed = ok(201, PLACE, api.post(kill.put("timeInForce", "fill-or-kill").toString()));
    assertThat(killed.json().get("state").asText()).isEqualTo("CANCELLED");
    assertThat(killed.json().get("cancelReason").asText()).isEqualTo("UNFILLED");
    assertThat(killed.json().get("averagePriceMicroPerKwh").isNull()).isTrue();

    ObjectNode market = json(order("im-market", "home-01", 3, Side.BUY, 0, 130));
    market.put("orderType", "market").remove("priceMicroPerKwh");
    Reply bought = ok(201, PLACE, api.post(market.toString()));
    assertThat(bought.json().get("state").asText()).isEqualTo("MATCHED");
    assertThat(bought.json().get("filledWh").asLong()).isEqualTo(100);
    assertThat(bought.json().get("cancelledWh").asLong()).isEqualTo(30);
    assertThat(bought.json().get("priceMicroPerKwh").isNull()).isTrue();
    assertThat(bought.json().get("timeInForce").asText()).isEqualTo("immediate-or-cancel");
    assertThat(byClient("home-01", "im-market")).isEqualTo(withoutReceipt(bought));

    halts();
  }

  /** The order of an answer, as it is found afterwards. */
  private static JsonNode withoutReceipt(Reply reply) {
    ObjectNode order = (ObjectNode) reply.json();
    order.remove("receipt");
    return order;
  }

  /** Goes on in the slot that has its last trade at 0.20: the band is 0.10. */
  private void halts() throws Exception {
    ok(201, PLACE, api.post(order("halt-s", "home-03", 3, Side.SELL, 400_000, 50)));
    Reply halted = ok(201, PLACE, api.post(order("halt-b", "home-01", 3, Side.BUY, 400_000, 50)));
    assertThat(halted.json().get("cancelReason").asText()).isEqualTo("HALTED");
    Reply refused = ok(409, PLACE, api.post(order("halt-x", "home-01", 3, Side.BUY, 100_000, 50)));
    assertThat(refused.code()).isEqualTo("PRODUCT_HALTED");
    Reply book = ok(200, "GET /v1/slots/{start}/book", api.get(slotPath(3) + "/book"));
    assertThat(village(book).get("haltedUntil").asText()).isEqualTo("2022-08-02T06:51:00Z");
    assertThat(village(book).get("lastPriceMicroPerKwh").asLong()).isEqualTo(200_000);
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    Reply halts = ok(200, "GET /v1/slots/{start}/halts", api.get(slotPath(3) + "/halts"));
    assertThat(halts.json().at("/halts/0/priceMicroPerKwh").asLong()).isEqualTo(400_000);
    assertThat(halts.json().at("/halts/0/area").asText()).isEqualTo(Fixtures.AREA);
  }

  @ParameterizedTest(name = "{2} {0}")
  @MethodSource
  void aRuleThatRefusesTermsHasItsCodeAndStatus(
      RejectionCode code, int status, String what, Consumer<ObjectNode> terms) throws Exception {
    ObjectNode body = json(order("terms", "home-01", OPEN, Side.BUY, 150_000));
    terms.accept(body);
    Reply reply = ok(status, PLACE, api.post(body.toString()));
    assertThat(reply.code()).isEqualTo(code.name());
    assertThat(reply.json().get("detail").asText()).isNotEmpty();
    assertThat(reply.json().get("hint").asText()).isNotEmpty();
  }

  static Stream<Arguments> aRuleThatRefusesTermsHasItsCodeAndStatus() {
    String continuous = at(2);
    return Stream.of(
        refused(
            RejectionCode.NOT_IN_THIS_PHASE,
            409,
            "immediate",
            b -> b.put("timeInForce", "immediate-or-cancel")),
        refused(
            RejectionCode.NOT_IN_THIS_PHASE,
            409,
            "kill",
            b -> b.put("timeInForce", "fill-or-kill")),
        refused(RejectionCode.NOT_IN_THIS_PHASE, 409, "post only", b -> b.put("postOnly", true)),
        refused(
            RejectionCode.NOT_IN_THIS_PHASE,
            409,
            "auction only, late",
            b -> b.put("timeInForce", "good-till-auction").put("slotStart", continuous)),
        refused(
            RejectionCode.PRICE_OFF_TICK, 422, "off tick", b -> b.put("priceMicroPerKwh", 150_050)),
        refused(
            RejectionCode.QUALIFIERS_CONFLICT,
            422,
            "priced market order",
            b -> b.put("orderType", "market")),
        refused(
            RejectionCode.QUALIFIERS_CONFLICT,
            422,
            "market order that stays",
            b ->
                b.put("orderType", "market")
                    .put("priceMicroPerKwh", 0)
                    .put("timeInForce", "good-till-cancel")),
        refused(
            RejectionCode.QUALIFIERS_CONFLICT,
            422,
            "all with a minimum",
            b -> b.put("allOrNone", true).put("minEnergyWh", 10)),
        refused(
            RejectionCode.QUALIFIERS_CONFLICT,
            422,
            "minimum above all",
            b -> b.put("minEnergyWh", 1_001)),
        refused(RejectionCode.MALFORMED, 400, "negative minimum", b -> b.put("minEnergyWh", -1)),
        refused(
            RejectionCode.QUALIFIERS_CONFLICT, 422, "peak above all", b -> b.put("peakWh", 1_000)),
        refused(
            RejectionCode.QUALIFIERS_CONFLICT,
            422,
            "posted and immediate",
            b ->
                b.put("postOnly", true)
                    .put("timeInForce", "immediate-or-cancel")
                    .put("slotStart", continuous)),
        refused(
            RejectionCode.EXPIRY_PAST,
            409,
            "past",
            b -> b.put("timeInForce", "good-till-date").put("expiresAt", "2022-08-02T06:00:00Z")));
  }

  @Test
  void anOperatorTakesBackATradeAndAnAuctionAndEverybodySeesIt() throws Exception {
    JsonNode trades = api.get(slotPath(1) + "/trades").json().get("trades");
    assertThat(trades).hasSizeGreaterThanOrEqualTo(3);
    long link = trades.at("/0/tradeId").asLong();
    long local = trades.at("/2/tradeId").asLong();
    assertThat(ok(409, BUST, bust(link, "operator")).code()).isEqualTo("TRADE_WITH_LINK");
    assertThat(ok(403, BUST, bust(local, "home-01")).code()).isEqualTo("NOT_OPERATOR");
    assertThat(ok(404, BUST, bust(999, "operator")).code()).isEqualTo("UNKNOWN_TRADE");
    assertThat(ok(400, BUST, api.post("/v1/trades/1/bust", "{}")).code()).isEqualTo("MALFORMED");
    Reply busted = ok(200, BUST, bust(local, "operator"));
    assertThat(busted.json().get("cause").asText()).isEqualTo("erroneous");
    assertThat(busted.json().get("energyWh").asLong()).isEqualTo(50);
    assertThat(byClient("home-01", "back-local").get("state").asText()).isEqualTo("CANCELLED");

    JsonNode limited = ok(200, LIMIT, api.post(slotPath(1) + "/link-limits", limit(400))).json();
    assertThat(limited.get("curtailedTrades").findValuesAsText("byWh"))
        .containsExactly("200", "200");
    assertThat(ok(422, LIMIT, api.post(slotPath(1) + "/link-limits", limit(500))).code())
        .isEqualTo("VALUE_OUT_OF_RANGE");
    assertThat(byClient("home-03", "back-buy").get("filledWh").asLong()).isEqualTo(400);

    String path = slotPath(1) + "/auction/cancellation";
    assertThat(ok(403, CANCEL_AUCTION, api.post(path, byOperator("home-01"))).code())
        .isEqualTo("NOT_OPERATOR");
    Reply cancelled = ok(200, CANCEL_AUCTION, api.post(path, byOperator("operator")));
    assertThat(cancelled.json().get("bustedTrades")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(ok(409, CANCEL_AUCTION, api.post(path, byOperator("operator"))).code())
        .isEqualTo("NO_AUCTION");
    assertThat(api.get(slotPath(1) + "/trades").json().findValuesAsText("phase"))
        .doesNotContain("auction");
    assertThat(byClient("home-03", "back-buy").get("filledWh").asLong()).isZero();

    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    JsonNode told = ok(200, FALLBACKS, api.get(slotPath(1) + "/fallbacks")).json();
    assertThat(told.get("auctionCancelled").asText()).isEqualTo("a price was wrong");
    assertThat(told.get("missedGate").isNull()).isTrue();
    assertThat(told.at("/linkLimits/0/maxFlowWh").asLong()).isEqualTo(400);
    assertThat(told.get("curtailedTrades").findValuesAsText("leftWh"))
        .containsExactly("400", "400");
    assertThat(told.get("bustedTrades").findValuesAsText("cause"))
        .contains("auction-cancelled", "erroneous");
    JsonNode changes =
        ok(200, "GET /v1/grid/limit-changes", api.get("/v1/grid/limit-changes")).json();
    assertThat(changes.get("limitChanges"))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.get("maxFlowWh").asLong()).isEqualTo(400);
              assertThat(change.get("curtailedTrades").asInt()).isEqualTo(2);
              assertThat(change.get("curtailedWh").asLong()).isEqualTo(400);
            });
  }

  @Test
  void aMissedGateIsTold() throws Exception {
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    JsonNode told = ok(200, FALLBACKS, api.get(slotPath(0) + "/fallbacks")).json();
    assertThat(told.at("/missedGate/fallback").asText()).isEqualTo("late-auction");
    assertThat(told.at("/missedGate/lateMillis").asLong()).isEqualTo(65 * Fixtures.MINUTE);
    assertThat(told.get("auctionCancelled").isNull()).isTrue();
    JsonNode rules = api.get("/v1/market").json().get("fallbacks");
    assertThat(rules.get("operator").asText()).isEqualTo("operator");
    assertThat(rules.get("missedGate").asText()).isEqualTo("late-auction");
    assertThat(rules.get("curtailment").asText()).isEqualTo("continuous-first");
  }

  private Reply bust(long tradeId, String operator) throws Exception {
    return api.post("/v1/trades/" + tradeId + "/bust", byOperator(operator));
  }

  private static String limit(long maxFlowWh) {
    return "{\"operator\": \"operator\", \"from\": \""
        + Fixtures.HILL
        + "\", \"to\": \""
        + Fixtures.AREA
        + "\", \"minFlowWh\": 0, \"maxFlowWh\": "
        + maxFlowWh
        + ", \"reason\": \"a cable is damaged\"}";
  }

  private static String byOperator(String operator) {
    return "{\"operator\": \"" + operator + "\", \"reason\": \"a price was wrong\"}";
  }

  @Test
  void aPostOnlyOrderThatWouldTradeIsRefused() throws Exception {
    ok(201, PLACE, api.post(order("post-s", "home-03", 2, Side.SELL, 500_000, 100)));
    ObjectNode body = json(order("post-b", "home-01", 2, Side.BUY, 500_000, 100));
    Reply reply = ok(409, PLACE, api.post(body.put("postOnly", true).toString()));
    assertThat(reply.code()).isEqualTo("POST_ONLY_WOULD_TRADE");
    assertThat(
            ok(
                    404,
                    "GET /v1/orders",
                    api.get("/v1/orders?participant=home-01&clientOrderId=post-b"))
                .code())
        .isEqualTo("UNKNOWN_ORDER");
  }

  @Test
  void anOrderBeyondAConnectionOrTheCollateralIsRefused() throws Exception {
    assertRefused(409, "FEED_IN_EXCEEDED", order("far-s", "home-02", 7, Side.SELL, 1_000, 1_001));
    assertRefused(409, "LOAD_EXCEEDED", order("far-b", "home-02", 7, Side.BUY, 1_000, 1_001));
    assertRefused(409, "COLLATERAL_TOO_LOW", order("poor", "home-02", 7, Side.BUY, 1_000, 1));
    ok(201, PLACE, api.post(order("free", "home-02", 7, Side.BUY, -22_000, 1)));
  }

  @Test
  void anOrderBeyondWhatTheSlotsMoneyCanCountIsRefused() throws Exception {
    long most = 1_000_000_000_000L; // 2⁶³ ÷ 1,022,000 ÷ 4 is 2.25 times it
    assertRefused(422, "ENERGY_TOO_LARGE", order("e", "home-03", 6, Side.SELL, 999_000, most + 1));
    ok(201, PLACE, api.post(order("big-1", "home-03", 6, Side.SELL, 999_000, most)));
    ok(201, PLACE, api.post(order("big-2", "home-03", 6, Side.SELL, 999_000, most)));
    assertRefused(422, "SLOT_VOLUME_TOO_LARGE", order("v", "home-03", 6, Side.SELL, 1_000, most));
    String path = "/v1/orders?participant=home-03&slotStart=" + at(6);
    ok(200, "DELETE /v1/orders", api.call(HttpMethod.DELETE, path));
    ok(201, PLACE, api.post(order("big-3", "home-03", 6, Side.SELL, 999_000, most)));
  }

  private void assertRefused(int status, String code, Command.PlaceOrder order) throws Exception {
    Reply reply = ok(status, PLACE, api.post(order));
    assertThat(reply.code()).isEqualTo(code);
    assertThat(reply.json().get("receipt").get("sequence").asLong()).isPositive();
  }

  @Test
  void aParticipantsOpenOrdersAreListedBySlotAndPageAndNobodyElses() throws Exception {
    String own = "/v1/orders/open?participant=home-01";
    long first = placed(order("own-1", "home-01", 1, Side.BUY, 50_000));
    long second = placed(order("own-2", "home-01", 7, Side.BUY, 50_000));
    long third = placed(order("own-3", "home-01", 1, Side.BUY, 60_000));
    long gone = placed(order("own-4", "home-01", 1, Side.BUY, 40_000));
    long foreign = placed(order("foreign", "home-03", 1, Side.SELL, 900_000));
    api.call(HttpMethod.DELETE, "/v1/orders/" + gone + "?participant=home-01");

    JsonNode all = open(own);
    assertThat(ids(all)).contains(first, second, third).doesNotContain(gone, foreign).isSorted();
    assertThat(all.findValuesAsText("participant")).containsOnly("home-01");
    assertThat(all.get("next").isNull()).isTrue();
    assertThat(all.get("asOfSequence").asLong()).isPositive();
    assertThat(ids(open(own + "&slotStart=" + at(1)))).containsExactly(first, third);
    assertThat(open(own + "&slotStart=" + at(1)).at("/orders/0"))
        .isEqualTo(byClient("home-01", "own-1"));

    List<Long> paged = new ArrayList<>();
    String after = "";
    for (int pages = 0; pages <= ids(all).size(); pages++) {
      JsonNode page = open(own + "&limit=1" + after);
      assertThat(page.get("orders").size()).isLessThanOrEqualTo(1);
      paged.addAll(ids(page));
      if (page.get("next").isNull()) {
        break;
      }
      after = "&after=" + page.get("next").asLong();
    }
    assertThat(paged).isEqualTo(ids(all));
  }

  @Test
  void aBadQuestionForOpenOrdersIsRefused() throws Exception {
    assertThat(bad(400, "")).isEqualTo("MALFORMED");
    assertThat(bad(400, "?participant=home-01&limit=501")).isEqualTo("MALFORMED");
    assertThat(bad(400, "?participant=home-01&after=0")).isEqualTo("MALFORMED");
    assertThat(bad(400, "?participant=home-01&state=open")).isEqualTo("MALFORMED");
    assertThat(bad(404, "?participant=stranger")).isEqualTo("UNKNOWN_PARTICIPANT");
    assertThat(bad(422, "?participant=home-01&slotStart=2022-08-02T07:01:00Z"))
        .isEqualTo("SLOT_MISALIGNED");
  }

  private String bad(int status, String query) throws Exception {
    return ok(status, "GET /v1/orders/open", api.get("/v1/orders/open" + query)).code();
  }

  private long placed(Command.PlaceOrder order) throws Exception {
    return ok(201, PLACE, api.post(order)).json().get("orderId").asLong();
  }

  private JsonNode open(String path) throws Exception {
    return ok(200, "GET /v1/orders/open", api.get(path)).json();
  }

  private static List<Long> ids(JsonNode answer) {
    List<Long> ids = new ArrayList<>();
    answer.get("orders").forEach(order -> ids.add(order.get("orderId").asLong()));
    return ids;
  }

  @Test
  void theTradesOfASlotAreToldPageByPageAndNewOnesLast() throws Exception {
    ok(201, PLACE, api.post(order("page-s", "home-03", 4, Side.SELL, 230_000, 80)));
    for (int i = 0; i < 3; i++) {
      ok(201, PLACE, api.post(order("page-b" + i, "home-01", 4, Side.BUY, 230_000, 20)));
    }
    String path = slotPath(4) + "/trades";
    List<String> all = api.get(path).json().findValuesAsText("tradeId");
    assertThat(all).hasSizeGreaterThanOrEqualTo(3);
    List<String> paged = new ArrayList<>();
    JsonNode page = api.get(path + "?limit=1").json();
    for (int pages = 0; pages < all.size(); pages++) {
      assertThat(page.get("trades")).hasSize(1);
      paged.addAll(page.findValuesAsText("tradeId"));
      assertThat(page.get("more").asBoolean()).isEqualTo(paged.size() < all.size());
      page = api.get(path + "?limit=1&cursor=" + page.get("next").asText()).json();
    }
    assertThat(paged).isEqualTo(all);
    assertThat(page.get("trades")).isEmpty();

    ok(201, PLACE, api.post(order("page-late", "home-01", 4, Side.BUY, 230_000, 20)));
    JsonNode late = api.get(path + "?cursor=" + page.get("next").asText()).json();
    assertThat(late.get("trades")).hasSize(1);
    assertThat(late.at("/trades/0/energyWh").asLong()).isEqualTo(20);
    String other = slotPath(2) + "/trades?cursor=" + page.get("next").asText();
    assertThat(api.get(other).code()).isEqualTo("MALFORMED");
  }

  @Test
  void whatCanBeTradedIsToldByAreaAndSlot() throws Exception {
    JsonNode products = api.get("/v1/products").json().get("products");
    JsonNode first = products.get(0);
    assertThat(first.get("area").asText()).isEqualTo(Fixtures.AREA);
    assertThat(first.get("slotStart").asText()).isEqualTo(at(0));
    assertThat(first.get("phase").asText()).isEqualTo("CONTINUOUS");
    assertThat(first.get("gate").asText()).isEqualTo("2022-08-02T05:45:00Z");
    assertThat(first.get("gateClosure").asText()).isEqualTo("2022-08-02T06:55:00Z");
    assertThat(products.get(1).get("area").asText()).isEqualTo(Fixtures.HILL);
    assertThat(products.findValuesAsText("phase")).contains("OPEN");
    JsonNode areas = api.get("/v1/areas").json();
    assertThat(areas.get("areas").findValuesAsText("memberCount")).containsExactly("2", "1");
    assertThat(areas.at("/areas/0/level").asText()).isEqualTo("low-voltage");
    assertThat(areas.at("/links/0/maxFlowWh").asLong()).isEqualTo(600);
    JsonNode tariff = api.get("/v1/tariff").json();
    assertThat(tariff.get("supplier").asText()).isEqualTo("supplier");
    assertThat(tariff.get("steps").findValuesAsText("retailMicroPerKwh"))
        .containsExactly("280000", "330000");
  }

  @Test
  void theRulesOfContinuousTradingAreTold() throws Exception {
    JsonNode market = ok(200, "GET /v1/market", api.get("/v1/market")).json();
    assertThat(market.at("/guarantees/exchange").asText()).isEqualTo("house");
    JsonNode rules = market.get("continuous");
    assertThat(rules.get("gateClosureLeadMinutes").asInt()).isEqualTo(5);
    assertThat(rules.get("feeMode").asText()).isEqualTo("on-top");
    assertThat(rules.at("/levels/0/constantMicroPerKwh").asLong()).isEqualTo(2_000);
    assertThat(rules.get("areaLevels")).hasSize(2);
  }

  private static Arguments refused(
      RejectionCode code, int status, String what, Consumer<ObjectNode> terms) {
    return Arguments.of(code, status, what, terms);
  }

  private static JsonNode village(Reply book) {
    for (JsonNode area : book.json().get("areas")) {
      if (area.get("area").asText().equals(Fixtures.AREA)) {
        return area;
      }
    }
    throw new AssertionError("no book of the village: " + book.text());
  }

  private JsonNode byClient(String participant, String id) throws Exception {
    return ok(
            200,
            "GET /v1/orders",
            api.get("/v1/orders?participant=" + participant + "&clientOrderId=" + id))
        .json();
  }

  private Reply ok(int status, String operation, Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(document.violations(operation, reply)).isEmpty();
    return reply;
  }

  private static String amendment(String participant, long priceMicroPerKwh, long openWh) {
    return "{\"participant\":\"%s\",\"priceMicroPerKwh\":%d,\"openWh\":%d}"
        .formatted(participant, priceMicroPerKwh, openWh);
  }

  private static String at(int slot) {
    return java.time.Instant.ofEpochMilli(Fixtures.slot(slot).startMillis()).toString();
  }

  private static String slotPath(int slot) {
    return "/v1/slots/" + at(slot);
  }

  private static ObjectNode json(Command.PlaceOrder order) {
    return ApiClient.json(order);
  }

  private static Command.PlaceOrder order(
      String id, String participant, int slot, Side side, long priceMicroPerKwh) {
    return order(id, participant, slot, side, priceMicroPerKwh, 1_000);
  }

  private static Command.PlaceOrder order(
      String id, String participant, int slot, Side side, long priceMicroPerKwh, long energyWh) {
    return new Command.PlaceOrder(
        participant,
        id,
        Fixtures.areaOf(participant),
        Fixtures.slot(slot).startMillis(),
        side,
        priceMicroPerKwh,
        energyWh);
  }
}
