package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.engine.evidence.EvidenceStore;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Command;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.commonwatt.model.StorageAuctionRules;

/**
 * The market that the examples of the API's document speak of: order 1 is open, trade 1 lies within
 * the village, a slot was settled whose bill may be disputed, and invoice 1 is of home-01.
 */
final class ExampleMarket implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final TestInfra infra;
  private final MarketService service;

  private ExampleMarket(TestInfra infra, MarketService service) {
    this.infra = infra;
    this.service = service;
  }

  /** Starts everything. */
  static ExampleMarket start(Path dir) throws Exception {
    TestInfra infra = TestInfra.brokerAndDatabase(dir);
    Ledger ledger = new FakeLedger().ledger();
    new ExampleBatteries(ledger).moduleOne();
    MarketService service = MarketService.start(infra.config(ledger).withEvidence(evidence(dir)));
    ExampleMarket market = new ExampleMarket(infra, service);
    market.open();
    market.settle(1);
    market.settle(-4); // the slot that disputes are about
    assertThat(service.awaitRecorded(1, PATIENCE)).isTrue();
    FirstInvoice.issue(ledger, Fixtures.MARKET, "home-01");
    market.awaitTreeHead();
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    new AlertRows(infra.database(), Fixtures.MARKET)
        .insert("0123456789abcdef0123456789abcdef", "LAYERING", "{home-01}");
    GridRows rows = new GridRows(infra.database(), Fixtures.MARKET);
    rows.position("home-01", "village", 0, "300, 250, 200, 240, -50");
    rows.flow("village", -2_000, "-2000, 50, 10, 40");
    rows.alert("village", "IMPORT", 8_000);
    return market;
  }

  private static EvidenceStore evidence(Path dir) {
    return new EvidenceStore(dir.resolve("evidence"), 0);
  }

  /** What follows the log by itself is there a moment later. */
  private void awaitTreeHead() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (ApiClient api = new ApiClient(port())) {
      while (api.get("/v1/tree-head").status() != 200) {
        assertThat(System.nanoTime()).as("no tree head").isLessThan(end);
        Thread.sleep(50);
      }
    }
  }

  /** The port of the API. */
  int port() {
    return service.httpPort();
  }

  /** Nothing has come to a stop: the tables reach what the engine has, and no part complains. */
  void assertWell() throws Exception {
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    assertThat(service.troubles()).isEmpty();
  }

  @Override
  public void close() {
    service.close();
    infra.close();
  }

  private void open() throws Exception {
    assertThat(service.awaitLeading(PATIENCE)).isTrue();
    assertThat(service.activate(rules(), PATIENCE)).isEmpty();
    Registration.Pledge enough = new Registration.Pledge(1_000_000_000_000_000L, 0);
    List<Registration> pledges =
        Fixtures.HOMES.stream().map(home -> new Registration(home, null, enough)).toList();
    assertThat(service.register(pledges, PATIENCE)).isEmpty();
    service.tick(Fixtures.START - 80 * Fixtures.MINUTE, PATIENCE);
    place("evening-1", "home-01", 2, Side.BUY, 150_000);
    place("local-buy", "home-01", 0, Side.BUY, 300_000);
    place("local-sell", "home-03", 0, Side.SELL, 300_000);
    place("far-buy", "home-01", 1, Side.BUY, 300_000);
    place("far-sell", "home-02", 1, Side.SELL, 100_000);
    service.tick(Fixtures.START - 10 * Fixtures.MINUTE, PATIENCE);
    place("basket-sell", "home-03", 3, Side.SELL, 250_000);
    place("block-sell", "home-03", 4, Side.SELL, 270_000);
    place("basket-buy", "home-03", 4, Side.BUY, 180_000);
    ask();
  }

  /** What officers decide in the examples. */
  private void ask() throws Exception {
    try (ApiClient api = new ApiClient(port())) {
      String own = "/v1/accounts/home-02/";
      Reply point =
          api.send(
              HttpMethod.PUT,
              own + "meter-points/point-2",
              "application/json",
              "{\"area\":\"hill\",\"meter\":\"meter-2\",\"feedInW\":5000,\"loadW\":5000}");
      assertThat(point.status()).as(point.text()).isEqualTo(200);
      new ExampleTalks(api).begin();
      Reply deposit = api.post(own + "deposits", "{\"amountNano\":1000000000}");
      assertThat(deposit.status()).as(deposit.text()).isEqualTo(201);
    }
  }

  private void settle(int slot) throws Exception {
    for (String home : Fixtures.HOMES) {
      boolean feedsIn = home.equals("home-03"); // and so has gains to take out
      infra.publish(
          Topics.POSITIONS,
          PositionCodec.encode(
              Fixtures.MARKET,
              Fixtures.position(home, slot, feedsIn ? 0 : 700, feedsIn ? 700 : 0)));
    }
    assertThat(service.awaitPositions(Fixtures.slot(slot), PATIENCE)).isTrue();
  }

  private static Rulebook rules() {
    Rulebook rules = Fixtures.continuousRulebook();
    Curtailment curtailment = new Curtailment(Curtailment.Order.CONTINUOUS_FIRST, 1_000_000);
    return rules
        .withTradingStart(Fixtures.START - 60 * Fixtures.MINUTE)
        .withSafeguards(
            new Safeguards(
                    rules.guarantees(),
                    new Fallbacks(
                        "operator", MissedGate.LATE_AUCTION, 3_600, 0, 1_440, 1_440, curtailment))
                .withRegistration(Fixtures.registration())
                .withStorageAuction(new StorageAuctionRules(4, 1_440, 15, 1, 100, List.of()))
                .withImbalance(
                    new ImbalanceRules(
                        List.of("a-plant-to-come"),
                        "supplier",
                        1,
                        new ImbalanceRules.Pool(0),
                        null,
                        new ImbalanceRules.Prices(
                            "price-desk",
                            true,
                            0,
                            900_000,
                            new ImbalanceRules.Fallback(true, 0, 0)))));
  }

  private void place(String id, String home, int slot, Side side, long price) throws Exception {
    Command.PlaceOrder order = Fixtures.order(home, slot, side, price);
    try (ApiClient api = new ApiClient(port())) {
      Reply reply = api.post(ApiClient.json(order).put("clientOrderId", id).toString());
      assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    }
  }
}
