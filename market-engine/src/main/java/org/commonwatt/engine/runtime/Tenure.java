package org.commonwatt.engine.runtime;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.commonwatt.log.EventWriter;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.RecordReader;
import org.jspecify.annotations.Nullable;

/** One engine's time as the writer of a market, from its takeover until a fault or the end. */
final class Tenure implements AutoCloseable {
  private final EngineCore core = new EngineCore();
  private final MarketLog log;
  private final EventWriter writer;
  private final RecordReader commands;
  private @Nullable RecordReader events;
  private @Nullable Replay replay;
  private boolean recovered;

  private Tenure(MarketLog log) {
    this.log = log;
    this.writer = log.eventWriter();
    this.commands = log.commands();
  }

  /** Fences the writer before; from now on the committed end of events moves by us alone. */
  static Tenure begin(MarketLog log) {
    Tenure tenure = new Tenure(log);
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
    if (replay == null) {
      RecordReader tail = log.events();
      events = tail;
      replay = new Replay(core, commands, tail);
    }
    recovered = replay.goOn(replayed);
    if (recovered) {
      closeEvents();
    }
    return recovered;
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
