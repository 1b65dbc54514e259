package org.commonwatt.system;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Asks again and again until there is an answer. A server that cannot be reached has not answered.
 */
public final class Eventually {
  private static final long PAUSE_MILLIS = 50;

  private Eventually() {}

  /** What is looked at. */
  @FunctionalInterface
  public interface Check {
    /** Throws an {@link AssertionError} when it is not as it should be. */
    void run() throws Exception;
  }

  /** The first answer that is not null. */
  static <T> T get(Duration limit, Callable<@Nullable T> question) {
    return get("an answer", limit, question);
  }

  private static <T> T get(String what, Duration limit, Callable<@Nullable T> question) {
    long end = System.nanoTime() + limit.toNanos();
    @Nullable IOException unreachable = null;
    try {
      while (System.nanoTime() < end) {
        try {
          @Nullable T answer = question.call();
          if (answer != null) {
            return answer;
          }
        } catch (IOException e) {
          unreachable = e;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    throw new AssertionError("waited " + limit + " in vain: " + what, unreachable);
  }

  /** Waits until something holds. */
  static void holds(Duration limit, Callable<Boolean> question) {
    holds("it holds", limit, question);
  }

  /** Waits until something holds, and names it when it never does. */
  public static void holds(String what, Duration limit, Callable<Boolean> question) {
    get(what, limit, () -> question.call() ? true : null);
  }

  /** Looks until everything is as it should be; in the end the last look's error is thrown. */
  static void passes(Duration limit, Check check) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end) {
      try {
        check.run();
        return;
      } catch (AssertionError | IOException e) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    check.run();
  }
}
