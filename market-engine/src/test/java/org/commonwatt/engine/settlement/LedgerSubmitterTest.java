package org.commonwatt.engine.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.runtime.EngineHarness;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SlotPhase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Three settled slots await the ledger; each test injects another fault. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerSubmitterTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final List<Event.BatchRecorded> recorded = new CopyOnWriteArrayList<>();
  private TestInfra infra;
  private EngineHarness engine;
  private FakeLedger ledger;
  private int registered;
  private int asked;

  @BeforeAll
  void startBroker(@TempDir Path dir) {
    infra = TestInfra.broker(dir);
  }

  @BeforeEach
  void settleThreeSlots() throws Exception {
    infra.freshTopics();
    ledger = new FakeLedger();
    engine = EngineHarness.opened(infra.bootstrap());
    engine
        .engine()
        .listen(
            frame ->
                frame
                    .events()
                    .forEach(
                        events ->
                            events.forEach(
                                envelope -> {
                                  if (envelope.event() instanceof Event.BatchRecorded event) {
                                    recorded.add(event);
                                  }
                                })));
    recorded.clear();
    engine.run(new Command.Tick(Fixtures.slot(3).startMillis()));
    for (int slot = 0; slot < 3; slot++) {
      for (String home : Fixtures.HOMES) {
        engine.run(new Command.ReportPosition(Fixtures.position(home, slot, 100, 0)));
      }
    }
    RegisteredEvents.upToNow(engine, infra.bootstrap(), ledger.ledger());
    registered = ledger.transactions().size();
    asked = ledger.calls();
  }

  /** The transactions behind the registry's. */
  private List<LedgerTransaction> posts() {
    return ledger.transactions().subList(registered, ledger.transactions().size());
  }

  @AfterEach
  void stopEngine() {
    engine.close();
  }

  @AfterAll
  void stopBroker() {
    infra.close();
  }

  @Test
  void batchesAreRecordedOnceInTheOrderOfTheirSlots() throws Exception {
    submitUntilRecorded();
    assertRecordedOnce();
    List<String> ids = posts().stream().map(LedgerTransaction::transactionId).toList();
    assertThat(recorded).extracting(Event.BatchRecorded::transactionId).isEqualTo(ids);
    assertThat(recorded)
        .extracting(one -> one.blockNumber() - registered)
        .containsExactly(0L, 1L, 2L);
  }

  @Test
  void anUnknownOutcomeIsAskedForByItsIdAndNotPostedAgain() throws Exception {
    ledger.failAfter(1);
    submitUntilRecorded();
    assertRecordedOnce();
    assertThat(ledger.calls() - asked).as("three posts, and one question by the id").isEqualTo(4);
  }

  @Test
  void anUnknownOutcomeThatTurnsOutInvalidIsFollowedByANewTransaction() throws Exception {
    ledger.invalidate(1);
    ledger.failAfter(1);
    submitUntilRecorded();
    assertRecordedOnce();
    assertThat(posts())
        .extracting(LedgerTransaction::code)
        .containsExactly("MVCC_READ_CONFLICT", "VALID", "VALID", "VALID");
    assertThat(recorded.get(0).transactionId()).isEqualTo(posts().get(1).transactionId());
  }

  @Test
  void aBatchWhoseTransactionNobodyKnowsIsFoundByItsOwnId() throws Exception {
    ledger.forgetAfter(1);
    submitUntilRecorded();
    assertRecordedOnce();
    assertThat(ledger.calls() - asked)
        .as("posted again, refused, looked up and asked for")
        .isEqualTo(6);
  }

  @Test
  void anUnreachableLedgerAndAnInvalidTransactionAreTriedAgain() throws Exception {
    ledger.failBefore(2);
    ledger.invalidate(2);
    submitUntilRecorded();
    assertRecordedOnce();
    assertThat(posts())
        .extracting(LedgerTransaction::transactionId)
        .hasSize(5)
        .doesNotHaveDuplicates();
  }

  @Test
  void aCrashBetweenCommitAndConfirmationIsMadeGoodAfterTheRestart() throws Exception {
    ledger.forgetAfter(Integer.MAX_VALUE);
    try (LedgerSubmitter crashing = submitter()) {
      awaitTrue(() -> !ledger.submitted().isEmpty() && crashing.trouble() != null);
    }
    engine.close();
    ledger.forgetAfter(0);
    engine = EngineHarness.leading(infra.bootstrap());
    submitUntilRecorded();
    assertThat(ledger.submitted()).hasSize(3).doesNotHaveDuplicates();
    SlotPhase phase =
        engine.engine().query(view -> view.market().phase(Fixtures.START).orElseThrow());
    assertThat(phase).isEqualTo(SlotPhase.RECORDED);
  }

  @Test
  void aBatchWaitsUntilItsRulebookIsInTheRegistry() throws Exception {
    ledger = new FakeLedger();
    try (LedgerSubmitter submitter = submitter()) {
      awaitTrue(() -> String.valueOf(submitter.trouble()).contains("RULEBOOK_NOT_FOUND"));
      assertThat(ledger.transactions()).isEmpty();
      RegisteredEvents.upToNow(engine, infra.bootstrap(), ledger.ledger());
      assertThat(engine.engine().await(view -> view.market().recordedSlots() == 3, PATIENCE))
          .isTrue();
      awaitTrue(() -> submitter.trouble() == null);
    }
    assertRecordedOnce();
  }

  @Test
  void aDifferentBatchUnderTheSameIdIsNeverConfirmed() throws Exception {
    SettlementBatch settled =
        engine.engine().query(view -> view.market().unconfirmedBatches().get(0));
    SettlementBatch other =
        new SettlementBatch(
            settled.batchId(),
            settled.market(),
            settled.slot(),
            settled.rulebookVersion(),
            settled.rulebookHash(),
            settled.auctionHash(),
            settled.positionsHash(),
            settled.billRoot(),
            settled.billLineCount() + 99,
            settled.predecessor(),
            settled.postings());
    new SettlementLedger(ledger.ledger()).post(other);
    try (LedgerSubmitter submitter = submitter()) {
      awaitTrue(() -> String.valueOf(submitter.trouble()).contains("another batch"));
    }
    assertThat(recorded).isEmpty();
  }

  private void submitUntilRecorded() throws InterruptedException {
    try (LedgerSubmitter submitter = submitter()) {
      assertThat(engine.engine().await(view -> view.market().recordedSlots() == 3, PATIENCE))
          .as(String.valueOf(submitter.trouble()))
          .isTrue();
    }
  }

  /** The listener hears of a frame a moment after the market has it. */
  private void assertRecordedOnce() throws InterruptedException {
    awaitTrue(() -> recorded.size() >= 3);
    assertThat(ledger.submitted())
        .containsExactly(id(0), id(1), id(2))
        .isEqualTo(recorded.stream().map(Event.BatchRecorded::batchId).toList());
  }

  private static String id(int slot) {
    return Fixtures.MARKET + "." + Fixtures.slot(slot).startMillis() / 1_000 + ".initial";
  }

  private LedgerSubmitter submitter() {
    return new LedgerSubmitter(
        engine.engine(), engine.sequencer(), ledger.ledger(), EngineHarness.WORKERS);
  }

  private interface Condition {
    boolean holds();
  }

  private static void awaitTrue(Condition condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
