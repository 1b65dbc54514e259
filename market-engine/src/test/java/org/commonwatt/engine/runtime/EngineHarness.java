package org.commonwatt.engine.runtime;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.sequencer.Sequencer;
import org.commonwatt.engine.snapshot.SnapshotStore;
import org.commonwatt.engine.work.ThreadWorkers;
import org.commonwatt.engine.work.Workers;
import org.commonwatt.log.Lease;
import org.commonwatt.log.kafka.CommandAppender;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;

/** An engine with a sequencer, without API, bridges and read models. */
public final class EngineHarness implements AutoCloseable {
  /** Real time. */
  public static final Workers WORKERS = new ThreadWorkers();

  /** The most commands that may await an answer. */
  static final int BOUND = 1_000;

  private static final long EVENTS_A_SNAPSHOT = 10;

  static final Duration PATIENCE = Duration.ofMinutes(3);

  private final MarketEngine engine;
  private final Sequencer sequencer;
  private final CommandAppender appender;

  EngineHarness(String bootstrap) {
    this(bootstrap, new NoSnapshots());
  }

  EngineHarness(String bootstrap, SnapshotStore snapshots) {
    this(bootstrap, snapshots, Lease.ofOneEngine("test"));
  }

  EngineHarness(String bootstrap, SnapshotStore snapshots, Lease lease) {
    this(bootstrap, snapshots, lease, Keyring.NONE);
  }

  EngineHarness(String bootstrap, SnapshotStore snapshots, Lease lease, Keyring keyring) {
    this(
        bootstrap,
        new MarketEngine.Settings(
            Fixtures.MARKET,
            new KafkaMarketLog(bootstrap, 0),
            lease,
            new MarketEngine.SnapshotRules(snapshots, EVENTS_A_SNAPSHOT),
            keyring));
  }

  private EngineHarness(String bootstrap, MarketEngine.Settings settings) {
    appender = new CommandAppender(bootstrap, Fixtures.MARKET, 0, settings.keyring());
    sequencer =
        new Sequencer(
            UUID.randomUUID().toString(),
            new Sequencer.Limits(BOUND, Duration.ofSeconds(60)),
            appender::append,
            WORKERS);
    engine = new MarketEngine(settings, WORKERS);
    engine.listen(sequencer::committed);
    engine.onStop(health -> sequencer.stop("the engine is " + health.state()));
    engine.start();
  }

  /** An engine that leads. */
  public static EngineHarness leading(String bootstrap) throws InterruptedException {
    return leading(bootstrap, new NoSnapshots());
  }

  /** An engine that leads and has snapshots. */
  static EngineHarness leading(String bootstrap, SnapshotStore snapshots)
      throws InterruptedException {
    return leading(new EngineHarness(bootstrap, snapshots));
  }

  /** An engine that leads a market of another size. */
  public static EngineHarness leading(String bootstrap, MarketBounds bounds)
      throws InterruptedException {
    return leading(
        new EngineHarness(
            bootstrap,
            new MarketEngine.Settings(
                Fixtures.MARKET,
                new KafkaMarketLog(bootstrap, 0),
                Lease.ofOneEngine("test"),
                new MarketEngine.SnapshotRules(new NoSnapshots(), EVENTS_A_SNAPSHOT),
                Keyring.NONE,
                bounds)));
  }

  private static EngineHarness leading(EngineHarness harness) throws InterruptedException {
    if (!harness.engine.await(view -> true, PATIENCE)) {
      throw new AssertionError("the engine does not lead: " + harness.engine.health());
    }
    return harness;
  }

  /** An engine that leads an opened market. */
  public static EngineHarness opened(String bootstrap) throws Exception {
    EngineHarness harness = leading(bootstrap);
    harness.run(new Command.ActivateRulebook(Fixtures.rulebook()));
    harness.run(new Command.Tick(Fixtures.START - 60 * Fixtures.MINUTE));
    return harness;
  }

  /** Runs a command and returns its committed events. */
  public CommandResult run(Command command) throws Exception {
    return sequencer.submit(command).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** The engine. */
  public MarketEngine engine() {
    return engine;
  }

  /** Its sequencer. */
  public Sequencer sequencer() {
    return sequencer;
  }

  /** Waits until the engine has stopped for good. */
  EngineHealth awaitStop() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!engine.health().state().isFinal() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return engine.health();
  }

  /** Waits until the engine is in a state. */
  EngineHealth await(EngineState state) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (engine.health().state() != state && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    if (engine.health().state() != state) {
      throw new AssertionError("the engine is not " + state + ": " + engine.health());
    }
    return engine.health();
  }

  @Override
  public void close() {
    sequencer.close();
    engine.close();
    appender.close();
  }
}
