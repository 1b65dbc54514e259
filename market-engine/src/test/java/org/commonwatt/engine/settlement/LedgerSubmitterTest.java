package org.commonwatt.engine.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.runtime.EngineHarness;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
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
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<Event.BatchRecorded> recorded = new ArrayList<>();
  private TestInfra infra;
  private EngineHarness engine;
  private FakeLedger ledger;

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
            (frame, results) ->
                results.forEach(
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
    assertThat(recorded.get(0).transactionId()).isEqualTo("tx-" + recorded.get(0).batchId());
    assertThat(recorded.get(2).blockNumber()).isEqualTo(3);
  }

  @Test
  void aLostAnswerIsFoundOnTheLedgerAndConfirmed() throws Exception {
    ledger.failAfter(1);
    submitUntilRecorded();
    assertRecordedOnce();
  }

  @Test
  void anUnreachableLedgerAndAnInvalidTransactionAreTriedAgain() throws Exception {
    ledger.failBefore(2);
    ledger.invalidate(2);
    submitUntilRecorded();
    assertRecordedOnce();
  }

  @Test
  void aCrashBetweenCommitAndConfirmationIsMadeGoodAfterTheRestart() throws Exception {
    ledger.failAfter(Integer.MAX_VALUE);
    try (LedgerSubmitter crashing = submitter()) {
      awaitTrue(() -> !ledger.submitted().isEmpty() && crashing.trouble() != null);
    }
    engine.close();
    ledger.failAfter(0);
    engine = EngineHarness.leading(infra.bootstrap());
    submitUntilRecorded();
    assertThat(ledger.submitted()).hasSize(3).doesNotHaveDuplicates();
    SlotPhase phase =
        engine.engine().query(view -> view.market().phase(Fixtures.START).orElseThrow());
    assertThat(phase).isEqualTo(SlotPhase.RECORDED);
  }

  @Test
  void aDifferentBatchUnderTheSameIdIsNeverConfirmed() throws Exception {
    ledger.failAfter(1);
    ledger.tamper();
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

  private void assertRecordedOnce() {
    assertThat(ledger.submitted())
        .containsExactly(id(0), id(1), id(2))
        .isEqualTo(recorded.stream().map(Event.BatchRecorded::batchId).toList());
  }

  private static String id(int slot) {
    return Fixtures.MARKET + "." + Fixtures.slot(slot).startMillis() / 1_000 + ".initial";
  }

  private LedgerSubmitter submitter() {
    return new LedgerSubmitter(engine.engine(), engine.sequencer(), ledger, EngineHarness.WORKERS);
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
