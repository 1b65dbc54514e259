package org.commonwatt.engine.sequencer;

import org.jspecify.annotations.Nullable;

/**
 * Nobody can say whether the command reached the log, or what it did. An order can be looked up by
 * its client order id; ticks, positions and confirmations can be sent again.
 */
public final class UnknownOutcomeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what happened. */
  public UnknownOutcomeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
