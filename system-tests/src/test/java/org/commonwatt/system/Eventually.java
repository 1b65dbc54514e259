package org.commonwatt.system;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Asks again and again until there is an answer. */
public final class Eventually {
  private static final long PAUSE_MILLIS = 50;

  private Eventually() {}

  /** The first answer that is not null. */
  static <T> T get(Duration limit, Callable<@Nullable T> question) {
    return get("an answer", limit, question);
  }

  private static <T> T get(String what, Duration limit, Callable<@Nullable T> question) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (System.nanoTime() < end) {
        @Nullable T answer = question.call();
        if (answer != null) {
          return answer;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    throw new AssertionError("waited " + limit + " in vain: " + what);
  }

  /** Waits until something holds. */
  static void holds(Duration limit, Callable<Boolean> question) {
    holds("it holds", limit, question);
  }

  /** Waits until something holds, and names it when it never does. */
  public static void holds(String what, Duration limit, Callable<Boolean> question) {
    get(what, limit, () -> question.call() ? true : null);
  }
}
