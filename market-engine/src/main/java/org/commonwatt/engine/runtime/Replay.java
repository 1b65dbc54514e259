package org.commonwatt.engine.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
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
  private final Deque<LogEntry> read = new ArrayDeque<>();

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
    LogEntry logged = replay.next();
    while (logged != null && commands.position() < commandsEnd) {
      for (LogEntry command : commands.poll(POLL)) {
        if (logged != null) {
          AppliedFrame applied = core.apply(command);
          requireEqual(logged, applied);
          replayed.accept(applied);
          logged = replay.next();
        }
      }
    }
    if (logged != null) {
      throw new EngineHaltedException(
          "events offset " + logged.offset() + " has events of no command on the log");
    }
    commands.seek(core.nextCommand());
  }

  private @Nullable LogEntry next() {
    while (read.isEmpty() && events.position() < committedEnd) {
      read.addAll(events.poll(POLL));
    }
    return read.poll();
  }

  private static void requireEqual(LogEntry logged, AppliedFrame applied) {
    List<byte[]> onLog;
    try {
      onLog = EventCodec.splitFrame(logged.value());
    } catch (CodecException e) {
      throw new EngineHaltedException(
          "events offset " + logged.offset() + " cannot be read: " + e.getMessage(), e);
    }
    boolean equal = onLog.size() == applied.bytes().size();
    for (int i = 0; equal && i < onLog.size(); i++) {
      equal = Arrays.equals(onLog.get(i), applied.bytes().get(i));
    }
    if (!equal) {
      throw new EngineHaltedException(
          "events offset "
              + logged.offset()
              + " differs from what the commands at offset "
              + applied.offset()
              + " yield: the log was changed, or this version has other rules");
    }
  }
}
