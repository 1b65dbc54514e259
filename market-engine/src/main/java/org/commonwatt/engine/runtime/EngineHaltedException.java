package org.commonwatt.engine.runtime;

/** The engine must not go on: the message names the offset at which it stopped and why. */
public final class EngineHaltedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean erased;

  EngineHaltedException(String message) {
    super(message);
    this.erased = false;
  }

  EngineHaltedException(String message, Throwable cause) {
    super(message, cause);
    this.erased = false;
  }

  private EngineHaltedException(boolean erased, String message) {
    super(message);
    this.erased = erased;
  }

  /** A replay came to what was erased, and nothing is wrong with the log. */
  static EngineHaltedException erased(String message) {
    return new EngineHaltedException(true, message);
  }

  /** Whether a snapshot from behind an erasure would help. */
  boolean isByErasure() {
    return erased;
  }
}
