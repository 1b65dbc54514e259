package org.commonwatt.engine.work;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * When a step should follow the last one: after a while, or when something has completed, or when
 * somebody calls {@link Worker#wake}, whatever comes first.
 *
 * @param atMost the longest time to wait; zero for no pause
 * @param until what may end the pause early, in success or failure; null for nothing
 */
public record Pause(Duration atMost, @Nullable CompletionStage<?> until) {
  private static final Duration LONG = Duration.ofDays(1);

  /** No pause: there is more to do. */
  public static final Pause NONE = new Pause(Duration.ZERO, null);

  /** Nothing to do until somebody wakes the worker; it looks once a day all the same. */
  public static final Pause UNTIL_WOKEN = new Pause(LONG, null);

  /** A pause of a given length. */
  public static Pause of(Duration length) {
    return new Pause(length, null);
  }

  /** A pause until something has completed. */
  public static Pause until(CompletionStage<?> completed) {
    return new Pause(LONG, completed);
  }
}
