package org.commonwatt.engine.work;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Who takes the steps, and the clock they pause by. */
public interface Workers {

  /**
   * Starts to take steps.
   *
   * @param name of the part, for logs
   * @param work what to do
   */
  Worker start(String name, Work work);

  /**
   * Fails a future with a {@link java.util.concurrent.TimeoutException} unless it completes in
   * time.
   *
   * @return the same future
   */
  <T> CompletableFuture<T> limit(CompletableFuture<T> future, Duration timeout);

  /** A clock for measuring pauses: nanoseconds since some moment. */
  long nanoTime();
}
