package org.commonwatt.ledger.fabric;

import java.time.Duration;
import java.util.List;

/**
 * How long a client of a Fabric network waits. Each is positive.
 *
 * @param evaluate for the answer to a query
 * @param endorse for the endorsements of a transaction
 * @param agree for peers that came to different results to catch up with each other, and for those
 *     of a new network to hear of each other
 * @param submit for the orderer to take a transaction
 * @param commit for a transaction to be in a block of the client's own peer
 * @param resolve for a transaction to appear in a block when the answer to submitting it was lost
 * @param silence for a sign of life on a connection on which something is awaited; then the peer is
 *     asked for one, and has 10 s. Not below the shortest that the peer permits, {@code
 *     peer.keepalive.minInterval}, and never below 10 s
 */
public record Deadlines(
    Duration evaluate,
    Duration endorse,
    Duration agree,
    Duration submit,
    Duration commit,
    Duration resolve,
    Duration silence) {
  /** For a network nearby: 10 s, 15 s, 3 s, 10 s, 30 s, 10 s and 60 s. */
  public static final Deadlines DEFAULT =
      new Deadlines(
          seconds(10), seconds(15), seconds(3), seconds(10), seconds(30), seconds(10), seconds(60));

  /** Checks the durations. */
  public Deadlines {
    for (Duration one : List.of(evaluate, endorse, agree, submit, commit, resolve, silence)) {
      if (one.isNegative() || one.isZero()) {
        throw new IllegalArgumentException("a deadline must be positive, not " + one);
      }
    }
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
