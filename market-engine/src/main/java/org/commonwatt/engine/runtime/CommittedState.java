package org.commonwatt.engine.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state that everybody may ask, and what the engine is doing. Whoever asks waits while a
 * transaction is under way, so that nobody sees what may never have been. Thread-safe.
 */
final class CommittedState {
  private static final long QUERY_WAIT_MILLIS = 5_000;

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
  private final Object changed = new Object();
  private @Nullable EngineCore core;
  private volatile EngineHealth health =
      new EngineHealth(EngineState.RECOVERING, "starting for the first time");
  private long changes;
  private final List<Consumer<EngineHealth>> watchers = new CopyOnWriteArrayList<>();

  /** Adds somebody to tell of every move, on the thread that makes it. */
  void watch(Consumer<EngineHealth> watcher) {
    watchers.add(watcher);
  }

  EngineHealth health() {
    return health;
  }

  /** Asks; see {@link MarketEngine#query}. */
  <T> T query(Function<MarketView, T> question) {
    if (!lockForReading()) {
      throw new EngineNotReadyException(
          new EngineHealth(EngineState.RECOVERING, "a transaction on the log takes long"));
    }
    try {
      EngineCore current = core;
      if (current == null || health.state() != EngineState.LEADING) {
        throw new EngineNotReadyException(health);
      }
      return question.apply(current.view());
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Waits for a condition; see {@link MarketEngine#await}. */
  boolean await(Predicate<MarketView> condition, Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      long seen = changes();
      if (holds(condition)) {
        return true;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      synchronized (changed) {
        if (changes == seen) {
          changed.wait(left);
        }
      }
    }
  }

  /** Lets everybody ask a state that has been recovered. */
  void adopt(EngineCore recovered) {
    lock.writeLock().lock();
    try {
      core = recovered;
      move(EngineState.LEADING, "publishing since event " + recovered.view().sequence());
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Forgets the state: nobody gets an answer before the next one is adopted. */
  void forget() {
    lock.writeLock().lock();
    try {
      core = null;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * Changes the state and commits the change; forgets the state when that fails.
   *
   * @param leading the state that was adopted
   * @param transaction changes it, and returns when the change is committed
   * @return what the transaction returns
   */
  <T> T change(EngineCore leading, Supplier<T> transaction) {
    lock.writeLock().lock();
    try {
      core = null;
      T result = transaction.get();
      core = leading;
      return result;
    } finally {
      lock.writeLock().unlock();
    }
  }

  void move(EngineState state, String detail) {
    EngineHealth now = new EngineHealth(state, detail);
    health = now;
    signal();
    watchers.forEach(watcher -> watcher.accept(now));
  }

  /** Makes those who wait for a condition look again. */
  void signal() {
    synchronized (changed) {
      changes++;
      changed.notifyAll();
    }
  }

  private boolean holds(Predicate<MarketView> condition) {
    try {
      return query(condition::test);
    } catch (EngineNotReadyException e) {
      if (e.health().state().isFinal()) {
        throw e;
      }
      return false;
    }
  }

  private boolean lockForReading() {
    try {
      return lock.readLock().tryLock(QUERY_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private long changes() {
    synchronized (changed) {
      return changes;
    }
  }
}
