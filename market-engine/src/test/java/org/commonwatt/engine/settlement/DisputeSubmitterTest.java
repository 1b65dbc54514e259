package org.commonwatt.engine.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.runtime.EngineHarness;
import org.commonwatt.ledger.DisputeLedger;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event;
import org.commonwatt.model.LedgerDisputes.Outcome;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Disputes of a settled slot await the ledger; each test injects another fault. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DisputeSubmitterTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final PersonalText WHY = PersonalText.clear("read twice");

  private TestInfra infra;
  private EngineHarness engine;
  private FakeLedger ledger;
  private DisputeLedger disputes;

  @BeforeAll
  void startBroker(@TempDir Path dir) {
    infra = TestInfra.broker(dir);
  }

  @BeforeEach
  void startEngine() throws Exception {
    infra.freshTopics();
    ledger = new FakeLedger();
    disputes = new DisputeLedger(ledger.ledger());
    engine = EngineHarness.leading(infra.bootstrap());
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
  void openingsAndEndsAreRecordedOnceInTheirOrderWhateverTheLedgerDoes() throws Exception {
    settle(true);
    dispute();
    ledger.failBefore(2);
    ledger.forgetAfter(1);
    ledger.invalidate(1);
    submit();
    assertThat(disputes.list(Fixtures.MARKET))
        .extracting(DisputeLedger.Kept::outcome)
        .containsExactly(
            Optional.of(Outcome.UPHELD), Optional.of(Outcome.WITHDRAWN), Optional.empty());
    assertThat(disputes.list(Fixtures.MARKET))
        .extracting(kept -> kept.dispute().batchId())
        .containsOnly(SettlementBatch.initialId(Fixtures.MARKET, Fixtures.slot(0)));
    long calls = calls();
    submit();
    assertThat(calls()).as("a later look goes on where the ledger ends").isEqualTo(calls);
    engine.run(new Command.WithdrawDispute(Fixtures.HOMES.get(2), 3));
    submit();
    assertThat(disputes.list(Fixtures.MARKET).get(2).outcome()).contains(Outcome.WITHDRAWN);
  }

  @Test
  void whatCanLeadToNoCorrectionIsNotRecorded() throws Exception {
    settle(false);
    dispute();
    try (DisputeSubmitter submitter = submitter()) {
      for (int tick = 0; tick < 20; tick++) {
        engine.run(new Command.Tick(Fixtures.slot(1).startMillis() + tick));
      }
      assertThat(submitter.recorded()).isZero();
    }
    assertThat(disputes.list(Fixtures.MARKET)).isEmpty();
    assertThat(calls()).isZero();
  }

  private void settle(boolean corrections) throws Exception {
    DisputeRules rules = new DisputeRules("arbiter", 2, 1, corrections);
    engine.run(
        new Command.ActivateRulebook(
            Fixtures.rulebook().withSafeguards(new Safeguards(null, null, rules))));
    engine.run(new Command.Tick(Fixtures.slot(1).startMillis()));
    for (String home : Fixtures.HOMES) {
      engine.run(new Command.ReportPosition(Fixtures.position(home, 0, 100, 0)));
    }
    List<SettlementBatch> batches =
        engine.engine().query(view -> view.market().unconfirmedBatches());
    for (SettlementBatch batch : batches) {
      assertThat(new SettlementLedger(ledger.ledger()).post(batch))
          .isInstanceOf(SubmitOutcome.Committed.class);
    }
  }

  /** Each home has one line, with the supplier's between them. */
  private void dispute() throws Exception {
    List<String> homes = Fixtures.HOMES;
    for (int home = 0; home < 3; home++) {
      Event told =
          engine
              .run(
                  new Command.OpenDispute(
                      homes.get(home), Fixtures.slot(0).startMillis(), 0, 2 * home, WHY, null))
              .events()
              .get(0)
              .event();
      assertThat(told).isInstanceOf(Event.DisputeOpened.class);
    }
    engine.run(new Command.DecideDispute("arbiter", homes.get(0), 1, new Ruling(true, -1, WHY)));
    engine.run(new Command.WithdrawDispute(homes.get(1), 2));
  }

  private long calls() {
    return ledger.transactions().stream()
        .filter(one -> one.call().contract().equals(DisputeLedger.CONTRACT))
        .count();
  }

  private DisputeSubmitter submitter() {
    RegistrySubmitter.Source source =
        new RegistrySubmitter.Source(
            Fixtures.MARKET, new KafkaMarketLog(infra.bootstrap(), 0), Keyring.NONE);
    return new DisputeSubmitter(engine.engine(), source, ledger.ledger(), EngineHarness.WORKERS);
  }

  private void submit() throws InterruptedException {
    long committed = engine.engine().query(view -> view.sequence());
    try (DisputeSubmitter submitter = submitter()) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (submitter.recorded() < committed) {
        assertThat(System.nanoTime()).as("%s", submitter.trouble()).isLessThan(end);
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertThat(submitter.trouble()).isNull();
    }
  }
}
