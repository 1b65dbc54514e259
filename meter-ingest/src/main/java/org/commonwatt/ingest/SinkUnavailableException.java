package org.commonwatt.ingest;

/** The log did not confirm; the records stay in the spool and are given again. */
public final class SinkUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the reason and its cause. */
  public SinkUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
