package org.commonwatt.system;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Asks again and again until there is an answer. */
final class Eventually {
  private static final long PAUSE_MILLIS = 50;

  private Eventually() {}

  /** The first answer that is not null. */
  static <T> T get(Duration limit, Callable<@Nullable T> question) {
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
    throw new AssertionError("no answer within " + limit);
  }

  /** Waits until something holds. */
  static void holds(Duration limit, Callable<Boolean> question) {
    get(limit, () -> question.call() ? true : null);
  }
}
