package org.commonwatt.log;

/**
 * Another writer of the same partition has taken over; nothing of the failed write is, or ever will
 * be, visible to a reader of committed records. The writer must stop.
 */
public final class FencedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what was tried, and how the writer learned of it. */
  public FencedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** With what was tried. */
  public FencedException(String message) {
    super(message);
  }
}
