package org.commonwatt.log.seal;

/** A sealed payload was changed, stands in another place, or was sealed under another key. */
public final class BrokenSealException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public BrokenSealException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Says what is wrong. */
  public BrokenSealException(String message) {
    super(message);
  }
}
