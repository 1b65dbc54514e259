package org.commonwatt.engine.stream;

import java.time.Duration;

/**
 * How much the feed keeps.
 *
 * @param channels at most, those that nobody follows any more included
 * @param framesBehind committed frames that wait for the feed; beyond them it loses all channels
 * @param historyMessages messages of a channel that are kept for who comes back
 * @param historyBytes of these messages, all channels together
 * @param idle how long a channel that nobody follows is kept
 * @param pulse time between heartbeats
 * @param look time between questions to the state, for the channels that ask it
 */
public record FeedLimits(
    int channels,
    int framesBehind,
    int historyMessages,
    long historyBytes,
    Duration idle,
    Duration pulse,
    Duration look) {
  /** Those of a service. */
  public static final FeedLimits DEFAULT =
      new FeedLimits(
          1_000,
          10_000,
          1_000,
          64L << 20,
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofMillis(100));

  /** Checks that there is room for one of each. */
  public FeedLimits {
    if (channels < 1 || framesBehind < 1 || historyMessages < 0 || historyBytes < 0) {
      throw new IllegalArgumentException("a feed has room for at least one of each");
    }
  }
}
