package org.commonwatt.log.kafka;

/**
 * Another writer of the same partition has taken over; nothing of the failed write is, or ever will
 * be, visible to a reader of committed records. The writer must stop.
 */
public final class FencedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  FencedException(String message, Throwable cause) {
    super(message, cause);
  }
}
