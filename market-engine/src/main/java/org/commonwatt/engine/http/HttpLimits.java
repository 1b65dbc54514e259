package org.commonwatt.engine.http;

import java.time.Duration;

/**
 * How much the HTTP server takes on at once. What is beyond a limit is refused early.
 *
 * @param connections that are served; {@link #SPARE} more only hear that these are taken, and
 *     others are closed at once. A connection has one request under way
 * @param questions to the engine's state, running and waiting
 * @param reports questions to the database, running and waiting
 * @param unsentBytes of answers that wait for their clients to read them, all together
 * @param patience how long a connection lasts after it was opened, or after the headers of its last
 *     request: whoever sends, reads or waits longer than that is cut off
 */
public record HttpLimits(
    int connections, int questions, int reports, long unsentBytes, Duration patience) {
  /** How many connections more are told that the others are taken. */
  public static final int SPARE = 64;

  /** Those of a service. */
  public static final HttpLimits DEFAULT =
      new HttpLimits(500, 200, 100, 64L << 20, Duration.ofSeconds(60));

  /** Checks that something is let in. */
  public HttpLimits {
    if (connections < 1 || questions < 1 || reports < 1 || unsentBytes < 1) {
      throw new IllegalArgumentException("a server lets at least one of each in");
    }
    if (patience.toMillis() < 1) {
      throw new IllegalArgumentException("patience must be at least a millisecond");
    }
  }
}
