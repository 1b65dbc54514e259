package org.commonwatt.engine.work;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A fake of the workers for tests of one part: the test takes the steps, and its clock stands still
 * until the test moves it. Nothing ever times out.
 */
public final class StepByStep implements Workers {
  private @Nullable Work work;
  private long nanos;

  @Override
  public Worker start(String name, Work started) {
    work = started;
    return new Worker() {
      @Override
      public void wake() {
        // The test knows when there is something to do.
      }

      @Override
      public void close() {
        started.end();
      }
    };
  }

  @Override
  public <T> CompletableFuture<T> limit(CompletableFuture<T> future, Duration timeout) {
    return future;
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  /** Takes one step. */
  public Pause step() {
    if (work == null) {
      throw new IllegalStateException("nothing was started");
    }
    return work.step();
  }

  /** Moves the clock. */
  public void pass(Duration time) {
    nanos += time.toNanos();
  }
}
