package org.commonwatt.engine.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.commonwatt.log.kafka.FencedEventWriter;
import org.commonwatt.log.kafka.FencedException;
import org.commonwatt.log.kafka.LogEntry;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.Topics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine of one market over its partition of the log. One thread owns the state: it takes over,
 * replays, then applies what stands on {@code commands} and publishes the events in transactions.
 *
 * <p>Queries from other threads see committed state only: they wait while a frame is applied and
 * its transaction commits. On a fault of the log the state is thrown away and the engine takes over
 * anew. {@code docs/engine.md} lists every fault.
 */
public final class MarketEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MarketEngine.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long FIRST_BACKOFF_MILLIS = 100;
  private static final long MAX_BACKOFF_MILLIS = 5_000;
  private static final long QUERY_WAIT_MILLIS = 5_000;

  private final Log log;
  private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<EngineHealth>> stopListeners = new CopyOnWriteArrayList<>();
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Object changed = new Object();
  private final Thread thread;
  private @Nullable EngineCore core;
  private volatile EngineHealth health =
      new EngineHealth(EngineState.RECOVERING, "starting for the first time");
  private long changes;

  /**
   * The log of a market.
   *
   * @param bootstrap the broker's address
   * @param market id of the market
   * @param partition its partition of {@code commands} and {@code events}
   */
  public record Log(String bootstrap, String market, int partition) {}

  /** An engine that does nothing until {@link #start}. */
  public MarketEngine(Log log) {
    this.log = log;
    this.thread = new Thread(this::run, "engine-" + log.partition());
    this.thread.setDaemon(true);
  }

  /** Adds a listener; before {@link #start}, or it may miss frames. */
  public void listen(EngineListener listener) {
    listeners.add(listener);
  }

  /** Adds somebody to tell, once, when the engine has stopped for good. */
  public void onStop(Consumer<EngineHealth> listener) {
    stopListeners.add(listener);
  }

  /** Starts to take over the log. */
  public void start() {
    thread.start();
  }

  /** What the engine is doing. */
  public EngineHealth health() {
    return health;
  }

  /**
   * Asks the committed state.
   *
   * @param question must be quick and must keep nothing of the view
   * @throws EngineNotReadyException while the engine recovers, and for ever once it has stopped
   */
  public <T> T query(Function<MarketView, T> question) {
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

  /**
   * Waits until the committed state meets a condition.
   *
   * @return false when the time was up first
   * @throws EngineNotReadyException when the engine stops for good meanwhile
   */
  public boolean await(Predicate<MarketView> condition, Duration timeout)
      throws InterruptedException {
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

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(15));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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

  private void run() {
    long backoff = FIRST_BACKOFF_MILLIS;
    while (!closed() && !health.state().isFinal()) {
      try {
        lead();
      } catch (FencedException e) {
        stop(EngineState.FENCED, "another engine has taken over this market", e);
      } catch (EngineHaltedException e) {
        stop(EngineState.HALTED, String.valueOf(e.getMessage()), e);
      } catch (RuntimeException e) {
        LOG.warn("the log is not available; taking over anew in {} ms", backoff, e);
        move(EngineState.RECOVERING, "the log is not available: " + e.getMessage());
        backoff = pause(backoff);
      }
    }
    if (!health.state().isFinal()) {
      move(EngineState.CLOSED, "closed");
    }
    stopListeners.forEach(listener -> listener.accept(health));
  }

  private void lead() {
    forget();
    try (FencedEventWriter writer = new FencedEventWriter(log.bootstrap(), log.partition());
        LogReader commands = new LogReader(log.bootstrap(), Topics.COMMANDS, log.partition())) {
      writer.takeOver();
      EngineCore recovered = replay(commands);
      adopt(recovered);
      LOG.info("leads {} from event {} on", log.market(), recovered.view().sequence());
      while (!closed()) {
        publish(writer, recovered, commands.poll(POLL));
      }
    }
  }

  private EngineCore replay(LogReader commands) {
    EngineCore recovered = new EngineCore();
    try (LogReader events = new LogReader(log.bootstrap(), Topics.EVENTS, log.partition())) {
      Replay.run(recovered, commands, events, this::tell);
    }
    return recovered;
  }

  private void publish(FencedEventWriter writer, EngineCore leading, List<LogEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    List<AppliedFrame> applied = new ArrayList<>(entries.size());
    lock.writeLock().lock();
    try {
      // Until the transaction has committed nobody may see the state: forget it on any fault.
      core = null;
      List<byte[]> records = new ArrayList<>(entries.size());
      for (LogEntry entry : entries) {
        AppliedFrame frame = leading.apply(entry);
        applied.add(frame);
        records.addAll(frame.records(log.market()));
      }
      writer.write(records);
      core = leading;
    } finally {
      lock.writeLock().unlock();
    }
    applied.forEach(this::tell);
    signal();
  }

  private void tell(AppliedFrame applied) {
    for (EngineListener listener : listeners) {
      try {
        listener.committed(applied.frame(), applied.events());
      } catch (RuntimeException e) {
        LOG.error("a listener failed on the frame at commands offset {}", applied.offset(), e);
      }
    }
  }

  private void adopt(EngineCore recovered) {
    lock.writeLock().lock();
    try {
      core = recovered;
      move(EngineState.LEADING, "publishing since event " + recovered.view().sequence());
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void forget() {
    lock.writeLock().lock();
    try {
      core = null;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void stop(EngineState state, String detail, RuntimeException cause) {
    LOG.error("the engine stops, {}: {}", state, detail, cause);
    forget();
    move(state, detail);
  }

  private void move(EngineState state, String detail) {
    health = new EngineHealth(state, detail);
    signal();
  }

  private long changes() {
    synchronized (changed) {
      return changes;
    }
  }

  private void signal() {
    synchronized (changed) {
      changes++;
      changed.notifyAll();
    }
  }

  private boolean closed() {
    return closing.getCount() == 0;
  }

  private long pause(long millis) {
    try {
      closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
    }
    return Math.min(millis * 2, MAX_BACKOFF_MILLIS);
  }
}
