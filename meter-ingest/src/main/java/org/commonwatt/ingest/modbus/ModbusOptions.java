package org.commonwatt.ingest.modbus;

import java.time.Duration;

/**
 * How patient a client is.
 *
 * @param timeout longest wait for a connection or an answer; for one that is malformed up to twice
 *     that, as the library does not tell of all of them
 * @param timeoutsBeforeDisconnect so many unanswered requests in a row close the connection,
 *     because a dead peer can look connected for ever; at least 1
 * @param firstBackOff longest pause before connecting again after a failed attempt, the shortest is
 *     half of it; doubles each time
 * @param longestBackOff where the doubling ends
 */
public record ModbusOptions(
    Duration timeout,
    int timeoutsBeforeDisconnect,
    Duration firstBackOff,
    Duration longestBackOff) {

  /** Checks the ranges. */
  public ModbusOptions {
    if (timeout.isNegative() || timeout.isZero() || timeoutsBeforeDisconnect < 1) {
      throw new IllegalArgumentException(
          "the timeout and the number of timeouts before a disconnect must be positive");
    }
    if (firstBackOff.isNegative() || longestBackOff.compareTo(firstBackOff) < 0) {
      throw new IllegalArgumentException(
          "the longest back-off must not be shorter than the first, and none is negative");
    }
  }

  /** One second for an answer, three timeouts to a disconnect, back-off from 100 ms to 30 s. */
  public static ModbusOptions defaults() {
    return new ModbusOptions(
        Duration.ofSeconds(1), 3, Duration.ofMillis(100), Duration.ofSeconds(30));
  }
}
