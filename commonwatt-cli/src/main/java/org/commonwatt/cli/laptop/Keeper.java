package org.commonwatt.cli.laptop;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a part running: looks four times a second, and starts it again when it has died. Data and
 * address of the part must outlive it.
 *
 * @param <T> the part
 */
final class Keeper<T extends AutoCloseable> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final long LOOK_EVERY_MILLIS = 250;

  private final String name;
  private final Part<T> part;
  private final Thread watcher;
  private volatile T current;
  private volatile boolean closing;
  private volatile @Nullable String trouble;

  /**
   * What a keeper must know of its part.
   *
   * @param <T> the part
   */
  interface Part<T> {
    /** Whether it still does its work. */
    boolean isAlive(T part);

    /** Starts it again over the same data, at the same address. */
    T startAgain() throws Exception;
  }

  /** Keeps a part that has just been started. */
  Keeper(String name, T started, Part<T> part) {
    this.name = name;
    this.part = part;
    this.current = started;
    watcher = new Thread(this::watch, "keeper of " + name);
    watcher.setDaemon(true);
    watcher.start();
  }

  /** The part that runs now, or has just died. */
  T current() {
    return current;
  }

  /** What is wrong while the part is not running. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() throws Exception {
    closing = true;
    watcher.interrupt();
    watcher.join(TimeUnit.SECONDS.toMillis(60));
    current.close();
  }

  private void watch() {
    while (!closing) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
      if (!closing && !part.isAlive(current)) {
        restart();
      }
    }
  }

  private void restart() {
    if (trouble == null) {
      LOG.warn("{} has died; it is started again", name);
    }
    trouble = name + " has died and is started again";
    closeDead();
    try {
      current = part.startAgain();
      trouble = null;
    } catch (Exception e) {
      LOG.error("{} did not start again; the next attempt follows", name, e);
      trouble = name + " has died and does not start again: " + e.getMessage();
    }
  }

  private void closeDead() {
    try {
      current.close();
    } catch (Exception e) {
      LOG.debug("{} was dead when it was closed", name, e);
    }
  }
}
