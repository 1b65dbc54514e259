package org.commonwatt.engine.http;

import java.time.Duration;

/**
 * How much the stream's sockets may take.
 *
 * @param sockets connected at a time, where logins are asked for at most half of them without an
 *     active account and a tenth of one account; more are refused before they are upgraded
 * @param subscriptions of a socket
 * @param underWay order operations and questions to the feed of a socket that await their answer;
 *     it is not read meanwhile
 * @param messageBytes of a message from a client
 * @param socketBytes written to a socket that its client has not read, beside one message
 * @param allBytes the same of all sockets together
 * @param patience how long a client may read nothing although something waits for it
 * @param farewell how long a socket that is closed may take to read why
 */
public record StreamLimits(
    int sockets,
    int subscriptions,
    int underWay,
    int messageBytes,
    long socketBytes,
    long allBytes,
    Duration patience,
    Duration farewell) {
  /** Those of a service. */
  public static final StreamLimits DEFAULT =
      new StreamLimits(
          2_500,
          100,
          32,
          256 * 1024,
          4L << 20,
          64L << 20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(5));

  /** How many sockets may be connected whose clients sent no login of an active account. */
  int strangers() {
    return Math.max(1, sockets / 2);
  }

  /** How many sockets may be connected of one account, whichever keys opened them. */
  int ofAccount() {
    return Math.max(1, sockets / 10);
  }

  /** Checks that something is let in. */
  public StreamLimits {
    if (sockets < 1 || subscriptions < 1 || underWay < 1 || messageBytes < 1) {
      throw new IllegalArgumentException("a stream lets at least one of each in");
    }
  }
}
