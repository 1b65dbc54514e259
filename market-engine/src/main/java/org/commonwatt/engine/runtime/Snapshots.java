package org.commonwatt.engine.runtime;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.engine.snapshot.Snapshot;
import org.commonwatt.engine.snapshot.SnapshotStore;
import org.commonwatt.engine.snapshot.UnusableSnapshotException;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.RecordReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the engine's snapshots and finds the one to go on from. Failures cost time, nothing else.
 */
final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  private static final long WITH_STANDBY = 10;

  private final Snapshot.Subject subject;
  private final MarketBounds bounds;
  private final MarketLog log;
  private final SnapshotStore store;
  private final long everyEvents;
  private final Deque<String> candidates = new ArrayDeque<>();
  private long takenAt;
  private long interval;
  private boolean failed; // the last one was not written
  private long knownFrom;

  Snapshots(MarketEngine.Settings settings) {
    this.subject = new Snapshot.Subject(settings.market(), settings.keyring());
    this.bounds = settings.bounds();
    this.log = settings.log();
    MarketEngine.SnapshotRules rules = settings.snapshots();
    this.store = rules.store();
    this.everyEvents = rules.everyEvents();
    this.interval = everyEvents;
  }

  /** A recovery begins: all snapshots are candidates again. */
  void reset() {
    candidates.clear();
    try {
      candidates.addAll(store.names());
    } catch (IOException e) {
      LOG.warn("the snapshots cannot be listed; the whole log is replayed", e);
    }
  }

  /** A core from the newest snapshot that was not tried yet, a fresh one when none is left. */
  EngineCore next() {
    while (!candidates.isEmpty()) {
      String name = candidates.remove();
      try {
        EngineCore core = EngineCore.from(() -> store.open(name), subject, bounds);
        LOG.info("goes on from {}", name);
        countFrom(core);
        return core;
      } catch (IOException | UnusableSnapshotException e) {
        LOG.warn("{} is skipped: {}", name, e.getMessage());
      }
    }
    EngineCore fresh = new EngineCore(subject, bounds);
    countFrom(fresh);
    return fresh;
  }

  /**
   * While following: takes a snapshot when enough has happened since the last.
   *
   * @param from an offset on {@code events} at or before the last event in the state
   */
  void whileFollowing(EngineCore core, long from) {
    knownFrom = from;
    if (isDue(core, 1)) {
      take(core);
    }
  }

  /**
   * The engine leads.
   *
   * @param from an offset on {@code events} at or before the last event in the state
   */
  void beginToLead(long from) {
    knownFrom = from;
  }

  /**
   * Between two transactions: takes a snapshot when enough has happened; with a standby, which
   * takes them without stopping anybody, only when ten times as much has: this engine may be the
   * one that is started again.
   */
  void afterCommit(EngineCore core, boolean alone) {
    if (isDue(core, alone ? 1 : WITH_STANDBY) && take(core)) {
      try (RecordReader events = log.events()) {
        knownFrom = events.committedEnd();
      }
    }
  }

  /**
   * Whether so many events followed the last snapshot; one that failed is tried again soon, as
   * nothing is saved until then.
   *
   * @param times how many times the interval
   */
  private boolean isDue(EngineCore core, long times) {
    return core.sequence() - takenAt >= (failed ? everyEvents : times * interval);
  }

  /**
   * A snapshot takes time for each order and trade that is kept, and the engine stands still
   * meanwhile: at least as many events follow one as there were of those, so that what it costs
   * each event does not grow with the state.
   */
  private void countFrom(EngineCore core) {
    takenAt = core.sequence();
    interval = Math.max(everyEvents, core.keptPlaces());
    failed = false;
  }

  /** Takes a snapshot if anything was published since the last one. */
  boolean take(EngineCore core) {
    if (core.sequence() == takenAt) {
      return false;
    }
    countFrom(core);
    try {
      Snapshot.Place place = core.place(knownFrom);
      store.write(core.sequence(), out -> Snapshot.write(out, subject, place, core::save));
      LOG.info("took a snapshot after event {}", core.sequence());
      return true;
    } catch (IOException | RuntimeException e) {
      failed = true;
      LOG.warn("no snapshot after event {}", core.sequence(), e);
      return false;
    }
  }
}
