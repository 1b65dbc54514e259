package org.commonwatt.ingest.modbus;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt to connect. The bound doubles with each failure; the
 * pause is drawn between its half and the whole of it, so that the clients of a network that was
 * away do not all come back at one instant.
 */
public final class BackOff {
  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration bound;

  /**
   * Begins with the first bound.
   *
   * @param first bound after one failure
   * @param longest where the doubling ends, not shorter
   * @param random draws the pauses; a seeded one in tests
   */
  public BackOff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
    this.bound = first;
  }

  /** The pause after one more failure, ms precise. */
  public Duration next() {
    long most = bound.toMillis();
    long least = most - most / 2;
    Duration doubled = bound.multipliedBy(2);
    bound = doubled.compareTo(longest) < 0 ? doubled : longest;
    return Duration.ofMillis(random.nextLong(least, most + 1));
  }

  /** It worked: the next failure is a first one again. */
  public void reset() {
    bound = first;
  }
}
