package org.commonwatt.log;

/**
 * The log did not answer as it should. Whether a write reached it is <em>unknown</em>: look before
 * writing again.
 */
public final class LogUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what was tried, and what stood in the way. */
  public LogUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** With what was tried, and what to do. */
  public LogUnavailableException(String message) {
    super(message);
  }
}
