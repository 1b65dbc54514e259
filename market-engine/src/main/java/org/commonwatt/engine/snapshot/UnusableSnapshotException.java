package org.commonwatt.engine.snapshot;

/** A snapshot is of no use here; the message says why. An older one, or the whole log, will do. */
public final class UnusableSnapshotException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why. */
  public UnusableSnapshotException(String message) {
    super(message);
  }

  /** Says why. */
  public UnusableSnapshotException(String message, Throwable cause) {
    super(message, cause);
  }
}
