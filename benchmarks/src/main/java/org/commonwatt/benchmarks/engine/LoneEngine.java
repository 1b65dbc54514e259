package org.commonwatt.benchmarks.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.sequencer.Sequencer;
import org.commonwatt.engine.snapshot.SnapshotStore;
import org.commonwatt.engine.work.ThreadWorkers;
import org.commonwatt.engine.work.Workers;
import org.commonwatt.log.Lease;
import org.commonwatt.log.kafka.CommandAppender;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;

/** An engine that leads, with its sequencer: what serves the API, without API and read models. */
final class LoneEngine implements AutoCloseable {
  /** Production's bound of commands that await their answer. */
  static final int BOUND = 20_000;

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int FRAMES_UNDER_WAY = 16;

  private final CommandAppender appender;
  private final Sequencer sequencer;
  private final MarketEngine engine;
  private final AtomicLong frames = new AtomicLong();

  /** An engine that has not begun yet, and takes a snapshot after so many events. */
  LoneEngine(BenchBroker broker, SnapshotStore snapshots, long everyEvents) {
    Workers workers = new ThreadWorkers();
    appender = new CommandAppender(broker.bootstrap(), BenchMarket.MARKET, 0);
    sequencer =
        new Sequencer(
            UUID.randomUUID().toString(),
            new Sequencer.Limits(BOUND, ANSWER),
            appender::append,
            workers);
    engine =
        new MarketEngine(
            new MarketEngine.Settings(
                BenchMarket.MARKET,
                new KafkaMarketLog(broker.bootstrap(), 0),
                Lease.ofOneEngine("measured"),
                new MarketEngine.SnapshotRules(snapshots, everyEvents)),
            workers);
    engine.listen(sequencer::committed);
    engine.listen(frame -> frames.incrementAndGet());
  }

  /** Starts the engine and returns when it leads. */
  LoneEngine lead() throws InterruptedException {
    engine.start();
    if (!engine.await(view -> true, PATIENCE)) {
      throw new IllegalStateException("the engine does not lead: " + engine.health());
    }
    return this;
  }

  MarketEngine engine() {
    return engine;
  }

  Sequencer sequencer() {
    return sequencer;
  }

  /** How many frames were answered, those of a replay included. */
  long frames() {
    return frames.get();
  }

  /** The engine's number of the last event. */
  long sequence() {
    return engine.query(view -> view.sequence());
  }

  /** Runs commands in frames as large as the log takes, a few on the way; returns the last's. */
  void run(List<Command> commands) {
    Queue<CompletableFuture<List<CommandResult>>> underWay = new ArrayDeque<>();
    for (int from = 0; from < commands.size(); from += CommandFrame.MAX_ENTRIES) {
      int to = Math.min(commands.size(), from + CommandFrame.MAX_ENTRIES);
      underWay.add(sequencer.submitFrame(entries(commands.subList(from, to))));
      if (underWay.size() == FRAMES_UNDER_WAY) {
        underWay.remove().join();
      }
    }
    underWay.forEach(CompletableFuture::join);
  }

  /** Runs commands in one frame, longer than anybody waits for an answer. */
  void runLong(List<Command> commands) throws InterruptedException {
    long before = sequence();
    sequencer.submitFrame(entries(commands)).handle((answers, late) -> answers).join();
    if (!engine.await(view -> view.sequence() > before, PATIENCE)) {
      throw new IllegalStateException("the frame was not applied: " + engine.health());
    }
  }

  static List<CommandFrame.Entry> entries(List<? extends Command> commands) {
    return commands.stream()
        .map(command -> new CommandFrame.Entry(CommandOrigin.NONE, command))
        .toList();
  }

  @Override
  public void close() {
    sequencer.close();
    engine.close();
    appender.close();
  }
}
