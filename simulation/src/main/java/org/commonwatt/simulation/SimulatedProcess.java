package org.commonwatt.simulation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.commonwatt.engine.bridge.PositionBridge;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.engine.bridge.RegistrationBridge;
import org.commonwatt.engine.runtime.EngineHealth;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.sequencer.Sequencer;
import org.commonwatt.engine.settlement.LedgerSubmitter;
import org.commonwatt.engine.settlement.RegistrySubmitter;
import org.commonwatt.engine.snapshot.SnapshotStore;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;

/** One process of the service: the real parts, as the service puts them together, over fakes. */
final class SimulatedProcess {
  private static final Sequencer.Limits LIMITS = new Sequencer.Limits(100, Duration.ofSeconds(2));

  private static final long EVENTS_A_SNAPSHOT = 40;

  private final SimulatedWorkers workers;
  private final Uplink uplink;
  private final Sequencer sequencer;
  private final MarketEngine engine;
  private final LedgerSubmitter submitter;
  private boolean led;

  SimulatedProcess(Site site, int number) {
    workers = new SimulatedWorkers(site.scheduler(), site.chance());
    uplink = new Uplink(site.scheduler(), site.chance(), site.weather(), workers);
    MarketLog log = site.wiring().log().apply(new SimulatedLog(site.broker(), uplink));
    Keyring keys = site.wiring().keys().apply(site.keys());
    SimulatedAppender appender = new SimulatedAppender(site, uplink, keys);
    sequencer =
        new Sequencer(
            "process-" + number, LIMITS, site.wiring().appender().apply(appender::append), workers);
    SnapshotStore disk =
        site.wiring().disk().apply(site.disks().get(number % site.disks().size()).over(uplink));
    engine =
        new MarketEngine(
            new MarketEngine.Settings(
                Community.MARKET,
                log,
                site.wiring().lease().apply(site.leases().over(uplink, "process-" + number)),
                new MarketEngine.SnapshotRules(disk, EVENTS_A_SNAPSHOT),
                keys,
                site.wiring().bounds().apply(site.bounds())),
            workers);
    new PositionBridge(engine, sequencer, log, keys, workers);
    Ledger ledger = site.wiring().ledger().apply(site.ledger().over(uplink));
    submitter = new LedgerSubmitter(engine, sequencer, ledger, workers);
    new RegistrySubmitter(
        engine, new RegistrySubmitter.Source(Community.MARKET, log, keys), ledger, workers);
    engine.listen(sequencer::committed);
    engine.listen(frame -> frame.events().forEach(this::wakeSubmitter));
    engine.onStop(health -> sequencer.stop("the engine is " + health.state()));
    engine.start();
  }

  /**
   * Takes a request; the answers are given when they are released, and never by a dead process.
   *
   * @param commands one, or several that are to stand in one frame
   */
  void handle(List<Command> commands, Consumer<List<CommandResult>> released) {
    workers.later(
        Duration.ZERO,
        () ->
            submit(commands)
                .whenComplete(
                    (results, failure) -> {
                      if (failure == null && !workers.isDead()) {
                        released.accept(results);
                      }
                    }));
  }

  /** As the API does it: one command, or a batch. */
  private CompletableFuture<List<CommandResult>> submit(List<Command> commands) {
    return commands.size() == 1
        ? sequencer.submit(commands.get(0)).thenApply(List::of)
        : sequencer.submitAll(commands);
  }

  /** As the service does when it begins to lead: sends what the market does not know yet. */
  void register(Registration file) {
    workers.later(
        Duration.ZERO,
        () -> {
          try {
            engine
                .query(view -> RegistrationBridge.connection(view.market(), file))
                .ifPresent(entry -> sequencer.submit(entry.origin(), entry.command()));
          } catch (EngineNotReadyException e) {
            // Whoever keeps the file comes again.
          }
        });
  }

  EngineHealth health() {
    return engine.health();
  }

  void kill() {
    workers.kill();
  }

  /** Ends in order: the engine takes a snapshot. Not from one of its own steps. */
  void close() {
    engine.close();
    workers.kill();
  }

  void freeze(Duration length) {
    workers.freeze(length);
  }

  void cut(Duration length) {
    uplink.cut(length);
  }

  /** Gone for good: killed, or its engine has stopped. */
  boolean isGone() {
    return workers.isDead() || engine.health().state().isFinal();
  }

  /** Whether an operator who looks at it sees it work. */
  boolean looksWell() {
    return !isGone() && !workers.isFrozen() && !uplink.isCut();
  }

  boolean leads() {
    return looksWell() && engine.health().state() == EngineState.LEADING;
  }

  /** Whether it led when it was last asked, and lives but does not lead now. */
  boolean hasCeasedToLead() {
    boolean before = led;
    led = engine.health().state() == EngineState.LEADING;
    return before && !led && !isGone();
  }

  private void wakeSubmitter(List<EventEnvelope> events) {
    if (events.stream().anyMatch(envelope -> settles(envelope.event()))) {
      submitter.wake();
    }
  }

  private static boolean settles(Event event) {
    return event instanceof Event.SlotSettled || event instanceof Event.SlotRevised;
  }
}
