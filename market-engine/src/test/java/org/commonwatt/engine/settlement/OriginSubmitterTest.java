package org.commonwatt.engine.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.runtime.EngineHarness;
import org.commonwatt.engine.settlement.OriginSubmitter.Injection;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.OriginJson;
import org.commonwatt.ledger.OriginLedger;
import org.commonwatt.ledger.OriginLedger.Residual;
import org.commonwatt.ledger.OriginLedger.SlotGuarantees;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.commonwatt.model.SourceDeclaration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The roof of {@code home-02} sells over a link; each test injects another fault. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OriginSubmitterTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Origin SUN = new Origin(Fixtures.HILL, EnergySource.SOLAR);
  private static final Injection ROOF = new Injection("home-02", Fixtures.HILL, EnergySource.SOLAR);

  private TestInfra infra;
  private EngineHarness engine;
  private FakeLedger ledger;
  private OriginLedger origin;

  @BeforeAll
  void startBroker(@TempDir Path dir) {
    infra = TestInfra.broker(dir);
  }

  @BeforeEach
  void openMarket() throws Exception {
    infra.freshTopics();
    ledger = new FakeLedger();
    origin = new OriginLedger(ledger.ledger());
    engine = EngineHarness.opened(infra.bootstrap());
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
  void everyBatchBehindTheDeclarationHasItsGuarantees() throws Exception {
    try (OriginSubmitter submitter = submitter()) {
      submitter.declare(List.of(ROOF));
      await(submitter);
      settle(0, 700);
      settle(1, 0);
      await(submitter);
      assertThat(submitter.trouble()).isNull();
    }
    assertThat(origin.sources(Fixtures.MARKET))
        .containsExactly(
            new SourceDeclaration(
                Fixtures.MARKET, "home-02", Fixtures.HILL, EnergySource.SOLAR, Fixtures.START));
    List<SlotGuarantees> day = origin.day(Fixtures.MARKET, Fixtures.START);
    assertThat(day)
        .extracting(SlotGuarantees::slot)
        .containsExactly(Fixtures.slot(0), Fixtures.slot(1));
    SlotGuarantees first = day.get(0);
    assertThat(first.entries().issued()).containsExactly(new Amount("home-02", SUN, 700));
    // 600 Wh go over the link to home-01, which used 500 of them.
    assertThat(first.entries().moved()).hasSize(2).allMatch(move -> move.wh() == 600);
    assertThat(first.entries().retired()).containsExactly(new Amount("home-01", SUN, 500));
    assertThat(first.entries().unguaranteed())
        .containsExactly(new Unguaranteed(Fixtures.AREA, 200));
    assertThat(first.residual()).containsExactly(new Residual(SUN, 200));
    assertThat(day.get(1).entries().issued()).isEmpty();
  }

  @Test
  void whatIsTooLittleForAllGoesToTheTradeThatNamedItsSource() throws Exception {
    engine.close();
    infra.freshTopics();
    engine = EngineHarness.leading(infra.bootstrap());
    engine.run(
        new Command.ActivateRulebook(
            Fixtures.continuousRulebook().withSafeguards(Safeguards.NONE)));
    engine.run(new Command.ReportSource("home-02", 0, EnergySource.SOLAR));
    try (OriginSubmitter submitter = submitter()) {
      submitter.declare(List.of(ROOF));
      await(submitter);
      engine.run(new Command.Tick(Fixtures.START - 60 * Fixtures.MINUTE));
      OrderTerms solar = OrderTerms.DEFAULT.declaring(EnergySource.SOLAR);
      engine.run(order("home-02", Side.SELL, OrderTerms.DEFAULT));
      engine.run(order("home-01", Side.BUY, OrderTerms.DEFAULT));
      engine.run(order("home-02", Side.SELL, solar));
      engine.run(order("home-03", Side.BUY, OrderTerms.DEFAULT));
      engine.run(new Command.Tick(Fixtures.slot(0).endMillis()));
      engine.run(new Command.ReportPosition(Fixtures.position("home-01", 0, 300, 0)));
      engine.run(new Command.ReportPosition(Fixtures.position("home-02", 0, 0, 300)));
      engine.run(new Command.ReportPosition(Fixtures.position("home-03", 0, 300, 0)));
      record(1);
      await(submitter);
    }
    assertThat(runs())
        .singleElement()
        .satisfies(
            run ->
                assertThat(run.entries().moved())
                    .containsExactly(new Move(2, "home-02", "home-03", SUN, 300)));
  }

  /** 300 Wh of the first slot at a price that all pay. */
  private static Command order(String home, Side side, OrderTerms terms) {
    return new Command.PlaceOrder(
        home,
        home + side + terms.source(),
        Fixtures.areaOf(home),
        Fixtures.START,
        side,
        side == Side.SELL ? 100_000 : 300_000,
        300,
        terms);
  }

  @Test
  void aMarketWithoutSourcesPostsNothing() throws Exception {
    try (OriginSubmitter submitter = submitter()) {
      settle(0, 700);
      await(submitter);
    }
    assertThat(ledger.transactions()).noneMatch(one -> one.call().contract().equals("origin"));
  }

  @Test
  void aSourceThatIsDeclaredLaterHoldsFromTheNextSlotOn() throws Exception {
    settle(0, 700);
    try (OriginSubmitter submitter = submitter()) {
      submitter.declare(List.of(ROOF));
      await(submitter);
      settle(1, 0);
      settle(2, 300);
      await(submitter);
      submitter.declare(List.of(new Injection("home-02", Fixtures.HILL, null)));
      await(submitter);
      settle(3, 300);
      settle(4, 300);
      await(submitter);
    }
    assertThat(origin.sources(Fixtures.MARKET))
        .extracting(SourceDeclaration::fromMillis)
        .containsExactly(Fixtures.slot(2).startMillis(), Fixtures.slot(4).startMillis());
    assertThat(runs())
        .extracting(run -> run.slot() + " " + run.entries().issuedWh())
        .containsExactly(
            Fixtures.slot(2) + " 300", Fixtures.slot(3) + " 300", Fixtures.slot(4) + " 0");
  }

  @Test
  void lostAnswersAndLedgersThatAreAwayLoseAndDoubleNothing() throws Exception {
    try (OriginSubmitter submitter = submitter()) {
      submitter.declare(List.of(ROOF));
      await(submitter);
    }
    settle(0, 700);
    settle(1, 100);
    ledger.failBefore(2);
    ledger.forgetAfter(1);
    ledger.invalidate(1);
    try (OriginSubmitter submitter = submitter()) {
      submitter.declare(List.of(ROOF));
      await(submitter);
      settle(2, 50);
      await(submitter);
    }
    assertThat(origin.sources(Fixtures.MARKET)).hasSize(1);
    assertThat(runs()).extracting(run -> run.entries().issuedWh()).containsExactly(700L, 100L, 50L);
  }

  @Test
  void aLogWithoutTheLedgersLastBatchIsTold() throws Exception {
    try (OriginSubmitter submitter = submitter()) {
      submitter.declare(List.of(ROOF));
      await(submitter);
      settle(0, 700);
      await(submitter);
    }
    assertThat(origin.head(Fixtures.MARKET)).isPresent();
    engine.close();
    infra.freshTopics();
    engine = EngineHarness.opened(infra.bootstrap());
    try (OriginSubmitter submitter = submitter()) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (submitter.trouble() == null) {
        assertThat(System.nanoTime()).isLessThan(end);
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertThat(submitter.trouble()).contains("the log has no batch", ".initial");
      assertThat(submitter.covered()).isZero();
    }
  }

  @Test
  void whatIsSettledAndNotOnTheLedgerIsNotCovered() throws Exception {
    try (OriginSubmitter submitter = submitter()) {
      submitter.declare(List.of(ROOF));
      await(submitter);
      measure(0, 700);
      engine.run(new Command.Tick(0));
      long committed = engine.engine().query(view -> view.sequence());
      for (int i = 0; i < 100; i++) {
        assertThat(submitter.covered()).isLessThan(committed);
        TimeUnit.MILLISECONDS.sleep(10);
      }
      record(1);
      await(submitter);
      assertThat(submitter.covered()).isGreaterThanOrEqualTo(committed);
    }
    assertThat(runs()).extracting(run -> run.entries().issuedWh()).containsExactly(700L);
  }

  /** Trades, meters, settles and records a slot; home-02 injects, the others withdraw. */
  private void settle(int slot, long injectedWh) throws Exception {
    measure(slot, injectedWh);
    record(slot + 1);
  }

  private void measure(int slot, long injectedWh) throws Exception {
    engine.run(new Command.Tick(Fixtures.slot(slot).startMillis() - 60 * Fixtures.MINUTE));
    if (slot == 0) {
      engine.run(Fixtures.order("home-02", slot, Side.SELL, 100_000));
      engine.run(Fixtures.order("home-01", slot, Side.BUY, 300_000));
    }
    engine.run(new Command.Tick(Fixtures.slot(slot).endMillis()));
    engine.run(new Command.ReportPosition(Fixtures.position("home-01", slot, 500, 0)));
    engine.run(new Command.ReportPosition(Fixtures.position("home-02", slot, 0, injectedWh)));
    engine.run(new Command.ReportPosition(Fixtures.position("home-03", slot, 200, 0)));
  }

  /** Waits until so many slots are recorded. */
  private void record(int slots) throws Exception {
    RegisteredEvents.upToNow(engine, infra.bootstrap(), ledger.ledger());
    try (LedgerSubmitter batches =
        new LedgerSubmitter(
            engine.engine(), engine.sequencer(), ledger.ledger(), EngineHarness.WORKERS)) {
      assertThat(engine.engine().await(view -> view.market().recordedSlots() == slots, PATIENCE))
          .as("%s", batches.trouble())
          .isTrue();
    }
  }

  private OriginSubmitter submitter() {
    RegistrySubmitter.Source source =
        new RegistrySubmitter.Source(
            Fixtures.MARKET, new KafkaMarketLog(infra.bootstrap(), 0), Keyring.NONE);
    return new OriginSubmitter(engine.engine(), source, ledger.ledger(), EngineHarness.WORKERS);
  }

  /** Waits until what was asked for is declared, and what is recorded has its guarantees. */
  private void await(OriginSubmitter submitter) throws Exception {
    engine.run(new Command.Tick(0)); // an event behind all that was there
    long committed = engine.engine().query(view -> view.sequence());
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (submitter.covered() < committed) {
      assertThat(System.nanoTime()).as("%s", submitter.trouble()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private List<OriginRun> runs() {
    return ledger.transactions().stream()
        .filter(one -> one.code().equals("VALID"))
        .map(LedgerTransaction::call)
        .filter(call -> call.function().equals("PostRun"))
        .map(call -> OriginJson.readRun(call.arguments().get(0)))
        .toList();
  }
}
