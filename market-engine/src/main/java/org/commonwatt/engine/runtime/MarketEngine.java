package org.commonwatt.engine.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.engine.snapshot.SnapshotStore;
import org.commonwatt.engine.work.Worker;
import org.commonwatt.engine.work.Workers;
import org.commonwatt.log.Lease;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.seal.Keyring;
import org.jspecify.annotations.Nullable;

/**
 * An engine of one market over its log. One worker owns the state: it follows the log in silence,
 * and while it holds the lease it takes over, applies what stands on {@code commands} and publishes
 * the events in transactions.
 *
 * <p>Queries from other threads see committed state only: they wait while a frame is applied and
 * its transaction commits. On a fault of the log the state is thrown away and the engine takes over
 * anew. {@code docs/engine.md} lists every fault.
 */
public final class MarketEngine implements AutoCloseable {
  private final Settings settings;
  private final Workers workers;
  private final CommittedState state = new CommittedState();
  private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<EngineHealth>> stopListeners = new CopyOnWriteArrayList<>();
  private @Nullable Worker worker;

  /**
   * What an engine works on.
   *
   * @param market id of the market
   * @param log its log
   * @param lease says when to lead; the engine closes it
   * @param snapshots its snapshots
   * @param keyring what personal payloads are sealed with
   * @param bounds how much the market holds, the same for all its engines
   */
  public record Settings(
      String market,
      MarketLog log,
      Lease lease,
      SnapshotRules snapshots,
      Keyring keyring,
      MarketBounds bounds) {
    /** A market of the usual size. */
    public Settings(
        String market, MarketLog log, Lease lease, SnapshotRules snapshots, Keyring keyring) {
      this(market, log, lease, snapshots, keyring, MarketBounds.USUAL);
    }

    /** A market of which nothing is sealed. */
    public Settings(String market, MarketLog log, Lease lease, SnapshotRules snapshots) {
      this(market, log, lease, snapshots, Keyring.NONE);
    }
  }

  /**
   * When and where snapshots are taken.
   *
   * @param store where
   * @param everyEvents after so many events, or as many as the last one has orders and trades if
   *     those are more; and when the engine is closed
   */
  public record SnapshotRules(SnapshotStore store, long everyEvents) {
    /** Checks the number. */
    public SnapshotRules {
      if (everyEvents < 1) {
        throw new IllegalArgumentException("a snapshot follows at least one event");
      }
    }
  }

  /**
   * An engine that does nothing until {@link #start}.
   *
   * @param settings what it works on
   * @param workers who does the work
   */
  public MarketEngine(Settings settings, Workers workers) {
    this.settings = settings;
    this.workers = workers;
  }

  /** Adds a listener; before {@link #start}, or it may miss frames. */
  public void listen(EngineListener listener) {
    listeners.add(listener);
  }

  /**
   * Adds somebody to tell whenever the engine begins to do something else. Called on the engine's
   * thread, in order with the frames that listeners hear of: be quick.
   */
  public void watch(Consumer<EngineHealth> watcher) {
    state.watch(watcher);
  }

  /** Adds somebody to tell, once, when the engine has stopped for good. */
  public void onStop(Consumer<EngineHealth> listener) {
    stopListeners.add(listener);
  }

  /** Starts to follow the log, and to lead when it is to. */
  public void start() {
    EngineWork work = new EngineWork(settings, state, new Audience(listeners, stopListeners));
    worker = workers.start("engine-" + settings.market(), work);
  }

  /** What the engine is doing. */
  public EngineHealth health() {
    return state.health();
  }

  /**
   * Asks the committed state.
   *
   * @param question must be quick and must keep nothing of the view
   * @throws EngineNotReadyException while the engine does not lead, for ever once it has stopped
   */
  public <T> T query(Function<MarketView, T> question) {
    return state.query(question);
  }

  /**
   * Waits, in real time, until the committed state meets a condition.
   *
   * @return false when the time was up first
   * @throws EngineNotReadyException when the engine stops for good meanwhile
   */
  public boolean await(Predicate<MarketView> condition, Duration timeout)
      throws InterruptedException {
    return state.await(condition, timeout);
  }

  @Override
  public void close() {
    if (worker != null) {
      worker.close();
    }
  }
}
