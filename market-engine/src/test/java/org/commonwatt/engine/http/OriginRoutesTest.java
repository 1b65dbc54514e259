package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.ledger.OriginLedger;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SourceDeclaration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Guarantees of origin on the ledger, asked of a market with accounts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OriginRoutesTest {
  private static final OpenApi DOCUMENT = OpenApi.packaged();
  private static final String OWN = "/v1/origin/accounts/";
  private static final String MIX = "/v1/origin/residual-mix";
  private static final Origin SUN = new Origin(Fixtures.HILL, EnergySource.SOLAR);
  private static final long START = Fixtures.slot(-4).startMillis();
  private static final String DAY = "?day=" + Instant.ofEpochMilli(START);

  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
    assertThat(market.service.awaitRecorded(1, LoginMarket.PATIENCE)).isTrue();
    SettlementBatch batch =
        new SettlementLedger(market.ledger.ledger()).batches(Fixtures.MARKET).get(0).batch();
    assertThat(batch.slot().startMillis()).isEqualTo(START);
    OriginLedger origin = new OriginLedger(market.ledger.ledger());
    SourceDeclaration roof =
        new SourceDeclaration(Fixtures.MARKET, "home-02", Fixtures.HILL, EnergySource.SOLAR, START);
    assertThat(origin.declare(roof)).isInstanceOf(SubmitOutcome.Committed.class);
    OriginEntries entries =
        new OriginEntries(
            List.of(new Amount("home-02", SUN, 1_000)),
            List.of(new Move(7, "home-02", "home-01", SUN, 700)),
            List.of(new Amount("home-01", SUN, 600)),
            List.of(new Unguaranteed(Fixtures.HILL, 450)));
    OriginRun run =
        new OriginRun(
            Fixtures.MARKET, batch.batchId(), SettlementHashes.batch(batch), batch.slot(), entries);
    assertThat(origin.post(run)).isInstanceOf(SubmitOutcome.Committed.class);
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  @Test
  void anAccountSeesWhatItBoughtAndUsedAndAnotherWhatItWasIssuedAndSold() throws Exception {
    JsonNode buyer = own("home-01", DAY);
    assertThat(buyer.at("/slots/0/slotStart").asText())
        .isEqualTo(Instant.ofEpochMilli(START).toString());
    assertThat(buyer.at("/slots/0/issued")).isEmpty();
    assertThat(buyer.at("/slots/0/bought").toString())
        .isEqualTo("[{\"tradeId\":7,\"area\":\"hill\",\"source\":\"solar\",\"wh\":700}]");
    assertThat(buyer.at("/slots/0/retired").toString())
        .isEqualTo("[{\"area\":\"hill\",\"source\":\"solar\",\"wh\":600}]");
    JsonNode seller = own("home-02", DAY);
    assertThat(seller.at("/slots/0/issued/0/wh").asLong()).isEqualTo(1_000);
    assertThat(seller.at("/slots/0/sold/0/wh").asLong()).isEqualTo(700);
    assertThat(seller.at("/slots/0/stored")).isEmpty();
    assertThat(own("home-02", "?day=2022-08-01T00:00:00Z").get("slots")).isEmpty();
    assertThat(own("home-02", "?day=1969-08-01T00:00:00Z").get("slots")).isEmpty();
  }

  @Test
  void anothersAreNotToldAndReadersSayWhy() throws Exception {
    assertThat(market.as("home-01").get(OWN + "home-02" + DAY).status()).isEqualTo(404);
    assertThat(market.as("agency").get(OWN + "home-02" + DAY).code()).isEqualTo("PURPOSE_REQUIRED");
    assertThat(market.as("agency", "a claim").get(OWN + "home-02" + DAY).status()).isEqualTo(200);
    assertThat(market.as("home-01").get(OWN + "home-01").code()).isEqualTo("MALFORMED");
    assertThat(market.as("home-01").get(OWN + "home-01?day=today").code()).isEqualTo("MALFORMED");
  }

  @Test
  void theMixOfFewHomesIsSuppressed() throws Exception {
    for (ApiClient client : List.of(market.stranger(), market.as("home-02"))) {
      JsonNode mix = mix(client, DAY);
      assertThat(mix.get("slots").asInt()).isEqualTo(1);
      assertThat(mix.get("areas")).hasSize(2);
      for (JsonNode area : mix.get("areas")) {
        assertThat(area.get("suppressed").asBoolean()).isTrue();
        assertThat(area.get("residual")).isEmpty();
        assertThat(area.get("togetherWh").isNull()).isTrue();
        assertThat(area.get("unguaranteedWh").isNull()).isTrue();
      }
    }
  }

  @Test
  void aLedgerThatDoesNotAnswerIsTold() throws Exception {
    market.ledger.failBefore(Integer.MAX_VALUE); // others ask, too
    Reply reply;
    try {
      reply = market.stranger().get(MIX + DAY);
    } finally {
      market.ledger.failBefore(0);
    }
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.code()).isEqualTo("LEDGER_UNAVAILABLE");
    assertThat(reply.text()).as("what it says is not for everybody").doesNotContain("injected");
  }

  @Test
  void anInvoiceIsAskedForWhereWaitingForAPeerKeepsNoOtherAnswersBack() throws Exception {
    market.ledger.threads().clear();
    Reply invoice = market.as("home-01").get("/v1/accounts/home-01/invoices/1");
    assertThat(invoice.status()).as(invoice.text()).isEqualTo(200);
    assertThat(market.ledger.threads())
        .anyMatch(thread -> thread.startsWith(FakeLedger.API_THREADS))
        .noneMatch(thread -> thread.startsWith("reports"));
  }

  @Test
  void whatTheDatabaseHasToSayWaitsForNoPeer() throws Exception {
    CountDownLatch answers = new CountDownLatch(1);
    market.ledger.hold(answers);
    List<CompletableFuture<Reply>> stuck = new ArrayList<>();
    try {
      for (int thread = 0; thread < 2; thread++) {
        stuck.add(later(market.stranger(), MIX + DAY));
      }
      Reply refused =
          later(market.as("agency", "a claim"), OWN + "home-99" + DAY).get(30, TimeUnit.SECONDS);
      assertThat(refused.code()).isEqualTo("UNKNOWN_PARTICIPANT");
      assertThat(stuck).noneMatch(CompletableFuture::isDone);
    } finally {
      market.ledger.hold(null);
      answers.countDown();
    }
    for (CompletableFuture<Reply> one : stuck) {
      assertThat(one.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
    }
  }

  private static CompletableFuture<Reply> later(ApiClient client, String path) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return client.get(path);
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  private JsonNode own(String account, String query) throws Exception {
    return ok(market.as(account), "GET /v1/origin/accounts/{participant}", OWN + account + query);
  }

  private static JsonNode mix(ApiClient client, String query) throws Exception {
    return ok(client, "GET /v1/origin/residual-mix", MIX + query);
  }

  private static JsonNode ok(ApiClient client, String operation, String path) throws Exception {
    Reply reply = client.get(path);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(DOCUMENT.violations(operation, reply)).isEmpty();
    return reply.json();
  }
}
