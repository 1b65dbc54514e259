package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.ledger.DisputeLedger;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.RecordedBatch;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.LedgerDisputes.Outcome;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Upheld disputes over a real engine, broker and database, with a ledger that fails at times. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorrectionsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final FakeLedger ledger = new FakeLedger();
  private TestInfra infra;
  private MarketService service;
  private ApiClient api;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    infra = TestInfra.brokerAndDatabase(dir);
    service = MarketService.start(infra.config(ledger.ledger()));
    api = new ApiClient(service.httpPort());
    assertThat(service.awaitLeading(PATIENCE)).isTrue();
    DisputeRules rules = new DisputeRules("arbiter", 2, 1, true);
    assertThat(
            service.activate(
                Fixtures.rulebook().withSafeguards(new Safeguards(null, null, rules)), PATIENCE))
        .isEmpty();
    service.tick(Fixtures.slot(0).endMillis(), PATIENCE);
    for (String home : Fixtures.HOMES) {
      infra.publish(
          Topics.POSITIONS,
          PositionCodec.encode(Fixtures.MARKET, Fixtures.position(home, 0, 700, 0)));
    }
    assertThat(service.awaitPositions(Fixtures.slot(0), PATIENCE)).isTrue();
  }

  @AfterAll
  void stop() {
    api.close();
    service.close();
    infra.close();
  }

  /** In one test, because one follows from the other. */
  @Test
  void anUpheldDisputeIsPostedOnceWhateverTheLedgerDoesAndShownInTheBill() throws Exception {
    assertThat(api.get("/v1/market").json().get("disputes").get("corrections").asBoolean())
        .isTrue();
    String initial = SettlementBatch.initialId(Fixtures.MARKET, Fixtures.slot(0));
    await(initial);
    ledger.failBefore(2);
    ledger.forgetAfter(1);
    ledger.invalidate(1);
    long first = open("home-01", 0);
    long second = open("home-02", 2);
    decide(second, "home-02", "");
    decide(first, "home-01", ",\"correctedNano\":-5000000");
    String id = SettlementBatch.correctedId(Fixtures.MARKET, Fixtures.slot(0), first);
    SettlementBatch batch = await(id).batch();
    assertThat(batch.postings()).extracting(Posting::account).contains("home-01").hasSize(2);
    assertThat(batch.postings().stream().mapToLong(Posting::amountNano).sum()).isZero();
    DisputeLedger disputes = new DisputeLedger(ledger.ledger());
    assertThat(disputes.list(Fixtures.MARKET))
        .extracting(DisputeLedger.Kept::outcome)
        .containsExactly(Optional.of(Outcome.UPHELD), Optional.of(Outcome.DISMISSED));
    assertThat(disputes.list(Fixtures.MARKET))
        .extracting(kept -> kept.dispute().batchId())
        .containsOnly(initial);
    assertThat(valid("Open")).isEqualTo(2);
    assertThat(valid("Resolve")).isEqualTo(2);
    assertThat(valid("PostBatch")).isEqualTo(2);

    service.tick(Fixtures.slot(0).endMillis() + 1_000, PATIENCE);
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    JsonNode bill = api.get("/v1/bills/home-01").json();
    JsonNode line = bill.get("lines").get(1);
    assertThat(line.get("kind").asText()).isEqualTo("CORRECTION");
    assertThat(line.get("run").asInt()).isEqualTo(1);
    assertThat(line.get("tradeId").asLong()).isEqualTo(first);
    assertThat(line.get("settlement").asText()).isEqualTo("FINAL");
    assertThat(bill.get("amountNano").asText()).isEqualTo("-5000000");
    assertThat(api.get("/v1/accounts/home-01/notices").text()).contains("BILL_REVISED");
    Reply correction = open("home-01", 1, 0);
    assertThat(correction.code()).isEqualTo("UNKNOWN_BILL_LINE");
  }

  private long valid(String function) {
    List<LedgerTransaction> all = ledger.transactions();
    return all.stream()
        .filter(one -> one.code().equals("VALID") && one.call().function().equals(function))
        .count();
  }

  /** Looks at the blocks until the batch is in one: a query would meet the injected faults. */
  private RecordedBatch await(String batchId) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (ledger.transactions().stream().noneMatch(one -> posts(one, batchId))) {
      assertThat(System.nanoTime()).as("%s", service.troubles()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return new SettlementLedger(ledger.ledger()).find(batchId).orElseThrow();
  }

  private static boolean posts(LedgerTransaction one, String batchId) {
    return one.code().equals("VALID")
        && one.call().function().equals("PostBatch")
        && one.call().arguments().get(0).contains("\"" + batchId + "\"");
  }

  private long open(String home, int line) throws Exception {
    Reply reply = open(home, 0, line);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json().get("disputeId").asLong();
  }

  private Reply open(String home, int run, int line) throws Exception {
    return api.post(
        "/v1/disputes",
        ("{\"participant\":\"%s\",\"slotStart\":\"%s\",\"run\":%d,\"line\":%d,"
                + "\"reason\":\"Not mine.\"}")
            .formatted(home, Views.instant(Fixtures.slot(0).startMillis()), run, line));
  }

  private void decide(long id, String home, String amount) throws Exception {
    Reply reply =
        api.post(
            "/v1/disputes/" + id + "/decision",
            "{\"decider\":\"arbiter\",\"participant\":\"%s\",\"reason\":\"Read twice.\"%s}"
                .formatted(home, amount));
    assertThat(reply.status()).as(reply.text()).isLessThan(300);
  }
}
