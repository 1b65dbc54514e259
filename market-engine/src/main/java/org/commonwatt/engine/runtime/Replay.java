package org.commonwatt.engine.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import org.commonwatt.engine.snapshot.UnusableSnapshotException;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.RecordReader;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.RecordMarket;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the state from the log, piece by piece: applies every command whose events have
 * committed, in silence, and compares the events with those on the log byte for byte. It goes as
 * far as the committed end that it last saw; {@link #lookFurther} lets it follow the log.
 *
 * <p>What it holds in memory is what one read of each topic gives.
 */
final class Replay {
  private static final Duration POLL = Duration.ofMillis(100);

  private final EngineCore core;
  private final RecordReader commands;
  private final RecordReader events;
  private long commandsEnd;
  private long eventsEnd;
  private boolean anchored;
  private final Deque<LogEntry> frames = new ArrayDeque<>();
  private final Deque<LoggedEvent> logged = new ArrayDeque<>();
  private @Nullable AppliedFrame comparing;
  private int compared;
  private long lastEventOffset;

  /** An event and the offset of its record on {@code events}. */
  private record LoggedEvent(long offset, byte[] bytes) {}

  /**
   * A replay up to the committed tail.
   *
   * @param core a fresh core, or one from a snapshot; in the end it stands at the tail
   * @param commands reader of {@code commands}
   * @param events reader of {@code events}
   */
  Replay(EngineCore core, RecordReader commands, RecordReader events) {
    this.core = core;
    this.commands = commands;
    this.events = events;
    this.eventsEnd = events.committedEnd();
    this.commandsEnd = commands.committedEnd();
    this.lastEventOffset = core.eventsFrom();
    this.anchored = core.sequence() == 0;
    if (core.eventsFrom() > eventsEnd || core.nextCommand() > commandsEnd) {
      throw new UnusableSnapshotException("it lies behind the end of this log");
    }
    events.seek(core.eventsFrom());
    commands.seek(core.nextCommand());
  }

  /**
   * Looks where the log ends now: {@link #goOn} then goes that far.
   *
   * @return whether more has committed since the last look
   */
  boolean lookFurther() {
    long end = events.committedEnd();
    if (end <= eventsEnd) {
      return false;
    }
    // Asked in this order, so that every event before the one end has its command before the other.
    eventsEnd = end;
    commandsEnd = commands.committedEnd();
    return true;
  }

  /** Whether every event of every applied frame was compared, and the snapshot proven. */
  boolean isWhole() {
    return anchored && comparing == null;
  }

  /** An offset on {@code events} at or before the last event in the state. */
  long lastEventOffset() {
    return lastEventOffset;
  }

  /** Leaves the reader of {@code commands} behind the last replayed frame. */
  void handOver() {
    frames.clear();
    commands.seek(core.nextCommand());
  }

  /**
   * Reads at most once from each topic and replays what can be.
   *
   * @param replayed hears of every frame, in order
   * @return whether the committed end that was last seen is reached
   * @throws EngineHaltedException naming the offset when the events differ
   * @throws UnusableSnapshotException when the core comes from a snapshot that is not of this log
   */
  boolean goOn(Consumer<AppliedFrame> replayed) {
    if (logged.isEmpty() && events.position() < eventsEnd) {
      events.poll(POLL).forEach(this::split);
      requireWholeTransactions();
    }
    if (frames.isEmpty() && !logged.isEmpty() && commands.position() < commandsEnd) {
      frames.addAll(commands.poll(POLL));
    }
    while (!logged.isEmpty() && (comparing != null || !frames.isEmpty())) {
      if (comparing == null) {
        comparing = core.apply(frames.remove());
        compared = 0;
      }
      compare(comparing);
      if (compared == comparing.bytes().size()) {
        replayed.accept(comparing);
        comparing = null;
      }
    }
    requireCommands();
    return logged.isEmpty() && events.position() >= eventsEnd && finish();
  }

  /** What was read may have committed since the last look, and be the first half of something. */
  private void requireWholeTransactions() {
    LoggedEvent last = logged.peekLast();
    if (last != null && last.offset() >= eventsEnd) {
      lookFurther();
    }
  }

  private void split(LogEntry record) {
    try {
      RecordMarket.require(core.market(), record.value());
      for (byte[] event : EventCodec.splitFrame(record.value())) {
        if (anchored) {
          logged.add(new LoggedEvent(record.offset(), event));
        } else {
          anchor(event);
        }
      }
    } catch (CodecException e) {
      throw new EngineHaltedException(
          "events offset " + record.offset() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Looks for the last event of the snapshot: with its hash it proves the snapshot to be of this
   * log.
   */
  private void anchor(byte[] event) {
    long sequence = EventCodec.place(event).sequence();
    if (sequence >= core.sequence()) {
      if (sequence > core.sequence() || !EventCodec.hash(event).equals(core.lastHash())) {
        throw new UnusableSnapshotException("it does not fit event " + sequence + " of this log");
      }
      anchored = true;
    }
  }

  private void compare(AppliedFrame applied) {
    while (compared < applied.bytes().size() && !logged.isEmpty()) {
      LoggedEvent next = logged.remove();
      lastEventOffset = next.offset();
      if (!Arrays.equals(next.bytes(), applied.bytes().get(compared++))) {
        throw new EngineHaltedException(
            "events offset "
                + next.offset()
                + " differs from what the commands at offset "
                + applied.offset()
                + " yield: the log was changed, or this version has other rules");
      }
    }
  }

  private void requireCommands() {
    LoggedEvent next = logged.peek();
    if (next != null && frames.isEmpty() && commands.position() >= commandsEnd) {
      throw new EngineHaltedException(
          "events offset " + next.offset() + " has events of no command on the log");
    }
  }

  /** A transaction holds whole frames, so none may be left amid. */
  private boolean finish() {
    if (!anchored) {
      throw new UnusableSnapshotException("the log ends before event " + core.sequence());
    }
    if (comparing != null) {
      throw new EngineHaltedException(
          "events end behind offset "
              + lastEventOffset
              + " amid what the commands at offset "
              + comparing.offset()
              + " yield: the log was cut");
    }
    return true;
  }
}
