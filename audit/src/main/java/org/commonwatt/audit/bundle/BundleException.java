package org.commonwatt.audit.bundle;

/** A bundle cannot be made, or bytes are none. */
public final class BundleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong, in words for who runs the command. */
  public BundleException(String message) {
    super(message);
  }
}
