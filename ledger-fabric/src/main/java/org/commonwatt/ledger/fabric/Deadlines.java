package org.commonwatt.ledger.fabric;

import java.time.Duration;

/**
 * How long a client of a Fabric network waits. Each is positive.
 *
 * @param evaluate for the answer to a query
 * @param endorse for the endorsements of a transaction
 * @param agree for peers that came to different results to catch up with each other
 * @param submit for the orderer to take a transaction
 * @param commit for a transaction to be in a block of the client's own peer
 * @param resolve for a transaction to appear in a block when the answer to submitting it was lost
 */
public record Deadlines(
    Duration evaluate,
    Duration endorse,
    Duration agree,
    Duration submit,
    Duration commit,
    Duration resolve) {
  /** For a network nearby: 10 s, 15 s, 3 s, 10 s, 30 s and 10 s. */
  public static final Deadlines DEFAULT =
      new Deadlines(seconds(10), seconds(15), seconds(3), seconds(10), seconds(30), seconds(10));

  /** Checks the durations. */
  public Deadlines {
    for (Duration one : new Duration[] {evaluate, endorse, agree, submit, commit, resolve}) {
      if (one.isNegative() || one.isZero()) {
        throw new IllegalArgumentException("a deadline must be positive, not " + one);
      }
    }
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
