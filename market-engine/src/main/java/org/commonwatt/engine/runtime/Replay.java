package org.commonwatt.engine.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.kafka.LogEntry;
import org.commonwatt.log.kafka.LogReader;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the state from the log: applies every command whose events have committed, in silence,
 * and compares the events with those on the log byte for byte.
 */
final class Replay {
  private static final Duration POLL = Duration.ofMillis(100);

  private final LogReader events;
  private final long committedEnd;
  private final Deque<LoggedEvent> read = new ArrayDeque<>();

  /** An event and the offset of its record on {@code events}. */
  private record LoggedEvent(long offset, byte[] bytes) {}

  private Replay(LogReader events) {
    this.events = events;
    this.committedEnd = events.committedEnd();
  }

  /**
   * Replays everything up to the committed tail.
   *
   * @param core a fresh core; afterwards it stands at the tail
   * @param commands reader of {@code commands}; afterwards it stands behind the last replayed frame
   * @param events reader of {@code events}; no other engine may publish any more
   * @param replayed hears of every frame, in order
   * @throws EngineHaltedException naming the offset when the events differ
   */
  static void run(
      EngineCore core, LogReader commands, LogReader events, Consumer<AppliedFrame> replayed) {
    events.seek(0);
    commands.seek(0);
    Replay replay = new Replay(events);
    long commandsEnd = commands.committedEnd();
    while (replay.peek() != null && commands.position() < commandsEnd) {
      for (LogEntry command : commands.poll(POLL)) {
        if (replay.peek() != null) {
          AppliedFrame applied = core.apply(command);
          replay.requireEqual(applied);
          replayed.accept(applied);
        }
      }
    }
    LoggedEvent left = replay.peek();
    if (left != null) {
      throw new EngineHaltedException(
          "events offset " + left.offset() + " has events of no command on the log");
    }
    commands.seek(core.nextCommand());
  }

  /** The next event on the log, null behind the committed tail. */
  private @Nullable LoggedEvent peek() {
    while (read.isEmpty() && events.position() < committedEnd) {
      events.poll(POLL).forEach(this::split);
    }
    return read.peek();
  }

  private void split(LogEntry record) {
    try {
      for (byte[] event : EventCodec.splitFrame(record.value())) {
        read.add(new LoggedEvent(record.offset(), event));
      }
    } catch (CodecException e) {
      throw new EngineHaltedException(
          "events offset " + record.offset() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Takes a frame's events off the log; a transaction holds whole frames, so all are there. */
  private void requireEqual(AppliedFrame applied) {
    long offset = 0;
    for (byte[] expected : applied.bytes()) {
      LoggedEvent logged = peek();
      if (logged == null) {
        throw new EngineHaltedException(
            "events end behind offset "
                + offset
                + " amid what the commands at offset "
                + applied.offset()
                + " yield: the log was cut");
      }
      offset = logged.offset();
      if (!Arrays.equals(logged.bytes(), expected)) {
        throw new EngineHaltedException(
            "events offset "
                + offset
                + " differs from what the commands at offset "
                + applied.offset()
                + " yield: the log was changed, or this version has other rules");
      }
      read.remove();
    }
  }
}
