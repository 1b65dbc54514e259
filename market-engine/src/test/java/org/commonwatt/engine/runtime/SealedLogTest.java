package org.commonwatt.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.bridge.PositionBridge;
import org.commonwatt.engine.readmodel.ReadModels;
import org.commonwatt.log.Lease;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.PositionRecord;
import org.commonwatt.log.kafka.KafkaLease;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.Command;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes over a log with sealed positions, each with the folder of keys it was given.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealedLogTest {
  private static final Duration PATIENCE = EngineHarness.PATIENCE;
  private static final Subject HOME = Subject.participant("home-01");

  private TestInfra infra;
  @TempDir private Path folder;

  @BeforeAll
  void start(@TempDir Path dir) {
    infra = TestInfra.brokerAndDatabase(dir);
  }

  @AfterAll
  void stop() {
    infra.close();
  }

  @BeforeEach
  void makeKeys() throws Exception {
    infra.freshTopics();
    Files.createDirectories(keys());
    Files.createDirectories(copies());
    Fixtures.HOMES.forEach(
        home -> keyring().ensure(Subject.participant(home), KeySource.seeded("sealed log")));
  }

  @Test
  void aStandbyWithACopyOfTheKeysTakesOver() throws Exception {
    copyKeys();
    try (EngineHarness leader = leased("leader", keyring())) {
      leader.await(EngineState.LEADING);
      settleOneSlot(leader);
      long sequence = sequence(leader);
      try (EngineHarness standby = leased("standby", new FileKeyring(copies()))) {
        standby.await(EngineState.STANDBY);
        leader.close();
        standby.await(EngineState.LEADING);
        assertThat(sequence(standby)).isEqualTo(sequence);
        MeteredPosition held =
            standby.engine().query(view -> view.market().positions("home-01")).get(0);
        assertThat(held.importWh()).isEqualTo(1_500);
        assertThat(Objects.requireNonNull(held.secret()).keyId()).isEqualTo(keyId());
      }
    }
  }

  @Test
  void aStandbyWithoutTheKeysHaltsAndNamesOffsetAndKeyAndTheLeaderGoesOn() throws Exception {
    try (EngineHarness leader = leader()) {
      settleOneSlot(leader);
      try (EngineHarness standby =
          new EngineHarness(
              infra.bootstrap(), new NoSnapshots(), new NeverHeld(), new FileKeyring(copies()))) {
        EngineHealth health = standby.awaitStop();
        assertThat(health.state()).isEqualTo(EngineState.HALTED);
        assertThat(health.detail())
            .startsWith("commands offset ")
            .contains("key " + keyId() + " of participant/home-01")
            .contains("give the right folder of keys");
      }
      leader.run(new Command.Tick(Fixtures.slot(2).startMillis()));
      assertThat(leader.engine().health().state()).isEqualTo(EngineState.LEADING);
    }
  }

  /** Engines may share a database: who lacks a key must not write around what it cannot read. */
  @Test
  void readModelsWithoutTheKeysWaitAndLeaveNothingOut() throws Exception {
    try (EngineHarness leader = leader()) {
      settleOneSlot(leader);
      try (ReadModels models = readModels(new FileKeyring(copies()))) {
        await(() -> String.valueOf(models.trouble()).contains(keyId()));
        assertThat(models.trouble()).contains(keyId()).contains("give the right folder of keys");
        assertThat(models.sequence()).isLessThan(sequence(leader));
        copyKeys();
        assertThat(models.caughtUp(sequence(leader), PATIENCE)).isTrue();
        await(() -> models.trouble() == null);
        assertThat(models.bills().totals()).isNotEmpty();
        assertThat(models.erased()).isZero();
      }
    }
  }

  @Test
  void positionsWithoutTheKeyWaitAtTheBridgeUntilItIsThere() throws Exception {
    try (EngineHarness leader = leader()) {
      open(leader);
      leader.run(new Command.Tick(Fixtures.slot(1).startMillis()));
      infra.publish(
          Topics.POSITIONS,
          PositionCodec.encode(
              Fixtures.MARKET, Fixtures.position("home-01", 0, 1_500, 0), keyring()));
      try (PositionBridge bridge =
          new PositionBridge(
              leader.engine(),
              leader.sequencer(),
              new KafkaMarketLog(infra.bootstrap(), 0),
              new FileKeyring(copies()),
              EngineHarness.WORKERS)) {
        await(() -> String.valueOf(bridge.trouble()).contains(keyId()));
        assertThat(bridge.trouble()).startsWith("positions wait: key " + keyId());
        assertThat(held(leader)).isEmpty();
        copyKeys();
        await(() -> !held(leader).isEmpty());
        assertThat(held(leader).get(0).importWh()).isEqualTo(1_500);
      }
    }
  }

  /** A lease that another engine has. */
  private static final class NeverHeld implements Lease {
    @Override
    public Standing look(boolean caughtUp) {
      return new Standing(0, false, Optional.of("leader"));
    }

    @Override
    public void giveBack() {}

    @Override
    public void close() {}
  }

  private EngineHarness leader() throws Exception {
    EngineHarness leader =
        new EngineHarness(
            infra.bootstrap(), new NoSnapshots(), Lease.ofOneEngine("leader"), keyring());
    leader.await(EngineState.LEADING);
    return leader;
  }

  private EngineHarness leased(String name, FileKeyring keys) {
    return new EngineHarness(
        infra.bootstrap(), new NoSnapshots(), new KafkaLease(infra.bootstrap(), 0, name), keys);
  }

  private static void open(EngineHarness engine) throws Exception {
    engine.run(new Command.ActivateRulebook(Fixtures.rulebook()));
    engine.run(new Command.Tick(Fixtures.START - 60 * Fixtures.MINUTE));
  }

  private void settleOneSlot(EngineHarness engine) throws Exception {
    open(engine);
    engine.run(Fixtures.order("home-01", 0, Side.BUY, 300_000));
    engine.run(Fixtures.order("home-02", 0, Side.SELL, 100_000));
    engine.run(new Command.Tick(Fixtures.slot(1).startMillis()));
    for (MeteredPosition position :
        List.of(
            Fixtures.position("home-01", 0, 1_500, 0),
            Fixtures.position("home-02", 0, 0, 900),
            Fixtures.position("home-03", 0, 10, 20))) {
      engine.run(new Command.ReportPosition(sealed(position)));
    }
    long settled = engine.engine().query(view -> view.market().settledSlots());
    assertThat(settled).isEqualTo(1);
  }

  /** A position as the bridge reads it. */
  private MeteredPosition sealed(MeteredPosition position) {
    byte[] stored = PositionCodec.encode(Fixtures.MARKET, position, keyring());
    return ((PositionRecord.Position) PositionCodec.decode(stored, keyring())).position();
  }

  private static List<MeteredPosition> held(EngineHarness engine) {
    return engine.engine().query(view -> view.market().positions("home-01"));
  }

  private static long sequence(EngineHarness engine) {
    return engine.engine().query(MarketView::sequence);
  }

  private ReadModels readModels(FileKeyring keys) {
    return new ReadModels(infra.database(), infra.bootstrap(), Fixtures.MARKET, keys);
  }

  private String keyId() {
    return Objects.requireNonNull(keyring().current(HOME)).id();
  }

  private FileKeyring keyring() {
    return new FileKeyring(keys());
  }

  private Path keys() {
    return folder.resolve("keys");
  }

  /** The folder of another machine. */
  private Path copies() {
    return folder.resolve("copies");
  }

  private void copyKeys() throws Exception {
    try (Stream<Path> files = Files.list(keys())) {
      for (Path file : files.toList()) {
        Files.copy(file, copies().resolve(file.getFileName()));
      }
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
