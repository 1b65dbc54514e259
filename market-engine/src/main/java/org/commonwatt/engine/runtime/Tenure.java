package org.commonwatt.engine.runtime;

import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
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

/**
 * One engine's time with a state, until a fault or the end: it follows the log in silence, and when
 * it is to lead it fences the writer before, follows to the committed tail, and publishes on.
 */
final class Tenure implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);

  /**
   * A transaction of so many bytes of events takes no further frame: the events are all in memory,
   * of their records only those on their way to the log.
   */
  static final int ENOUGH_BYTES = 4 << 20;

  private final MarketLog log;
  private final Snapshots snapshots;
  private final RecordReader commands;
  private final RecordReader events;
  private @Nullable EventWriter writer;
  private @Nullable Replay replay;
  private EngineCore core;
  private boolean warm;
  private boolean leading;
  private boolean published = true;

  private Tenure(MarketLog log, Snapshots snapshots) {
    this.log = log;
    this.snapshots = snapshots;
    this.commands = log.commands();
    this.events = log.events();
    snapshots.reset();
    this.core = snapshots.next();
  }

  /** Begins to follow, from the newest snapshot. */
  static Tenure begin(MarketLog log, Snapshots snapshots) {
    return new Tenure(log, snapshots);
  }

  EngineCore core() {
    return core;
  }

  /** Whether the state has stood at the committed end, as far as that was known then. */
  boolean isWarm() {
    return warm;
  }

  /** Whether the state is whole: all its events are on the log, and compared if they were there. */
  boolean isWhole() {
    return leading ? published : replay != null && replay.isWhole();
  }

  /** Whether every writer before is fenced. */
  boolean hasTakenOver() {
    return writer != null;
  }

  boolean isLeading() {
    return leading;
  }

  /**
   * Replays the next piece of the log.
   *
   * @param replayed hears of every frame, in order
   * @return whether the committed end that was last seen is reached
   * @throws EngineHaltedException naming the offset when the events differ
   */
  boolean follow(Consumer<AppliedFrame> replayed) {
    try {
      Replay current = replay;
      if (current == null) {
        current = new Replay(core, commands, events);
        replay = current;
      }
      boolean reached = current.goOn(replayed);
      warm |= reached;
      return reached;
    } catch (UnusableSnapshotException e) {
      LOG.warn("the snapshot after event {} is skipped: {}", core.sequence(), e.getMessage());
      core = snapshots.next();
      replay = null;
      return false;
    }
  }

  /** Looks whether more has committed; see {@link Replay#lookFurther}. */
  boolean lookFurther() {
    return replay != null && replay.lookFurther();
  }

  /** Fences the writer before; from now on the committed end of events moves by us alone. */
  void takeOver() {
    EventWriter fresh = log.eventWriter();
    writer = fresh;
    fresh.takeOver();
    lookFurther();
  }

  /** Takes a snapshot of the followed state if one is due. */
  void snapshotIfDue() {
    if (replay != null) {
      snapshots.whileFollowing(core, replay.lastEventOffset());
    }
  }

  /** The committed tail is reached after the takeover: publishes from here on. */
  void lead() {
    if (replay != null) {
      replay.handOver();
      snapshots.beginToLead(replay.lastEventOffset());
      replay = null;
    }
    leading = true;
  }

  /** The next frames of commands. */
  List<LogEntry> read(Duration timeout) {
    return commands.poll(timeout);
  }

  /**
   * Applies frames and publishes their events in one transaction.
   *
   * @param entries frames, at least one
   * @return the first of them, all unless their events are many: the rest is for another
   *     transaction
   */
  List<AppliedFrame> publish(List<LogEntry> entries) {
    EventWriter own = writer;
    if (own == null) {
      throw new IllegalStateException("take over first");
    }
    published = false;
    List<AppliedFrame> applied = new ArrayList<>(entries.size());
    List<AppliedFrame.Piece> pieces = new ArrayList<>(entries.size());
    long bytes = 0;
    for (int next = 0; next < entries.size() && bytes < ENOUGH_BYTES; next++) {
      AppliedFrame frame = core.apply(entries.get(next));
      applied.add(frame);
      for (AppliedFrame.Piece piece : frame.pieces(core.market())) {
        pieces.add(piece);
        bytes += piece.bytes();
      }
    }
    own.write(new Records(pieces));
    published = true;
    return applied;
  }

  /** Records that are made when they are asked for. */
  private static final class Records extends AbstractList<byte[]> {
    private final List<AppliedFrame.Piece> pieces;

    private Records(List<AppliedFrame.Piece> pieces) {
      this.pieces = pieces;
    }

    @Override
    public byte[] get(int index) {
      return pieces.get(index).record().get();
    }

    @Override
    public int size() {
      return pieces.size();
    }
  }

  @Override
  public void close() {
    events.close();
    commands.close();
    if (writer != null) {
      writer.close();
    }
  }
}
