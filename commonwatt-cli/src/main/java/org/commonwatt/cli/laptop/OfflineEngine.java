package org.commonwatt.cli.laptop;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.commonwatt.cli.UserError;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.sequencer.Sequencer;
import org.commonwatt.engine.snapshot.SnapshotStore;
import org.commonwatt.engine.work.ThreadWorkers;
import org.commonwatt.engine.work.Workers;
import org.commonwatt.log.Lease;
import org.commonwatt.log.kafka.CommandAppender;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;

/**
 * The engine of a folder that is not served: for a command or two, without bridges, ledger or API.
 * When it is closed it takes a snapshot if anything was written.
 */
final class OfflineEngine implements AutoCloseable {
  private static final int PARTITION = 0;
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private final CommandAppender appender;
  private final Sequencer sequencer;
  private final MarketEngine engine;

  private OfflineEngine(String bootstrap, String market, Keyring keyring, SnapshotStore store) {
    Workers workers = new ThreadWorkers();
    appender = new CommandAppender(bootstrap, market, PARTITION, keyring);
    sequencer =
        new Sequencer(
            UUID.randomUUID().toString(),
            new Sequencer.Limits(10, Duration.ofMinutes(1)),
            appender::append,
            workers);
    engine =
        new MarketEngine(
            new MarketEngine.Settings(
                market,
                new KafkaMarketLog(bootstrap, PARTITION),
                Lease.ofOneEngine("offline"),
                new MarketEngine.SnapshotRules(store, Long.MAX_VALUE),
                keyring),
            workers);
    engine.listen(sequencer::committed);
    engine.onStop(health -> sequencer.stop("the engine is " + health.state()));
    engine.start();
  }

  /**
   * Takes over, and leads when this returns.
   *
   * @throws UserError when the engine cannot go on from this log and these snapshots
   */
  static OfflineEngine start(String bootstrap, String market, Keyring keyring, SnapshotStore store)
      throws InterruptedException {
    OfflineEngine offline = new OfflineEngine(bootstrap, market, keyring, store);
    try {
      if (offline.engine.await(view -> true, LIMIT)) {
        return offline;
      }
    } catch (EngineNotReadyException e) {
      offline.close();
      throw new UserError("the market engine does not start: " + e.health().detail(), e);
    }
    offline.close();
    throw new UserError("the market engine does not start: " + offline.engine.health().detail());
  }

  <T> T query(Function<MarketView, T> question) {
    return engine.query(question);
  }

  /** Runs a command and returns when its events are on the log. */
  void run(Command command) throws InterruptedException {
    try {
      sequencer.submit(command).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new UserError("the log did not take a command; run this again: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    sequencer.close();
    engine.close();
    appender.close();
  }
}
