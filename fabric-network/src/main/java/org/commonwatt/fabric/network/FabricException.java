package org.commonwatt.fabric.network;

/** The network cannot be run; the message says what is wrong and, when known, how to mend it. */
public final class FabricException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong. */
  public FabricException(String message) {
    super(message);
  }

  /** The same, with the fault behind it. */
  public FabricException(String message, Throwable cause) {
    super(message, cause);
  }
}
