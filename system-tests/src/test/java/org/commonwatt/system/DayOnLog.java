package org.commonwatt.system;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.commonwatt.engine.runtime.CommittedFrame;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.sequencer.Sequencer;
import org.commonwatt.engine.snapshot.SnapshotFolder;
import org.commonwatt.engine.work.ThreadWorkers;
import org.commonwatt.log.Lease;
import org.commonwatt.log.kafka.CommandAppender;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.testkit.market.MarketDay;

/** Puts a day of commands and its events on a log, by an engine of this process. */
final class DayOnLog implements AutoCloseable {
  private static final int BOUND = 20_000;
  private static final int FRAMES_UNDER_WAY = 16;

  private final CommandAppender appender;
  private final Sequencer sequencer;
  private final MarketEngine engine;
  private final AtomicLong refusals = new AtomicLong();
  private final AtomicLong recorded = new AtomicLong();

  /**
   * An engine that leads at once.
   *
   * @param folder takes its snapshot when it is closed
   */
  DayOnLog(String bootstrap, String market, SnapshotFolder folder) {
    ThreadWorkers workers = new ThreadWorkers();
    appender = new CommandAppender(bootstrap, market, 0);
    sequencer =
        new Sequencer(
            "day", new Sequencer.Limits(BOUND, Duration.ofMinutes(1)), appender::append, workers);
    engine =
        new MarketEngine(
            new MarketEngine.Settings(
                market,
                new KafkaMarketLog(bootstrap, 0),
                Lease.ofOneEngine("day"),
                new MarketEngine.SnapshotRules(folder, Long.MAX_VALUE)),
            workers);
    engine.listen(sequencer::committed);
    engine.listen(this::count);
    engine.start();
  }

  /** Lives a day; returns the number of commands. */
  long live(MarketDay day) {
    long commands = run(day.opening());
    for (int step = 0; step < day.steps(); step++) {
      commands += run(day.step(step));
    }
    return commands;
  }

  /** How many orders, cancellations, positions and confirmations were refused. */
  long refusals() {
    return refusals.get();
  }

  /** How many slots the ledger has confirmed. */
  long recorded() {
    return recorded.get();
  }

  /** Runs commands in large frames; returns their number. */
  long run(List<Command> commands) {
    Queue<CompletableFuture<List<CommandResult>>> underWay = new ArrayDeque<>();
    for (int from = 0; from < commands.size(); from += CommandFrame.MAX_ENTRIES) {
      List<Command> frame =
          commands.subList(from, Math.min(commands.size(), from + CommandFrame.MAX_ENTRIES));
      underWay.add(
          sequencer.submitFrame(
              frame.stream().map(c -> new CommandFrame.Entry(CommandOrigin.NONE, c)).toList()));
      if (underWay.size() == FRAMES_UNDER_WAY) {
        underWay.remove().join();
      }
    }
    underWay.forEach(CompletableFuture::join);
    return commands.size();
  }

  private void count(CommittedFrame frame) {
    frame.events().stream()
        .flatMap(List::stream)
        .forEach(
            envelope -> {
              Event event = envelope.event();
              if (event instanceof Event.BatchRecorded) {
                recorded.incrementAndGet();
              } else if (event.getClass().getSimpleName().endsWith("Rejected")) {
                refusals.incrementAndGet();
              }
            });
  }

  @Override
  public void close() {
    sequencer.close();
    engine.close();
    appender.close();
  }
}
