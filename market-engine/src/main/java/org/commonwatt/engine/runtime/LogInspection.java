package org.commonwatt.engine.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.snapshot.Snapshot;
import org.commonwatt.engine.snapshot.SnapshotStore;
import org.commonwatt.engine.snapshot.UnusableSnapshotException;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.RecordReader;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a market's log and snapshots without taking over: replays the log from its start, and
 * again from each snapshot, and compares. Nobody may lead the market meanwhile.
 */
public final class LogInspection {
  private static final int PATIENCE = 600;

  private final String market;
  private final MarketLog log;
  private final SnapshotStore store;
  private final Keyring keyring;

  /**
   * What was found.
   *
   * @param market id of the market
   * @param commandsEnd where the commands end
   * @param eventsEnd where the committed events end
   * @param nextCommand first offset on {@code commands} whose events are not on the log
   * @param sequence the engine's number of the last event
   * @param lastHash hash of the last event
   * @param stateHash SHA-256 of the state as a snapshot would hold it
   * @param snapshots what is kept, the newest first
   */
  public record Report(
      String market,
      long commandsEnd,
      long eventsEnd,
      long nextCommand,
      long sequence,
      Hash lastHash,
      Hash stateHash,
      List<Kept> snapshots) {
    /** Copies the list. */
    public Report {
      snapshots = List.copyOf(snapshots);
    }
  }

  /**
   * A snapshot.
   *
   * @param name its name
   * @param place how far it has come, null when it cannot be read
   * @param problem why it is of no use, null when going on from it gives the state of the log
   */
  public record Kept(String name, Snapshot.@Nullable Place place, @Nullable String problem) {}

  private LogInspection(String market, MarketLog log, SnapshotStore store, Keyring keyring) {
    this.keyring = keyring;
    this.market = market;
    this.log = log;
    this.store = store;
  }

  /**
   * Looks.
   *
   * @throws EngineHaltedException when an engine would halt on this log; the message says where
   * @throws LogUnavailableException when the log does not answer
   * @throws IOException when the snapshots cannot be listed
   */
  public static Report of(String market, MarketLog log, SnapshotStore store) throws IOException {
    return of(market, log, store, Keyring.NONE);
  }

  /**
   * Looks at a log with sealed payloads. Where keys were erased the log cannot be replayed from its
   * start: then the newest snapshot from which it can stands for it.
   *
   * @throws EngineHaltedException when an engine would halt on this log; the message says where
   * @throws LogUnavailableException when the log does not answer
   * @throws IOException when the snapshots cannot be listed
   */
  public static Report of(String market, MarketLog log, SnapshotStore store, Keyring keyring)
      throws IOException {
    return new LogInspection(market, log, store, keyring).report();
  }

  private Report report() throws IOException {
    EngineCore core = reference();
    Hash state = core.stateHash();
    List<Kept> kept = new ArrayList<>();
    for (String name : store.names()) {
      kept.add(judged(name, state));
    }
    try (RecordReader commands = log.commands();
        RecordReader events = log.events()) {
      return new Report(
          market,
          commands.committedEnd(),
          events.committedEnd(),
          core.nextCommand(),
          core.sequence(),
          core.lastHash(),
          state,
          kept);
    }
  }

  private EngineCore reference() throws IOException {
    try {
      return replayed(new EngineCore(new Snapshot.Subject(market, keyring)));
    } catch (EngineHaltedException fromStart) {
      if (!fromStart.isByErasure()) {
        throw fromStart;
      }
      for (String name : store.names()) {
        try {
          return replayed(from(name));
        } catch (UnusableSnapshotException | EngineHaltedException e) {
          fromStart.addSuppressed(e);
        }
      }
      throw fromStart;
    }
  }

  private Kept judged(String name, Hash state) {
    Snapshot.Place place = null;
    try {
      EngineCore core = from(name);
      place = core.place(core.eventsFrom());
      boolean same = replayed(core).stateHash().equals(state);
      return new Kept(name, place, same ? null : "going on from it gives another state");
    } catch (IOException | UnusableSnapshotException | EngineHaltedException e) {
      return new Kept(name, place, String.valueOf(e.getMessage()));
    }
  }

  private EngineCore from(String name) throws IOException {
    return EngineCore.from(() -> store.open(name), new Snapshot.Subject(market, keyring));
  }

  private EngineCore replayed(EngineCore core) {
    try (RecordReader commands = log.commands();
        RecordReader events = log.events()) {
      Replay replay = new Replay(core, commands, events);
      long before = -1;
      for (int idle = 0; !replay.goOn(frame -> {}); ) {
        long now = events.position() + commands.position() + core.sequence();
        idle = now == before ? idle + 1 : 0;
        before = now;
        if (idle == PATIENCE) {
          throw new LogUnavailableException("the log stands still amid the replay");
        }
      }
      return core;
    }
  }
}
