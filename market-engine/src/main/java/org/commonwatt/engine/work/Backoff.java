package org.commonwatt.engine.work;

import java.time.Duration;

/** Pauses between attempts, each twice as long as the one before up to a bound. For one thread. */
public final class Backoff {
  private final Duration first;
  private final Duration longest;
  private Duration next;

  /** Starts with the first pause. */
  public Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  /** The pause after one more failure. */
  public Duration afterFailure() {
    Duration pause = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
    return pause;
  }

  /** Something succeeded: the next failure waits for the first pause again. */
  public void reset() {
    next = first;
  }
}
