package org.commonwatt.engine.runtime;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.commonwatt.engine.snapshot.UnusableSnapshotException;
import org.commonwatt.log.EventWriter;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.RecordReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One engine's time as the writer of a market, from its takeover until a fault or the end. */
final class Tenure implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);

  private final MarketLog log;
  private final Snapshots snapshots;
  private final EventWriter writer;
  private final RecordReader commands;
  private @Nullable RecordReader events;
  private @Nullable Replay replay;
  private EngineCore core;
  private boolean recovered;

  private Tenure(MarketLog log, Snapshots snapshots) {
    this.log = log;
    this.snapshots = snapshots;
    this.writer = log.eventWriter();
    this.commands = log.commands();
    snapshots.reset();
    this.core = snapshots.next();
  }

  /** Fences the writer before; from now on the committed end of events moves by us alone. */
  static Tenure begin(MarketLog log, Snapshots snapshots) {
    Tenure tenure = new Tenure(log, snapshots);
    try {
      tenure.writer.takeOver();
      return tenure;
    } catch (RuntimeException e) {
      tenure.close();
      throw e;
    }
  }

  EngineCore core() {
    return core;
  }

  boolean isRecovered() {
    return recovered;
  }

  /**
   * Replays the next piece of the log.
   *
   * @param replayed hears of every frame, in order
   * @return whether that was the last one
   * @throws EngineHaltedException naming the offset when the events differ
   */
  boolean recover(Consumer<AppliedFrame> replayed) {
    try {
      Replay current = replay();
      recovered = current.goOn(replayed);
      if (recovered) {
        snapshots.begin(core, current.eventsEnd());
        closeEvents();
      }
    } catch (UnusableSnapshotException e) {
      LOG.warn("the snapshot after event {} is skipped: {}", core.sequence(), e.getMessage());
      core = snapshots.next();
      replay = null;
    }
    return recovered;
  }

  private Replay replay() {
    if (events == null) {
      events = log.events();
    }
    if (replay == null) {
      replay = new Replay(core, commands, events);
    }
    return replay;
  }

  /** The next frames of commands. */
  List<LogEntry> read(Duration timeout) {
    return commands.poll(timeout);
  }

  /** Publishes records of events in one transaction. */
  void write(List<byte[]> records) {
    writer.write(records);
  }

  @Override
  public void close() {
    closeEvents();
    commands.close();
    writer.close();
  }

  private void closeEvents() {
    if (events != null) {
      events.close();
      events = null;
    }
  }
}
