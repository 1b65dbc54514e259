package org.commonwatt.log.kafka;

/**
 * The topics of a cluster are not as the log needs them. The message names each topic and setting,
 * and the command that mends it.
 */
public final class TopicsDifferException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what differs and what to do. */
  public TopicsDifferException(String message) {
    super(message);
  }
}
