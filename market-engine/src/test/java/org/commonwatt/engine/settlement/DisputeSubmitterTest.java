package org.commonwatt.engine.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.runtime.EngineHarness;
import org.commonwatt.ledger.DisputeLedger;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.LedgerDisputes.Outcome;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SettlementRules;
import org.jspecify.annotations.Nullable;
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
    int asked = ledger.calls();
    try (DisputeSubmitter submitter = submitter()) {
      await(submitter, () -> submitter.looks() >= 2);
      assertThat(submitter.recorded()).isZero();
    }
    assertThat(ledger.calls()).as("only once whether it has any").isEqualTo(asked + 1);
    assertThat(disputes.list(Fixtures.MARKET)).isEmpty();
    assertThat(calls()).isZero();
  }

  @Test
  void aLedgerIsNotAskedAboutDisputesThatNobodyEverHad() throws Exception {
    settle(false);
    int asked = ledger.calls();
    try (DisputeSubmitter submitter = submitter()) {
      await(submitter, () -> submitter.looks() >= 2);
    }
    assertThat(ledger.calls()).isEqualTo(asked);
  }

  @Test
  void disputesGoOnWhenALaterRulebookPostsNoCorrections() throws Exception {
    settle(true);
    open();
    submit();
    activateSecond(new DisputeRules("arbiter", 2, 1, false));
    decide();
    ledger.failBefore(1);
    submit();
    assertThat(disputes.list(Fixtures.MARKET))
        .extracting(DisputeLedger.Kept::outcome)
        .containsExactly(
            Optional.of(Outcome.UPHELD), Optional.of(Outcome.WITHDRAWN), Optional.empty());
    finalRun();
    postBatches(batch -> !batch.isInitial());
  }

  @Test
  void disputesThatWereNotRecordedBeforeALaterRulebookAreRecordedUnderIt() throws Exception {
    settle(true);
    dispute();
    activateSecond(null);
    submit();
    assertThat(disputes.list(Fixtures.MARKET)).hasSize(3);
    finalRun();
    postBatches(batch -> !batch.isInitial());
  }

  @Test
  void theEndOfTheLastDisputeIsRecordedThoughTheMarketHasForgottenIt() throws Exception {
    settle(true);
    open();
    submit();
    activateSecond(null);
    for (int home = 0; home < 3; home++) {
      engine.run(new Command.WithdrawDispute(Fixtures.HOMES.get(home), home + 1));
    }
    boolean mayCorrect = engine.engine().query(view -> view.market().mayCorrect());
    assertThat(mayCorrect).as("only the ledger knows of them").isFalse();
    submit();
    assertThat(disputes.list(Fixtures.MARKET))
        .extracting(DisputeLedger.Kept::outcome)
        .containsOnly(Optional.of(Outcome.WITHDRAWN));
  }

  @Test
  void closingEndsEveryWaitForTheLedger() throws Exception {
    settle(true);
    engine.run(
        new Command.ReportPosition(
            new MeteredPosition(
                Fixtures.HOMES.get(0), Fixtures.slot(0), 2, 200, 0, Quality.ACTUAL)));
    finalRun();
    open(1, 0);
    CountDownLatch waits = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    DisputeSubmitter submitter = submitter(stuckWhenAskedForABatch(waits, interrupted));
    try (submitter) {
      assertThat(waits.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("%s", submitter.trouble())
          .isTrue();
    }
    assertThat(interrupted.getCount()).isZero();
  }

  /** A fake ledger that answers nothing about batches. */
  private Ledger stuckWhenAskedForABatch(CountDownLatch waits, CountDownLatch interrupted) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (arguments != null
              && arguments[0] instanceof LedgerCall call
              && call.contract().equals(SettlementLedger.CONTRACT)) {
            waits.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.countDown();
              throw new LedgerException("injected: interrupted", e);
            }
          }
          return method.invoke(ledger.ledger(), arguments);
        };
    Class<?>[] types = {Ledger.class};
    return (Ledger) Proxy.newProxyInstance(Ledger.class.getClassLoader(), types, handler);
  }

  /** An hour later slot 0 has its final run, and then what was upheld is posted. */
  private void finalRun() throws Exception {
    engine.run(new Command.Tick(Fixtures.slot(1).startMillis() + 60 * Fixtures.MINUTE));
  }

  private void activateSecond(@Nullable DisputeRules rules) throws Exception {
    Safeguards safeguards = new Safeguards(null, null, rules);
    Rulebook second = Fixtures.rulebook().withVersion(2).withSafeguards(safeguards);
    assertThat(engine.run(new Command.ActivateRulebook(second)).events())
        .first()
        .extracting(EventEnvelope::event)
        .isInstanceOf(Event.RulebookActivated.class);
  }

  private void settle(boolean corrections) throws Exception {
    DisputeRules rules = new DisputeRules("arbiter", 2, 1, corrections);
    engine.run(
        new Command.ActivateRulebook(
            Fixtures.rulebook()
                .withSafeguards(
                    new Safeguards(null, null, rules)
                        .withSettlement(new SettlementRules(List.of(), 1)))));
    engine.run(new Command.Tick(Fixtures.slot(1).startMillis()));
    for (String home : Fixtures.HOMES) {
      engine.run(new Command.ReportPosition(Fixtures.position(home, 0, 100, 0)));
    }
    postBatches(SettlementBatch::isInitial);
  }

  /** Posts the batches of which there must be some. */
  private void postBatches(Predicate<SettlementBatch> which) throws Exception {
    List<SettlementBatch> batches =
        engine.engine().query(view -> view.market().unconfirmedBatches()).stream()
            .filter(which)
            .toList();
    assertThat(batches).isNotEmpty();
    RegisteredEvents.upToNow(engine, infra.bootstrap(), ledger.ledger());
    for (SettlementBatch batch : batches) {
      assertThat(new SettlementLedger(ledger.ledger()).post(batch))
          .isInstanceOf(SubmitOutcome.Committed.class);
    }
  }

  /** Each home has one line, with the supplier's between them. */
  private void dispute() throws Exception {
    open();
    decide();
  }

  private void open() throws Exception {
    for (int home = 0; home < 3; home++) {
      open(0, home);
    }
  }

  private void open(int run, int home) throws Exception {
    long start = Fixtures.slot(0).startMillis();
    String who = Fixtures.HOMES.get(home);
    assertThat(engine.run(new Command.OpenDispute(who, start, run, 2 * home, WHY, null)).events())
        .first()
        .extracting(EventEnvelope::event)
        .isInstanceOf(Event.DisputeOpened.class);
  }

  private void decide() throws Exception {
    List<String> homes = Fixtures.HOMES;
    engine.run(new Command.DecideDispute("arbiter", homes.get(0), 1, new Ruling(true, -1, WHY)));
    engine.run(new Command.WithdrawDispute(homes.get(1), 2));
  }

  private long calls() {
    return ledger.transactions().stream()
        .filter(one -> one.call().contract().equals(DisputeLedger.CONTRACT))
        .count();
  }

  private DisputeSubmitter submitter() {
    return submitter(ledger.ledger());
  }

  private DisputeSubmitter submitter(Ledger posted) {
    RegistrySubmitter.Source source =
        new RegistrySubmitter.Source(
            Fixtures.MARKET, new KafkaMarketLog(infra.bootstrap(), 0), Keyring.NONE);
    return new DisputeSubmitter(engine.engine(), source, posted, EngineHarness.WORKERS);
  }

  private void submit() throws InterruptedException {
    long committed = engine.engine().query(view -> view.sequence());
    try (DisputeSubmitter submitter = submitter()) {
      // Its trouble is over only once the whole read is recorded.
      await(submitter, () -> submitter.recorded() >= committed && submitter.trouble() == null);
    }
  }

  private static void await(DisputeSubmitter submitter, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s", submitter.trouble()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
